import { beforeEach, describe, expect, it } from 'vitest'
import type { SessionCounts } from '../../shared/analytics.ts'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const read = (from = '2026-03-01', through = '2026-03-31') => {
  studio.deliver()
  return valueOf(studio.call('analytics.counters', { from, through }))
}
const cancel = (appointmentId: string) =>
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'client',
      reason: 'client_ill',
      refund: false,
    }),
  )
const counts = (part: Partial<SessionCounts>): SessionCounts => ({
  booked: 0,
  moved: 0,
  cancelled: 0,
  reinstated: 0,
  ...part,
})

describe('the counters of sessions', () => {
  it('tell bookings, moves and cancellations by weekday and hour, by service and by trainer', () => {
    const { ana, ben, training, stretching } = studio.people
    // Monday 09:00 twice, a week apart; one of them cancelled and taken back.
    bookSession(studio, '2026-03-02T09:00')
    const second = bookSession(studio, '2026-03-09T09:30')
    cancel(second)
    valueOf(studio.command('appointments.reinstate', { appointmentId: second }))
    // Sunday, moved from Ben to Ana on Wednesday, then cancelled.
    const moved = bookSession(studio, '2026-03-08T18:00', {
      trainerId: ben,
      serviceId: stretching,
      allowOutsideHours: true,
    })
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: moved,
        trainerId: ana,
        start: '2026-03-11T12:00',
      }),
    )
    cancel(moved)

    expect(read()).toEqual({
      total: counts({ booked: 3, moved: 1, cancelled: 2, reinstated: 1 }),
      weekdayHours: [
        { weekday: 1, hour: 9, ...counts({ booked: 2, cancelled: 1, reinstated: 1 }) },
        { weekday: 3, hour: 12, ...counts({ moved: 1, cancelled: 1 }) },
        { weekday: 7, hour: 18, ...counts({ booked: 1 }) },
      ],
      services: [
        {
          id: training,
          name: 'Personal training',
          ...counts({ booked: 2, cancelled: 1, reinstated: 1 }),
        },
        { id: stretching, name: 'Stretching', ...counts({ booked: 1, moved: 1, cancelled: 1 }) },
      ],
      trainers: [
        {
          id: ana,
          name: 'Ana Ruiz',
          ...counts({ booked: 2, moved: 1, cancelled: 2, reinstated: 1 }),
        },
        { id: ben, name: 'Ben Okafor', ...counts({ booked: 1 }) },
      ],
    })
  })

  it('count the days of the range, both ends included, and no other', () => {
    for (const day of ['03', '04', '05', '06']) bookSession(studio, `2026-03-${day}T09:00`)
    expect(read('2026-03-04', '2026-03-05').total.booked).toBe(2)
    expect(read('2026-03-04', '2026-03-04').total.booked).toBe(1)
    expect(read('2026-04-01', '2026-04-30')).toEqual({
      total: counts({}),
      weekdayHours: [],
      services: [],
      trainers: [],
    })
  })

  it('add up to the same total whichever way they are cut', () => {
    for (let hour = 8; hour < 20; hour += 1) {
      const trainerId = hour % 3 ? studio.people.ana : studio.people.ben
      const id = bookSession(
        studio,
        `2026-03-0${3 + (hour % 3)}T${String(hour).padStart(2, '0')}:00`,
        {
          trainerId,
        },
      )
      if (hour % 4 === 0) cancel(id)
    }
    const { total, weekdayHours, services, trainers } = read()
    for (const cut of [weekdayHours, services, trainers]) {
      const sum = (of: keyof SessionCounts) => cut.reduce((all, row) => all + row[of], 0)
      expect({
        booked: sum('booked'),
        moved: sum('moved'),
        cancelled: sum('cancelled'),
        reinstated: sum('reinstated'),
      }).toEqual(total)
    }
    expect(total).toMatchObject({ booked: 12, cancelled: 3 })
  })

  it('seek the range by an index', () => {
    const plan = studio.rows<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT sum(count) FROM analytics_counters
       WHERE metric IN ('appointment.created', 'appointment.cancelled')
         AND local_date BETWEEN '2026-03-01' AND '2026-03-31'`,
    )
    expect(plan.map(({ detail }) => detail).join()).toMatch(
      /SEARCH analytics_counters USING PRIMARY KEY \(metric=\? AND local_date>\? AND local_date<\?\)/,
    )
  })

  it('refuse a range that ends before it begins', () => {
    const answer = studio.call('analytics.counters', { from: '2026-03-02', through: '2026-03-01' })
    expect(refusalOf(answer)).toMatchObject({
      code: 'invalid_input',
      details: { field: 'through' },
    })
  })
})
