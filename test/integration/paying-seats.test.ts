import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { addGroupService, fillSeats, groupOf, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const card = (amountMinor: number) => [
  { method: 'card' as const, amountMinor, reference: 'T-4711' },
]

describe('paying for a seat', () => {
  let id: string
  let seats: string[]
  beforeEach(() => {
    const serviceId = addGroupService(studio, 3)
    id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId })
    seats = fillSeats(studio, id, 2)
  })
  const take = (seatId: string, amountMinor = 1_800) =>
    studio.command('payments.take', {
      appointmentId: id,
      seatId,
      amountMinor,
      tenders: card(amountMinor),
    })
  const due = () =>
    groupOf(studio, id).seats.map(({ dueMinor, money }) => [dueMinor, money?.status])

  it('pays that seat and no other, once', () => {
    expect(due()).toEqual([
      [1_800, 'unpaid'],
      [1_800, 'unpaid'],
    ])
    valueOf(take(seats[0]!))
    expect(due()).toEqual([
      [0, 'paid'],
      [1_800, 'unpaid'],
    ])
    expect(outcomeOf(take(seats[0]!))).toBe('already_paid')
  })

  it('owes nothing for a place that was not used, and a trainer sees no sum', () => {
    studio.at('2026-03-02T10:15')
    const mark = { appointmentId: id, seatId: seats[0]!, refund: false }
    valueOf(studio.agree('appointments.noShow', mark))
    expect(due()).toEqual([
      [0, 'unpaid'],
      [1_800, 'unpaid'],
    ])
    expect(outcomeOf(take(seats[0]!))).toBe('not_attended')
    studio.signIn('trainer')
    expect(due()).toEqual([
      [0, undefined],
      [0, undefined],
    ])
  })
})

it('the price of a session nobody came to is refused until they came after all', () => {
  const appointmentId = bookSession(studio, '2026-03-02T10:00')
  studio.at('2026-03-02T10:15')
  valueOf(studio.agree('appointments.noShow', { appointmentId, refund: false }))
  const take = () =>
    studio.command('payments.take', { appointmentId, amountMinor: 5_500, tenders: card(5_500) })
  expect(valueOf(studio.call('appointments.get', { appointmentId })).dueMinor).toBe(0)
  expect(outcomeOf(take())).toBe('not_attended')
  valueOf(studio.command('appointments.takeBackNoShow', { appointmentId }))
  valueOf(take())
})
