import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '../../shared/contract.ts'
import type { CommandName, Contracts } from '../../shared/contracts.ts'
import { minor } from '../../shared/money.ts'
import { shownOf, type Shown } from '../../shared/shown.ts'
import { approve } from '../support/approve.ts'
import { bookingInput, bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

/*
 * What was on the screen when a button was pressed, and what it costs by then. It is Monday, 2 March,
 * 08:00; sessions are on Wednesday at noon and free to cancel or move until Tuesday noon.
 */
let studio: TestStudio
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  id = bookSession(studio, '2026-03-04T12:00')
})

const cancel = (changes: object = {}) =>
  studio.command('appointments.cancel', {
    appointmentId: id,
    by: 'client',
    reason: 'client_ill',
    refund: false,
    ...changes,
  })
const consequence = (key: object = {}) =>
  valueOf(
    studio.call('appointments.cancelConsequence', { appointmentId: id, by: 'client', ...key }),
  )
const noShow = (changes: object = {}) =>
  studio.command('appointments.noShow', { appointmentId: id, refund: false, ...changes })
const move = (start: string, changes: object = {}) => {
  const input = { appointmentId: id, trainerId: studio.people.ana, start, ...changes }
  return studio.command('appointments.reschedule', input)
}
const sellTo = (draft: Parameters<typeof offerProduct>[1]) =>
  giveProduct(studio, clientOf(studio, id), offerProduct(studio, draft))
const bookWith = (start: string, funding: object) =>
  bookSession(studio, start, {
    client: { kind: 'existing', clientId: clientOf(studio, id) },
    funding: funding as never,
  })
const forgiveNone = () => {
  const { policy } = valueOf(studio.call('policy.current', {}))
  const changed = { effectiveFrom: '2026-03-02', policy: { ...policy, forgivenNoShows: 0 } }
  valueOf(studio.command('policy.save', changed))
}

describe('a dialog that stayed open while the limit passed', () => {
  it('showed that cancelling is free, and the press costs nothing', () => {
    studio.at('2026-03-03T12:00')
    const shown = shownOf(consequence())
    expect(shown).toMatchObject({ feeMinor: 0 })
    studio.at('2026-03-03T12:01')
    const refused = leavingAllAsItWas(studio, () => refusalOf(cancel({ shown })))
    expect(refused).toMatchObject({
      code: 'consequence_changed',
      details: { now: { feeMinor: 2_750 } },
    })
    // What is shown now is what it costs now.
    expect(outcomeOf(cancel({ shown: shownOf(consequence()) }))).toBe('ok')
  })

  it('is the same whoever asks, and whether or not they say what they saw', () => {
    studio.at('2026-03-03T12:01')
    leavingAllAsItWas(studio, () => expect(outcomeOf(cancel())).toBe('consequence_changed'))
  })

  it('showed a fee that is none any more', () => {
    studio.at('2026-03-03T13:00')
    const shown = shownOf(consequence())
    const told = { at: '2026-03-03T11:00', reason: 'voicemail' }
    expect(outcomeOf(cancel({ shown, told }))).toBe('consequence_changed')
    expect(outcomeOf(cancel({ shown, told, by: 'studio' }))).toBe('consequence_changed')
  })

  it('showed what goes back, and some of it went back meanwhile', () => {
    openTodaysDrawer(studio.app)
    const { paymentId } = payCash(studio, id)
    const shown = shownOf(consequence())
    expect(shown).toMatchObject({ backMinor: 5_500 })
    const refund = { paymentId, amountMinor: minor(500), reason: 'other' } as const
    valueOf(studio.command('payments.refund', refund))
    expect(outcomeOf(cancel({ shown }))).toBe('consequence_changed')
    expect(outcomeOf(cancel({ shown: shownOf(consequence()) }))).toBe('ok')
  })

  it('showed that a late move is none', () => {
    studio.at('2026-03-03T12:00')
    expect(outcomeOf(move('2026-03-05T12:00'))).toBe('ok')
    valueOf(move('2026-03-04T12:00'))
    studio.at('2026-03-03T12:01')
    leavingAllAsItWas(studio, () =>
      expect(outcomeOf(move('2026-03-05T12:00'))).toBe('consequence_changed'),
    )
    expect(outcomeOf(move('2026-03-05T12:00', { shown: { lateMoves: 1 } }))).toBe('ok')
    // It counts as late already: moving it once more is no more of it.
    expect(outcomeOf(move('2026-03-05T14:00', { shown: { lateMoves: 1 } }))).toBe(
      'consequence_changed',
    )
    expect(outcomeOf(move('2026-03-05T14:00'))).toBe('ok')
  })

  it('showed that a no-show is forgiven, and another one used that up', () => {
    const other = bookWith('2026-03-04T09:00', { kind: 'single' })
    studio.at('2026-03-04T13:00')
    const key = { appointmentId: id }
    const shown = shownOf(valueOf(studio.call('appointments.noShowConsequence', key)))
    expect(shown).toMatchObject({ feeMinor: 0 })
    valueOf(studio.command('appointments.noShow', { appointmentId: other, refund: false }))
    leavingAllAsItWas(studio, () =>
      expect(outcomeOf(noShow({ shown }))).toBe('consequence_changed'),
    )
    const now = shownOf(valueOf(studio.call('appointments.noShowConsequence', key)))
    expect(outcomeOf(noShow({ shown: now }))).toBe('ok')
  })
})

