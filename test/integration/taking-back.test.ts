import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import {
  addGroupService,
  fillSeats,
  groupOf,
  scheduleGroup,
  seatNew,
} from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { giveProduct, offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio

const otto = { client: { kind: 'new' as const, client: { name: 'Otto Other' } } }
/** What is left in each lot, and what became of each session's credit last. */
const credits = () => ({
  lots: studio.rows(
    `SELECT expires_on, sum(delta) AS remaining FROM credit_entries GROUP BY expires_on
     HAVING sum(delta) <> 0 ORDER BY expires_on`,
  ),
  latest: studio.rows(
    `SELECT kind, expires_on, appointment_id, seat_id FROM credit_entries e
     WHERE appointment_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM credit_entries l WHERE l.appointment_id = e.appointment_id
         AND l.seat_id IS e.seat_id AND l.rowid > e.rowid)
     ORDER BY appointment_id, seat_id`,
  ),
})
const withChanges = ({ command, input }: Undo, changes: object): Undo => ({
  command,
  input: { ...(input as object), ...changes },
})

beforeEach(() => {
  studio = openTestStudio()
})

describe('a whole session that was cancelled', () => {
  let id: string
  let seats: string[]
  /** Has ten sessions that end two days after the class, and pays her seat with one of them. */
  let cleo: string

  beforeEach(() => {
    const serviceId = addGroupService(studio, 3)
    studio.signIn('desk')
    cleo = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
    const product = offerProduct(studio, packageDraft({ validityDays: 4, credits: 2 }))
    const clientPackageId = giveProduct(studio, cleo, product)
    id = scheduleGroup(studio, '2026-03-04T10:00', { serviceId })
    seats = fillSeats(studio, id, 2)
    const own = valueOf(
      studio.command('groups.addSeat', {
        appointmentId: id,
        client: { kind: 'existing', clientId: cleo },
        funding: { kind: 'package', clientPackageId },
      }),
    )
    seats.push(own.seatId)
    for (const name of ['Wanda First', 'Willi Second']) {
      valueOf(
        studio.command('groups.joinWaitlist', {
          appointmentId: id,
          client: { kind: 'new', client: { name } },
        }),
      )
    }
  })

  const cancel = (): Undo => {
    const input = { appointmentId: id, reason: 'trainer_unavailable', refund: false } as const
    return valueOf(studio.command('groups.cancel', input)).undo!
  }

  it('comes back with its seats, their credits and lots, and the line in its order', () => {
    const before = { group: groupOf(studio, id), credits: credits() }
    const undo = cancel()
    studio.clock.advance({ minutes: 5 })
    expect(credits()).not.toEqual(before.credits)
    valueOf(studio.undo(undo))
    expect({ group: groupOf(studio, id), credits: credits() }).toEqual(before)
    expect(studio.rows('SELECT * FROM fees')).toEqual([])
    expect(studio.events('seat.reinstated')).toHaveLength(3)
    expect(studio.events('waitlist.rejoined')).toHaveLength(2)
  })

  it('and is cancelled again, and comes back again', () => {
    const before = groupOf(studio, id)
    const again = valueOf(studio.undo(cancel())) as { undo: Undo }
    const back = valueOf(studio.undo(again.undo)) as { undo: Undo }
    expect(
      studio.rows(`SELECT cancellation_reason AS r FROM appointments WHERE id = '${id}'`),
    ).toEqual([{ r: 'trainer_unavailable' }])
    valueOf(studio.undo(back.undo))
    expect(groupOf(studio, id)).toEqual(before)
  })

  it.each([
    {
      rule: 'its trainer has another session then',
      spoil: () => void bookSession(studio, '2026-03-04T10:30', otto),
      outcome: 'trainer_busy',
    },
    {
      rule: 'one of its clients is elsewhere',
      spoil: () => {
        const trainerId = studio.people.ben
        const client = { kind: 'existing' as const, clientId: cleo }
        bookSession(studio, '2026-03-04T10:30', { trainerId, client })
      },
      outcome: 'seat_cannot_return',
    },
    {
      rule: 'the credits were spent on other sessions',
      spoil: () => {
        const [{ id: clientPackageId }] = studio.rows('SELECT id FROM client_packages') as [
          { id: string },
        ]
        for (const start of ['2026-03-05T08:00', '2026-03-05T12:00']) {
          bookSession(studio, start, {
            client: { kind: 'existing', clientId: cleo },
            funding: { kind: 'package', clientPackageId },
          })
        }
      },
      outcome: 'seat_cannot_return',
    },
  ])('stays cancelled, all of it, when $rule', ({ spoil, outcome }) => {
    const undo = cancel()
    spoil()
    expect(leavingAllAsItWas(studio, () => outcomeOf(studio.undo(undo)))).toBe(outcome)
  })

  it('names the seats that cannot come back, and comes back without them', () => {
    const undo = cancel()
    const trainerId = studio.people.ben
    const client = { kind: 'existing' as const, clientId: cleo }
    bookSession(studio, '2026-03-04T10:30', { trainerId, client })
    const input = undo.input as InputOf<Contracts['groups.lostSeats']>
    const lost = leavingAllAsItWas(studio, () => valueOf(studio.call('groups.lostSeats', input)))
    expect(lost.map(({ seatId, problem }) => [seatId, problem.code])).toEqual([
      [seats[2], 'client_busy'],
    ])
    valueOf(studio.undo(withChanges(undo, { seatIds: seats.slice(0, 2) })))
    expect(groupOf(studio, id).seats.map((seat) => seat.id)).toEqual(seats.slice(0, 2))
  })

  it('goes somewhere else with everybody, when its own time is taken', () => {
    const undo = cancel()
    bookSession(studio, '2026-03-04T10:30', otto)
    const to = { trainerId: studio.people.ben, start: '2026-03-04T10:00' }
    valueOf(studio.undo(withChanges(undo, { to })))
    expect(groupOf(studio, id)).toMatchObject({ seats: { length: 3 }, waiting: { length: 2 } })
    expect(
      studio.rows(`SELECT trainer_id, local_start, status FROM appointments WHERE id = '${id}'`),
    ).toEqual([{ trainer_id: studio.people.ben, local_start: to.start, status: 'booked' }])
  })

  it('comes back when two who were in it turned out to be one, who waits no more', () => {
    const [first] = groupOf(studio, id).waiting
    const undo = cancel()
    studio.signIn('manager')
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId: cleo, mergeId: first!.clientId, fields }))
    valueOf(studio.undo(undo))
    const group = groupOf(studio, id)
    expect(group.seats.map((seat) => seat.id)).toEqual(seats)
    expect(group.waiting.map(({ clientName }) => clientName)).toEqual(['Willi Second'])
  })
})

