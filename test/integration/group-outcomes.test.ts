import { beforeEach, describe, expect, it } from 'vitest'
import { bookingInput } from '../support/book-session.ts'
import { addGroupService, fillSeats, groupOf, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let id: string
let seats: string[]

beforeEach(() => {
  studio = openTestStudio()
  const serviceId = addGroupService(studio, 3)
  studio.signIn('desk')
  id = scheduleGroup(studio, '2026-03-04T10:00', { serviceId })
  seats = fillSeats(studio, id, 3)
})

const statuses = () => groupOf(studio, id).seats.map(({ status }) => status)

describe('a seat', () => {
  it.each([
    { at: '2026-03-03T10:00', late: false, fee: 0, rule: 'exactly 24 hours before' },
    { at: '2026-03-03T10:01', late: true, fee: 900, rule: 'a minute later' },
  ])('given up $rule costs $fee', ({ at, late, fee }) => {
    studio.at(at)
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: id,
        seatId: seats[0]!,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
    expect(studio.events('seat.cancelled')[0]?.data).toMatchObject({ late, feeMinor: fee })
    expect(groupOf(studio, id)).toMatchObject({ seats: { length: 2 }, cancelled: { length: 1 } })
    expect(studio.rows('SELECT status FROM appointments')).toEqual([{ status: 'booked' }])
  })

  it('is marked by itself: the others wait', () => {
    const seatId = seats[1]!
    studio.at('2026-03-04T08:00')
    valueOf(studio.command('appointments.checkIn', { appointmentId: id, seatId }))
    expect(statuses()).toEqual(['booked', 'checked_in', 'booked'])
    studio.at('2026-03-04T11:00')
    valueOf(studio.command('appointments.complete', { appointmentId: id, seatId }))
    expect(statuses()).toEqual(['booked', 'completed', 'booked'])
  })
})

describe('all present', () => {
  beforeEach(() => studio.at('2026-03-04T08:00'))

  it('checks in whoever is expected, and can be taken back as one', () => {
    valueOf(studio.command('appointments.checkIn', { appointmentId: id, seatId: seats[0]! }))
    const all = valueOf(studio.command('groups.checkInAll', { appointmentId: id }))
    expect(all.count).toBe(2)
    expect(statuses()).toEqual(['checked_in', 'checked_in', 'checked_in'])
    const again = valueOf(studio.command('groups.checkInAll', { appointmentId: id }))
    expect(again).toMatchObject({ count: 0, undo: null })
    valueOf(studio.undo(all.undo))
    expect(statuses()).toEqual(['checked_in', 'booked', 'booked'])
  })

  it('is a trainer’s to say of their own session only', () => {
    studio.signIn('trainer')
    expect(outcomeOf(studio.command('groups.checkInAll', { appointmentId: id }))).toBe('ok')
    studio.signIn('desk')
    const serviceId = addGroupService(studio, 2)
    const trainerId = studio.people.ben
    const other = scheduleGroup(studio, '2026-03-04T10:00', { serviceId, trainerId })
    fillSeats(studio, other, 1)
    studio.signIn('trainer')
    expect(outcomeOf(studio.command('groups.checkInAll', { appointmentId: other }))).toBe(
      'appointment_not_found',
    )
  })
})

describe('cancelling the whole session', () => {
  const cancel = () =>
    studio.command('groups.cancel', {
      appointmentId: id,
      reason: 'trainer_unavailable',
      refund: false,
    })

  it('costs nobody anything, however late, ends the waiting and frees the slot', () => {
    valueOf(
      studio.command('groups.joinWaitlist', {
        appointmentId: id,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      }),
    )
    studio.at('2026-03-04T09:59')
    valueOf(cancel())
    expect(studio.events('seat.cancelled').map(({ data }) => data)).toMatchObject(
      seats.map((seatId) => ({ seatId, by: 'studio', late: false, feeMinor: 0 })),
    )
    expect(studio.rows('SELECT status FROM waitlist')).toEqual([{ status: 'left' }])
    expect(studio.rows('SELECT * FROM fees')).toEqual([])
    expect(
      outcomeOf(studio.command('appointments.create', bookingInput(studio, '2026-03-04T10:00'))),
    ).toBe('ok')
  })

  it('is refused once somebody has trained', () => {
    studio.at('2026-03-04T11:00')
    valueOf(studio.command('appointments.complete', { appointmentId: id, seatId: seats[0]! }))
    const before = studio.dump()
    expect(outcomeOf(cancel())).toBe('group_attended')
    expect(studio.dump()).toBe(before)
  })

  it('takes back a session that was scheduled by mistake', () => {
    const serviceId = addGroupService(studio, 2)
    const input = { trainerId: studio.people.ben, serviceId, start: '2026-03-04T10:00' }
    const scheduled = valueOf(studio.command('groups.schedule', input))
    valueOf(studio.undo(scheduled.undo))
    expect(studio.events('appointment.cancelled').at(-1)?.data.reason).toBe('booked_by_mistake')
  })
})

it('what is wrong with the seat that was booked first is said, also when all were in one moment', () => {
  studio.at('2026-03-04T08:00')
  valueOf(studio.command('appointments.checkIn', { appointmentId: id, seatId: seats[0]! }))
  const tenders = [{ method: 'card' as const, amountMinor: 1_800, reference: 'T-1' }]
  const second = { appointmentId: id, seatId: seats[1]!, amountMinor: 1_800, tenders }
  valueOf(studio.command('payments.take', second))
  const cancel = { appointmentId: id, reason: 'other', refund: true } as const
  expect(outcomeOf(studio.command('groups.cancel', cancel))).toBe('status_forbids')
})