/** A session on Wednesday at 15:00 that costs its client something when it is cancelled late. */
const fundings: Readonly<Record<string, { book: () => string; lost: Shown }>> = {
  'a credit': {
    book: () => {
      const clientPackageId = sellTo(packageDraft())
      return bookWith('2026-03-04T15:00', { kind: 'package', clientPackageId })
    },
    lost: { feeMinor: 0, sessionsLost: 1 },
  },
  'a session of the month': {
    book: () => {
      const membershipId = sellTo(membershipDraft({ sessionsPerMonth: 4 }))
      return bookWith('2026-03-04T15:00', { kind: 'membership', membershipId })
    },
    lost: { feeMinor: 0, sessionsLost: 1 },
  },
  'the flat fee of an unlimited member': {
    book: () => {
      const membershipId = sellTo(membershipDraft())
      return bookWith('2026-03-04T15:00', { kind: 'membership', membershipId })
    },
    lost: { feeMinor: 1_000, sessionsLost: 0 },
  },
  'a share of the price': {
    book: () => bookWith('2026-03-04T15:00', { kind: 'single' }),
    lost: { feeMinor: 2_750, sessionsLost: 0 },
  },
  'a share of the price of a seat': {
    book: () => {
      const appointmentId = scheduleGroup(studio, '2026-03-04T15:00', {
        serviceId: addGroupService(studio),
      })
      const [seatId] = fillSeats(studio, appointmentId, 1)
      return `${appointmentId} ${seatId!}`
    },
    lost: { feeMinor: 900, sessionsLost: 0 },
  },
}

describe.each(Object.entries(fundings))('losing %s', (_, { book, lost }) => {
  const keyOf = (booked: string) => {
    const [appointmentId, seatId] = booked.split(' ')
    return { appointmentId: appointmentId!, ...(seatId !== undefined && { seatId }) }
  }

  it('by cancelling late must have been shown, and be undone and done again at that', () => {
    const key = keyOf(book())
    studio.at('2026-03-04T10:00')
    expect(shownOf(consequence(key))).toMatchObject(lost)
    leavingAllAsItWas(studio, () => expect(outcomeOf(cancel(key))).toBe('consequence_changed'))
    const { undo } = valueOf(cancel({ ...key, shown: shownOf(consequence(key)) }))
    const back = valueOf(studio.undo(undo)) as { undo: typeof undo }
    expect(outcomeOf(studio.undo(back.undo))).toBe('ok')
  })

  it('by not coming must have been shown, and be undone and done again at that', () => {
    forgiveNone()
    const key = keyOf(book())
    studio.at('2026-03-04T15:30')
    const shown = shownOf(valueOf(studio.call('appointments.noShowConsequence', key)))
    leavingAllAsItWas(studio, () => expect(outcomeOf(noShow(key))).toBe('consequence_changed'))
    const { undo } = valueOf(noShow({ ...key, shown }))
    const back = valueOf(studio.undo(undo)) as { undo: NonNullable<typeof undo> }
    expect(outcomeOf(studio.undo(back.undo))).toBe('ok')
  })
})

