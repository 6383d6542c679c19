import { describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { contracts, type CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { defaultPolicy } from '../../shared/policy.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { costIn } from '../support/cost-in.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct } from '../support/sell-package.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'
import { before, validInputs } from '../support/valid-inputs.ts'
import { card } from '../support/valid-money-inputs.ts'
import {
  channelNames,
  commandNames,
  openWholeStudio,
  type WholeStudio,
} from '../support/whole-studio.ts'

/** A year that was left half typed or cannot be meant is none, in whatever field it stands. */
const years = ['0026', '1999', '2200', '9999']
const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/

/** The same input with one of its dates in another year, once for each of them, and which it is. */
function inOtherYears(input: unknown, year: string): { field: string; input: unknown }[] {
  if (typeof input === 'string') {
    return isDate.test(input) ? [{ field: '', input: year + input.slice(4) }] : []
  }
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([key, value]) =>
    inOtherYears(value, year).map(({ field, input: changed }) => ({
      field: [key, field].filter((part) => part !== '').join('.'),
      input: Array.isArray(input) ? input.with(Number(key), changed) : { ...input, [key]: changed },
    })),
  )
}

/** Dates that a command takes and does not need. */
const more: { readonly [N in CommandName]?: object } = {
  'appointments.create': { end: '2026-03-05T10:00' },
  'appointments.reschedule': { end: '2026-03-05T16:00' },
  'appointments.cancel': { told: { at: '2026-03-02T07:30', reason: 'voicemail' } },
  'groups.schedule': { end: '2026-03-07T10:00' },
  'packages.sell': { startsOn: '2026-03-02' },
  'series.create': { until: { kind: 'date', date: '2026-03-18' } },
}

/** What each date of each command is answered in the years 2001 and 2195; all others `invalid_input`. */
const answers: Readonly<Record<string, readonly [string, string]>> = {
  'appointments.create start': ['outside_book', 'outside_book'],
  'appointments.create end': ['end_before_start', 'too_long'],
  'appointments.reschedule start': ['outside_book', 'outside_book'],
  'appointments.reschedule end': ['end_before_start', 'too_long'],
  'appointments.cancel told.at': ['told_before_booking', 'told_in_future'],
  'groups.schedule start': ['outside_book', 'outside_book'],
  'groups.schedule end': ['end_before_start', 'too_long'],
  // The refusal says of which date, and that the book is not kept there.
  'series.create start': ['series_conflict', 'series_too_short'],
  'series.create until.date': ['outside_book', 'outside_book'],
  'series.putBack sessions.0.slot.start': ['series_conflict', 'series_conflict'],
  'catalog.setOverride date': ['outside_book', 'outside_book'],
  'catalog.addTimeOff start': ['outside_book', 'outside_book'],
  'catalog.addTimeOff end': ['outside_book', 'outside_book'],
  'catalog.addClosure start': ['outside_book', 'outside_book'],
  'catalog.addClosure end': ['outside_book', 'outside_book'],
  'policy.save effectiveFrom': ['policy_in_the_past', 'outside_book'],
  'earnings.setRate effectiveFrom': ['rate_in_past', 'outside_book'],
  'earnings.export period.from': ['invalid_input', 'invalid_input'],
  'earnings.export period.until': ['invalid_input', 'invalid_input'],
  'earnings.lockPeriod period.from': ['invalid_input', 'invalid_input'],
  'earnings.lockPeriod period.until': ['invalid_input', 'invalid_input'],
  // What it shows must be so.
  'packages.sell shown.endsOn': ['consequence_changed', 'consequence_changed'],
  'packages.sell startsOn': ['start_outside', 'start_outside'],
  'memberships.renew shown.endsOn': ['consequence_changed', 'consequence_changed'],
  'memberships.pause fromOn': ['pause_outside', 'pause_outside'],
  'memberships.pause untilOn': ['pause_outside', 'pause_too_long'],
  'memberships.pause shown.endsOn': ['consequence_changed', 'consequence_changed'],
  'memberships.resume shown.endsOn': ['consequence_changed', 'consequence_changed'],
  'memberships.end lastDay': ['end_outside', 'end_outside'],
  'payments.confirmClock day': ['clock_moved', 'clock_moved'],
  'day.close date': ['day_not_open', 'day_in_future'],
  // Archives what is older, so nothing or everything; it is read all the same.
  'events.prune before': ['ok', 'ok'],
}