describe('a client who left the waitlist', () => {
  let id: string
  beforeEach(() => {
    const serviceId = addGroupService(studio, 1)
    studio.signIn('desk')
    id = scheduleGroup(studio, '2026-03-04T10:00', { serviceId })
    fillSeats(studio, id, 1)
  })
  const wait = (name: string) => {
    const client = { kind: 'new' as const, client: { name } }
    return valueOf(studio.command('groups.joinWaitlist', { appointmentId: id, client })).waitlistId
  }
  const leave = (waitlistId: string) =>
    valueOf(studio.command('groups.leaveWaitlist', { waitlistId })).undo!

  it('stands where they stood, before those who came after them', () => {
    const first = wait('Wanda First')
    wait('Willi Second')
    const before = groupOf(studio, id)
    const undo = leave(first)
    expect(groupOf(studio, id).waiting).toHaveLength(1)
    const { undo: again } = valueOf(studio.undo(undo)) as { undo: Undo }
    expect(groupOf(studio, id)).toEqual(before)
    valueOf(studio.undo(again))
    expect(groupOf(studio, id).waiting).toHaveLength(1)
  })

  it.each([
    { rule: 'has a seat by now', act: 'seat', outcome: 'already_seated' },
    { rule: 'stands in line again', act: 'wait', outcome: 'already_waiting' },
    { rule: 'waits for what does not take place', act: 'cancel', outcome: 'appointment_cancelled' },
  ])('stays away when they $rule', ({ act, outcome }) => {
    const undo = leave(wait('Wanda First'))
    const [{ client_id: clientId }] = studio.rows('SELECT client_id FROM waitlist') as [
      { client_id: string },
    ]
    const client = { kind: 'existing' as const, clientId }
    if (act === 'cancel') {
      const input = { appointmentId: id, reason: 'other', refund: false } as const
      valueOf(studio.command('groups.cancel', input))
    } else if (act === 'wait') {
      valueOf(studio.command('groups.joinWaitlist', { appointmentId: id, client }))
    } else {
      valueOf(studio.command('groups.changeCapacity', { appointmentId: id, capacity: 2 }))
      valueOf(studio.command('groups.addSeat', { appointmentId: id, client }))
    }
    expect(outcomeOf(studio.undo(undo))).toBe(outcome)
  })

  it('who got the seat did not leave', () => {
    const waitlistId = wait('Wanda First')
    valueOf(studio.command('groups.changeCapacity', { appointmentId: id, capacity: 2 }))
    const [{ client_id: clientId }] = studio.rows('SELECT client_id FROM waitlist') as [
      { client_id: string },
    ]
    const client = { kind: 'existing' as const, clientId }
    valueOf(studio.command('groups.addSeat', { appointmentId: id, client }))
    expect(outcomeOf(studio.command('groups.rejoinWaitlist', { waitlistId }))).toBe('not_waiting')
    expect(outcomeOf(seatNew(studio, id, 'Late Lena'))).toBe('session_full')
  })
})