describe('doing again what was waived', () => {
  it('does not charge it: it was free when it was shown', () => {
    studio.at('2026-03-04T10:00')
    const { undo } = valueOf(cancel({ waiver: { reason: 'illness' } }))
    const back = valueOf(studio.undo(undo)) as { undo: NonNullable<typeof undo> }
    valueOf(studio.undo(back.undo))
    expect(valueOf(studio.call('fees.list', { appointmentId: id }))).toEqual([])
  })

  it('charges a fee again only as it was', () => {
    studio.at('2026-03-04T10:00')
    valueOf(studio.agree('appointments.cancel', cancelInput()))
    const [fee] = valueOf(studio.call('fees.list', { appointmentId: id }))
    const { undo } = valueOf(studio.command('fees.waive', { feeId: fee!.id, reason: 'goodwill' }))
    const again = { feeId: fee!.id }
    expect(outcomeOf(studio.command('fees.takeBackWaiver', again))).toBe('consequence_changed')
    expect(outcomeOf(studio.undo(undo))).toBe('ok')
  })
})

describe('the rest of a series', () => {
  /** Four Wednesdays at nine from this week on. */
  function repeat(): string {
    const { seriesId } = valueOf(
      studio.command('series.create', {
        clientId: clientOf(studio, id),
        serviceId: studio.people.training,
        trainerId: studio.people.ana,
        start: '2026-03-04T09:00',
        weekdays: [3],
        intervalWeeks: 1,
        until: { kind: 'count', count: 4 },
      }),
    )
    const [first] = studio.rows<{ id: string }>(
      'SELECT id FROM appointments WHERE series_id = ? ORDER BY start_time',
      seriesId,
    )
    return first!.id
  }
  const later = () => ({ trainerId: studio.people.ana, time: '10:30' })

  it('says which dates would be late when it moves, and what they could cost', () => {
    const appointmentId = repeat()
    studio.at('2026-03-03T09:01')
    const dates = valueOf(studio.call('series.previewFollowing', { appointmentId, ...later() }))
    expect(dates.map(({ late }) => late)).toEqual([
      { from: '2026-03-04T09:00', stake: 'price', feeMinor: 2_750 },
      null,
      null,
      null,
    ])
    const change = (changes: object) =>
      studio.command('series.changeFollowing', { appointmentId, ...later(), ...changes })
    leavingAllAsItWas(studio, () => expect(outcomeOf(change({}))).toBe('consequence_changed'))
    const { undo } = valueOf(change({ shown: { lateMoves: 1 } }))
    // Home again it is as free as before, and leaving once more is late once more.
    const back = valueOf(studio.undo(undo)) as { undo: NonNullable<typeof undo> }
    expect(outcomeOf(studio.undo(back.undo))).toBe('ok')
    const key = { appointmentId, by: 'client' } as const
    expect(valueOf(studio.call('appointments.cancelConsequence', key))).toMatchObject({
      movedLate: true,
    })
  })

  it('moves late dates for nothing where a manager waives it, once for all of them', () => {
    const appointmentId = repeat()
    studio.signIn('desk')
    // The first two are inside their windows, the others are not.
    studio.app.database.exec('UPDATE appointments SET late_window_minutes = 12960')
    studio.at('2026-03-03T09:01')
    const waive = (waiver: object) =>
      studio.command('series.changeFollowing', {
        appointmentId,
        ...later(),
        waiver: { reason: 'our_mistake', ...waiver },
      })
    const approvalId = approve(studio, waive({}))
    valueOf(waive({ approvalId }))
    const moves = studio.events('appointment.rescheduled').map(({ data }) => data.waived)
    expect(moves).toEqual(['our_mistake', 'our_mistake', undefined, undefined])
    expect(studio.rows('SELECT 1 FROM appointments WHERE moved_late = 1')).toEqual([])
  })

  it('does not call a date late that stays at its time, or counts as late already', () => {
    const appointmentId = repeat()
    studio.at('2026-03-04T08:00')
    const toBen = { trainerId: studio.people.ben, time: '09:00' }
    // With none of them late there is nothing to waive, and no manager to ask.
    studio.signIn('desk')
    const change = { appointmentId, ...toBen, waiver: { reason: 'our_mistake' } } as const
    expect(outcomeOf(studio.command('series.changeFollowing', change))).toBe('ok')
    const once = { appointmentId, ...later(), shown: { lateMoves: 1 } }
    valueOf(studio.command('series.changeFollowing', once))
    const dates = valueOf(
      studio.call('series.previewFollowing', { appointmentId, ...later(), time: '14:00' }),
    )
    expect(dates.map(({ late }) => late)).toEqual([null, null, null, null])
  })

  it('says what cancelling it would take, and takes no more', () => {
    const appointmentId = repeat()
    studio.at('2026-03-03T09:00')
    const key = { appointmentId, by: 'client' } as const
    const early = valueOf(studio.call('series.endConsequence', key))
    expect(early).toMatchObject({ count: 4, feeMinor: 0, lateOn: [] })
    studio.at('2026-03-03T09:01')
    const end = (shown: Shown) =>
      studio.command('series.cancelFollowing', { ...key, reason: 'client_request', shown })
    leavingAllAsItWas(studio, () =>
      expect(outcomeOf(end({ feeMinor: early.feeMinor }))).toBe('consequence_changed'),
    )
    const late = valueOf(studio.call('series.endConsequence', key))
    expect(late).toMatchObject({ count: 4, feeMinor: 2_750, lateOn: ['2026-03-04'] })
    const { undo } = valueOf(end({ feeMinor: late.feeMinor }))
    const back = valueOf(studio.undo(undo)) as { undo: NonNullable<typeof undo> }
    expect(outcomeOf(studio.undo(back.undo))).toBe('ok')
  })
})