describe('every date that a command or a query takes', () => {
  it('is answered in words where its year cannot be meant, and nothing is written', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const untouched = studio.dump()
    const tried = channelNames.flatMap((name) =>
      years.flatMap((year) =>
        inOtherYears({ ...validInputs[name](studio), ...moreOf(name) }, year).map(
          ({ field, input }) => [name, field, outcomeOf(sendTo(studio, name, input))] as const,
        ),
      ),
    )
    expect(tried.length).toBeGreaterThan(150)
    expect(tried.filter(([, , outcome]) => outcome !== 'invalid_input')).toEqual([])
    expect(studio.dump()).toBe(untouched)
    expect(studio.incidents).toEqual([])
    expect(Object.keys(before).every((name) => name in contracts)).toBe(true)
  })

  it('is answered by its own command where its year could be meant, and is not', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    // A membership has a first day to choose; a package begins with its sale.
    const input = (name: CommandName) => ({
      ...validInputs[name](studio),
      ...moreOf(name),
      ...(name === 'packages.sell' && { productId: studio.stock.month, ...card(9_900) }),
    })
    const seen = commandNames.flatMap((name) => {
      const [past, far] = ['2001', '2195'].map((year) =>
        inOtherYears(input(name), year).map(({ field, input: other }) => [
          `${name} ${field}`,
          outcomeOf(sendTo(studio, name, other)),
        ]),
      )
      return past!.map(([what, outcome], index) => [what, [outcome, far![index]![1]]] as const)
    })
    expect(Object.fromEntries(seen)).toEqual(answers)
    expect(studio.incidents).toEqual([])
  })

  const moreOf = (name: string) => more[name as CommandName] ?? {}
  const sendTo = (studio: WholeStudio, name: string, input: unknown) =>
    studio.send({ name, input, commandId: newId() })
})

describe('the hours, closures, policies and rates', () => {
  const leave = (start: string, end: string) => ({ start, end, reason: 'Leave' })

  // It is 2 March 2026.
  it.each([
    { start: '2023-02-27T09:00', end: '2026-03-02T18:00', outcome: 'outside_book' },
    { start: '2023-02-28T09:00', end: '2026-03-02T18:00', outcome: 'ok' },
    { start: '2026-01-05T09:00', end: '2026-01-29T18:00', outcome: 'outside_book' },
    { start: '2026-01-05T09:00', end: '2026-01-30T18:00', outcome: 'ok' },
    { start: '2026-03-05T09:00', end: '2029-03-04T18:00', outcome: 'ok' },
    { start: '2026-03-05T09:00', end: '2029-03-05T18:00', outcome: 'outside_book' },
  ])('are away from $start to $end: $outcome, and again after an undo', (away) => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const trainerId = studio.people.ana
    for (const added of [
      studio.command('catalog.addClosure', leave(away.start, away.end)),
      studio.command('catalog.addTimeOff', { trainerId, ...leave(away.start, away.end) }),
    ]) {
      expect(outcomeOf(added)).toBe(away.outcome)
      if (!added.ok) continue
      const removed = valueOf(studio.undo(added.value.undo)) as { undo: Undo }
      expect(outcomeOf(studio.undo(removed.undo))).toBe('ok')
    }
  })

  it.each([
    { date: '2026-01-29', hours: 'outside_book', from: 'in_past' },
    { date: '2026-01-30', hours: 'ok', from: 'in_past' },
    { date: '2026-03-01', hours: 'ok', from: 'in_past' },
    { date: '2026-03-02', hours: 'ok', from: 'ok' },
    { date: '2029-03-04', hours: 'ok', from: 'ok' },
    { date: '2029-03-05', hours: 'outside_book', from: 'outside_book' },
  ])('are of $date: hours $hours, a policy and a rate $from', ({ date, hours, from }) => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const trainerId = studio.people.ana
    const dated = studio.command('catalog.setOverride', { trainerId, date, spans: [[600, 720]] })
    expect(outcomeOf(dated)).toBe(hours)
    const policy = { ...defaultPolicy('EUR'), forgivenNoShows: 0 }
    const saved = studio.command('policy.save', { effectiveFrom: date, policy })
    expect(outcomeOf(saved)).toBe(from === 'in_past' ? 'policy_in_the_past' : from)
    const rate = { kind: 'flat', value: 3_000 } as const
    const set = studio.command('earnings.setRate', { trainerId, effectiveFrom: date, rate })
    expect(outcomeOf(set)).toBe(from === 'in_past' ? 'rate_in_past' : from)
  })
})