describe('the rest of a series', () => {
  let cleo: string
  let clientPackageId: string

  beforeEach(() => {
    studio.signIn('desk')
    cleo = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
    clientPackageId = giveProduct(studio, cleo, offerProduct(studio, packageDraft()))
    valueOf(
      studio.command('series.create', {
        clientId: cleo,
        serviceId: studio.people.training,
        trainerId: studio.people.ana,
        start: '2026-03-04T10:00',
        funding: { kind: 'package', clientPackageId },
        weekdays: [3],
        intervalWeeks: 1,
        until: { kind: 'count', count: 6 },
      }),
    )
  })

  const sessions = () =>
    studio.rows<{ id: string; local_start: string; status: string }>(
      `SELECT id, trainer_id, local_start, end_time, status, payment_status, moved_late,
         cancelled_at, cancelled_late, cancellation_fee_minor
       FROM appointments WHERE series_id IS NOT NULL ORDER BY created_at, id`,
    )
  const from = (number: number) => sessions()[number]!.id
  const cancel = (number: number, by: 'client' | 'studio' = 'client'): Undo => {
    const input = { appointmentId: from(number), by, reason: 'other' } as const
    return valueOf(studio.agree('series.cancelFollowing', input)).undo!
  }
  const move = (number: number, time = '11:30'): Undo => {
    const input = { appointmentId: from(number), trainerId: studio.people.ana, time }
    return valueOf(studio.agree('series.changeFollowing', input)).undo!
  }
  const all = () => ({
    sessions: sessions(),
    credits: credits(),
    fees: studio.rows(`SELECT * FROM fees WHERE state <> 'withdrawn'`),
  })

  it.each([
    { what: 'cancelled by the client', act: () => cancel(2) },
    { what: 'cancelled by the studio', act: () => cancel(2, 'studio') },
    {
      what: 'cancelled, the first of it late',
      act: () => {
        studio.at('2026-03-03T12:00')
        return cancel(0)
      },
    },
    { what: 'moved', act: () => move(2) },
    {
      what: 'moved, the first of it late',
      act: () => {
        studio.at('2026-03-03T12:00')
        return move(0)
      },
    },
    {
      what: 'moved after one of it had been moved alone',
      prepare: () => {
        const moving = { appointmentId: from(2), trainerId: studio.people.ben }
        const input = { ...moving, start: '2026-03-19T16:00' }
        valueOf(studio.agree('appointments.reschedule', input))
      },
      act: () => move(1),
    },
  ])('comes back as it was when it was $what', ({ prepare, act }) => {
    prepare?.()
    const before = all()
    const undo = act()
    expect(all()).not.toEqual(before)
    const { undo: again } = valueOf(studio.undo(undo)) as { undo: Undo }
    expect(all()).toEqual(before)
    expect(studio.events('series.put_back')).toHaveLength(1)
    valueOf(studio.undo(again))
    expect(all()).not.toEqual(before)
  })

  it.each([
    { what: 'cancelled', act: () => cancel(2) },
    { what: 'moved', act: () => move(2) },
  ])(
    'says which dates are taken when it was $what: nothing comes back until it is chosen',
    ({ act }) => {
      const undo = act()
      bookSession(studio, '2026-03-25T09:30', otto)
      const refusal = leavingAllAsItWas(studio, () => refusalOf(studio.undo(undo)))
      expect(refusal).toMatchObject({ code: 'series_conflict' })
      expect(refusal.message).toContain('25 Mar 2026, 10:00')

      const input = undo.input as InputOf<Contracts['series.previewPutBack']>
      const dates = leavingAllAsItWas(studio, () =>
        valueOf(studio.call('series.previewPutBack', input)),
      )
      expect(dates.map(({ start, problem }) => [start.slice(5, 10), problem?.code])).toEqual([
        ['03-18', undefined],
        ['03-25', 'trainer_busy'],
        ['04-01', undefined],
        ['04-08', undefined],
      ])
      const [nearest] = dates[1]!.alternatives
      const planned = '2026-03-25T10:00'
      valueOf(
        studio.undo(withChanges(undo, { choices: [{ kind: 'elsewhere', planned, ...nearest }] })),
      )
      const starts = sessions().map(({ local_start }) => local_start)
      expect(starts.slice(2)).toEqual([
        '2026-03-18T10:00',
        nearest!.start,
        '2026-04-01T10:00',
        '2026-04-08T10:00',
      ])
    },
  )

  it('leaves out what is left out, and needs one that is not', () => {
    const undo = cancel(4)
    const skip = (planned: string) => ({ kind: 'skip', planned })
    const choices = [skip('2026-04-01T10:00'), skip('2026-04-08T10:00')]
    expect(outcomeOf(studio.undo(withChanges(undo, { choices })))).toBe('series_too_short')
    valueOf(studio.undo(withChanges(undo, { choices: choices.slice(0, 1) })))
    const statuses = sessions().map(({ status }) => status)
    expect(statuses.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'booked'))
    expect(statuses.slice(4)).toEqual(['cancelled', 'booked'])
  })

  it('is another by now when one of it was brought back alone', () => {
    const undo = cancel(4)
    const [, , , , fifth] = sessions()
    valueOf(studio.command('appointments.reinstate', { appointmentId: fifth!.id }))
    expect(outcomeOf(studio.undo(undo))).toBe('series_changed')
  })
})