describe('a price', () => {
  const raise = () => studio.app.database.exec('UPDATE services SET price_minor = 6000')

  it.each<{ what: string; name: CommandName; input: () => object; shown: Shown }>([
    {
      what: 'of a booking',
      name: 'appointments.create',
      input: () => bookingInput(studio, '2026-03-05T09:00'),
      shown: { priceMinor: 5_500 },
    },
    {
      what: 'of a seat',
      name: 'groups.addSeat',
      input: () => ({
        appointmentId: scheduleGroup(studio, '2026-03-05T09:00', {
          serviceId: addGroupService(studio),
        }),
        client: { kind: 'new', client: { name: 'Gil Guest' } },
      }),
      shown: { priceMinor: 1_800 },
    },
    {
      what: 'of a series',
      name: 'series.create',
      input: () => ({
        clientId: clientOf(studio, id),
        serviceId: studio.people.training,
        trainerId: studio.people.ana,
        start: '2026-03-11T09:00',
        weekdays: [3],
        intervalWeeks: 1,
        until: { kind: 'count', count: 4 },
      }),
      shown: { priceMinor: 4 * 5_500 },
    },
  ])('$what that was raised while it was shown is not agreed to', ({ name, input, shown }) => {
    const wanted = { ...input(), shown } as InputOf<Contracts[typeof name]>
    raise()
    leavingAllAsItWas(studio, () =>
      expect(outcomeOf(studio.command(name, wanted))).toBe('consequence_changed'),
    )
  })

  it('is none where something pays that was bought ahead', () => {
    const clientPackageId = sellTo(packageDraft())
    const input = bookingInput(studio, '2026-03-05T09:00', {
      client: { kind: 'existing', clientId: clientOf(studio, id) },
      funding: { kind: 'package', clientPackageId },
    })
    const book = (shown: Shown) => studio.command('appointments.create', { ...input, shown })
    expect(outcomeOf(book({ priceMinor: 5_500 }))).toBe('consequence_changed')
    expect(outcomeOf(book({ priceMinor: 0 }))).toBe('ok')
  })
})

function cancelInput() {
  return { appointmentId: id, by: 'client', reason: 'client_ill', refund: false } as const
}