describe('the book', () => {
  // It is 2 March 2026.
  it.each([
    { start: '2026-01-29T09:00', outcome: 'outside_book' },
    { start: '2026-01-30T09:00', outcome: 'ok' },
    { start: '2025-03-02T09:00', outcome: 'outside_book' },
    { start: '2029-03-04T09:00', outcome: 'ok' },
    { start: '2029-03-05T09:00', outcome: 'outside_book' },
  ])('takes $start: $outcome, booked and moved', ({ start, outcome }) => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const allowed = { allowOutsideHours: true, exceptionReason: 'It was so' }
    const id = bookSession(studio, '2026-03-03T09:00')
    const clientId = clientOf(studio, id)
    const slot = { trainerId: studio.people.ana, start, ...allowed }
    const moved = studio.command('appointments.reschedule', { appointmentId: id, ...slot })
    expect(outcomeOf(moved)).toBe(outcome)
    const booked = studio.command('appointments.create', {
      ...slot,
      trainerId: studio.people.ben,
      serviceId: studio.people.training,
      client: { kind: 'existing', clientId },
      allowClientOverlap: true,
    })
    expect(outcomeOf(booked)).toBe(outcome)
  })
})

/** What each command that names a session, or what is owed for one, answers half a year after it. */
const halfAYearLater: { readonly [N in CommandName]?: string } = {
  // Nobody comes to it any more, and nothing that was agreed for it changes.
  'appointments.changePaymentSource': 'outside_book',
  'appointments.reinstate': 'outside_book',
  'appointments.reschedule': 'outside_book',
  'groups.addSeat': 'outside_book',
  'groups.changeCapacity': 'outside_book',
  'groups.joinWaitlist': 'outside_book',
  'groups.offerSeat': 'outside_book',
  'groups.reinstate': 'outside_book',
  'groups.rejoinWaitlist': 'outside_book',
  // The refusal says of which date, and that the book is not kept there.
  'series.changeFollowing': 'series_conflict',
  'series.putBack': 'series_conflict',
  // What became of it is said, and taken back.
  'appointments.cancel': 'ok',
  'appointments.checkIn': 'ok',
  'appointments.complete': 'ok',
  'appointments.noShow': 'ok',
  'appointments.takeBackCheckIn': 'ok',
  'appointments.takeBackCompletion': 'ok',
  'appointments.takeBackNoShow': 'ok',
  'groups.cancel': 'ok',
  'groups.checkInAll': 'ok',
  'groups.leaveWaitlist': 'ok',
  'groups.takeBackCheckIns': 'ok',
  'series.cancelFollowing': 'ok',
  // Money goes on.
  'fees.takeBackWaiver': 'ok',
  'fees.waive': 'ok',
  'payments.refund': 'ok',
  'payments.take': 'ok',
}

