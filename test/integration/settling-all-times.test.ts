import { beforeEach, describe, expect, it } from 'vitest'
import type { KeptTime } from '../../shared/to-decide.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const listed = () => valueOf(studio.call('appointments.toDecide', {}))
const settle = (keep: KeptTime, timesSettled: number) =>
  studio.command('appointments.settleTimes', { keep, shown: { timesSettled } })

describe('very many of them', () => {
  const days = Array.from({ length: 12 }, (_, day) => `2026-03-${String(9 + day).padStart(2, '0')}`)
  const workdays = days.filter((day) => new Date(`${day}T00:00Z`).getUTCDay() !== 0)
  const hours = ['08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19']

  it.each([
    { moves: 'earlier', shift: '-60 minutes' },
    { moves: 'later', shift: '+60 minutes' },
  ])('back to back, they all move an hour $moves at once, or none, and back', ({ shift }) => {
    const client = clientOf(studio, bookSession(studio, '2026-03-07T08:00'))
    for (const day of workdays) {
      for (const hour of hours) {
        const start = `${day}T${hour}:00`
        bookSession(studio, start, { client: { kind: 'existing', clientId: client } })
      }
    }
    const count = workdays.length * hours.length
    studio.app.database
      .prepare(
        `UPDATE appointments
         SET local_start = strftime('%Y-%m-%dT%H:%M', local_start, '${shift}')
         WHERE local_start > '2026-03-08'`,
      )
      .run()
    expect(listed()).toMatchObject({ count, timesCount: count })
    expect(listed().sessions).toHaveLength(50)
    const before = studio.rows('SELECT * FROM appointments')
    const done = valueOf(settle('wall', count))
    expect(done.count).toBe(count)
    expect(listed().count).toBe(0)
    const agreed = studio.rows<{ local_start: string; start_time: string }>(
      'SELECT local_start, start_time FROM appointments',
    )
    for (const { local_start: local, start_time: start } of agreed) {
      // An hour east of Greenwich all through those days.
      expect(Date.parse(`${local}Z`) - Date.parse(start)).toBe(3_600_000)
    }
    valueOf(studio.undo(done.undo))
    expect(studio.rows('SELECT * FROM appointments')).toEqual(before)
  })
})

it('another zone of the studio makes all of them to be decided, and each decision brings it in', () => {
  const id = bookSession(studio, '2026-03-04T10:00')
  studio.app.database.prepare(`UPDATE studio SET time_zone = 'Europe/Lisbon'`).run()
  expect(listed().sessions[0]!.why).toEqual([
    { kind: 'time_differs', agreed: '2026-03-04T10:00', shown: '2026-03-04T09:00' },
  ])
  valueOf(settle('wall', 1))
  const columns = 'start_time, end_time, time_zone, local_start'
  expect(studio.rows(`SELECT ${columns} FROM appointments WHERE id = ?`, id)).toEqual([
    {
      start_time: '2026-03-04T10:00:00.000Z',
      end_time: '2026-03-04T11:00:00.000Z',
      time_zone: 'Europe/Lisbon',
      local_start: '2026-03-04T10:00',
    },
  ])
})
