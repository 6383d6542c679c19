import { beforeEach, describe, expect, it } from 'vitest'
import { findAttendance, updateAttendance } from '../../main/features/appointments/attendance.ts'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let appointmentId: string
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  appointmentId = bookSession(studio, '2026-03-04T12:00')
  clientId = clientOf(studio, appointmentId)
})

const find = (seatId?: string) => findAttendance(studio.app.database, { appointmentId, seatId })

/** Turns the session into a group of two and gives the client a seat in it. */
function makeGroup(): string {
  const seatId = newId()
  const run = (text: string, ...values: unknown[]) =>
    studio.app.database.prepare(text).run(...values)
  run('UPDATE appointments SET client_id = NULL, capacity = 2 WHERE id = ?', appointmentId)
  run(
    `INSERT INTO seats (id, appointment_id, client_id, status, price_minor, currency,
       late_window_minutes, late_fee_bp, created_at, created_by)
     VALUES (?, ?, ?, 'booked', 1500, 'EUR', 60, 2500, ?, ?)`,
    seatId,
    appointmentId,
    clientId,
    studio.clock.now,
    studio.people.staff.desk.id,
  )
  return seatId
}

describe('one client’s part in a session', () => {
  it('is the appointment itself when it is private', () => {
    expect(valueOf(find())).toMatchObject({
      table: 'appointments',
      id: appointmentId,
      seatId: null,
      clientId,
      terms: { price_minor: 5_500, late_window_minutes: 24 * 60 },
    })
  })

  it('is the seat in a group, with the seat’s own price and terms', () => {
    const seatId = makeGroup()
    expect(valueOf(find(seatId))).toMatchObject({
      table: 'seats',
      id: seatId,
      seatId,
      clientId,
      terms: { price_minor: 1_500, late_window_minutes: 60 },
      appointment: { id: appointmentId, capacity: 2 },
    })
  })

  it('is not a group as a whole, nor a seat of another session', () => {
    expect(outcomeOf(find(newId()))).toBe('seat_not_found')
    makeGroup()
    expect(outcomeOf(find())).toBe('seat_not_found')
  })

  it('is written where it stands, and nowhere else', () => {
    const seatId = makeGroup()
    const attendance = valueOf(find(seatId))
    studio.app.work.run(onItsOwn(), (tx) => updateAttendance(tx, attendance, { note: 'Left knee' }))
    expect(studio.rows('SELECT note FROM seats')).toEqual([{ note: 'Left knee' }])
    expect(studio.rows('SELECT note FROM appointments')).toEqual([{ note: null }])
  })
})