describe('a session of half a year ago', () => {
  /** So that only the session is old, and not what is wanted of it. */
  const wanted: { readonly [N in CommandName]?: object } = {
    'appointments.reschedule': { start: '2026-09-16T15:00' },
  }
  const openLater = (prepare?: (studio: WholeStudio) => void) => {
    const studio = openWholeStudio()
    studio.become('manager')
    prepare?.(studio)
    studio.at('2026-09-15T14:00')
    studio.become('manager')
    return studio
  }
  const namesOne = (input: object) =>
    ['appointmentId', 'waitlistId', 'sessions', 'feeId', 'paymentId'].some((key) => key in input)

  it('is answered by each command that names one', () => {
    const any = openWholeStudio()
    const names = commandNames.filter((name) => namesOne(validInputs[name](any)))
    const answered = names.map((name) => {
      const studio = openLater(before[name])
      openTodaysDrawer(studio.app)
      const input = { ...validInputs[name](studio), ...wanted[name] }
      const send = (shown: object) =>
        studio.send({ name, input: { ...input, ...shown }, commandId: newId() })
      const first = send({})
      const shown = costIn(first)
      return [name, outcomeOf(shown ? send({ shown }) : first)]
    })
    expect(Object.fromEntries(answered)).toEqual(halfAYearLater)
  })

  it('is as it was when what was done to it is undone within a day', () => {
    const studio = openLater()
    const { stock } = studio
    const key = { appointmentId: stock.group, seatId: stock.seat }
    const alone = { appointmentId: stock.upcoming, ...byStudio }
    const undos: readonly (Undo | null)[] = [
      valueOf(studio.agree('appointments.cancel', alone)).undo,
      valueOf(studio.agree('appointments.cancel', { ...key, ...byStudio })).undo,
      valueOf(studio.agree('groups.cancel', { appointmentId: stock.full, ...closed })).undo,
      valueOf(studio.command('groups.leaveWaitlist', { waitlistId: stock.waiting })).undo,
    ]
    studio.at('2026-09-16T14:00')
    studio.become('manager')
    const undone = undos.map((undo) => outcomeOf(studio.undo(undo)))
    expect(undone).toEqual(['ok', 'ok', 'ok', 'ok'])
  })

  it.each([
    { at: '2026-09-16T14:00', outcome: 'ok' },
    { at: '2026-09-16T14:01', outcome: 'outside_book' },
  ])('that is called off today comes back until tomorrow, at $at: $outcome', ({ at, outcome }) => {
    const studio = openLater()
    const { stock } = studio
    const seat = { appointmentId: stock.group, seatId: stock.seat }
    const whole = { appointmentId: stock.full, seatIds: [], waitlistIds: [] }
    valueOf(studio.agree('appointments.cancel', { appointmentId: stock.upcoming, ...byStudio }))
    valueOf(studio.agree('appointments.cancel', { ...seat, ...byStudio }))
    valueOf(studio.agree('groups.cancel', { appointmentId: stock.full, ...closed }))
    studio.at(at)
    studio.become('manager')
    const outcomes = [
      studio.command('appointments.reinstate', { appointmentId: stock.upcoming }),
      studio.command('appointments.reinstate', seat),
      studio.command('groups.reinstate', whole),
    ].map(outcomeOf)
    expect(outcomes).toEqual([outcome, outcome, outcome])
  })

  const byStudio = { by: 'studio', reason: 'other', refund: false } as const
  const closed = { reason: 'studio_closed', refund: false } as const
})

describe('a membership', () => {
  it.each([
    { today: '2026-03-02', startsOn: '2026-02-02', outcome: 'start_outside' },
    { today: '2026-03-02', startsOn: '2026-02-03', outcome: 'ok' },
    { today: '2026-03-31', startsOn: '2026-02-28', outcome: 'start_outside' },
    { today: '2026-03-31', startsOn: '2026-03-01', outcome: 'ok' },
    { today: '2026-03-02', startsOn: '2027-03-03', outcome: 'ok' },
    { today: '2026-03-02', startsOn: '2027-03-04', outcome: 'start_outside' },
  ])('sold on $today that begins on $startsOn: $outcome', ({ today, startsOn, outcome }) => {
    const studio = openTestStudio()
    studio.at(`${today}T10:00`)
    studio.signIn('manager')
    const clientId = clientOf(studio, bookSession(studio, `${today}T15:00`))
    const sold = studio.command('packages.sell', {
      clientId,
      productId: offerProduct(studio, membershipDraft()),
      startsOn,
      amountMinor: 9_900,
      tenders: [{ method: 'card', amountMinor: 9_900, reference: 'T' }],
    })
    expect(outcomeOf(sold)).toBe(outcome)
  })
})
