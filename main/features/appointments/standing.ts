import type { StudioDatabase } from '../../db/studio-database.ts'
import { findAppointment } from './appointment-row.ts'
import { attendancesOf, findAttendance, type Attendance } from './attendance.ts'
import { formerColumns, pick, slotColumns } from './former-state.ts'
import { paidFor } from './settle-attendance.ts'

/**
 * How a session stands: its slot, and of each client in it what became of it and what was paid. Who it
 * is is left out: two clients who became one have changed nothing about it.
 *
 * @param seatId one seat of it, beside its slot; null: all of it
 */
export function standingOf(
  database: StudioDatabase,
  { appointmentId, seatId = null }: { appointmentId: string; seatId?: string | null | undefined },
): unknown {
  const found = findAppointment(database, appointmentId)
  if (!found.ok) return null
  const { value: row } = found
  const slot = pick(row, slotColumns)
  if (seatId !== null) {
    const seat = findAttendance(database, { appointmentId, seatId })
    return { slot, seat: seat.ok ? partOf(database, seat.value) : null }
  }
  const parts = attendancesOf(database, row).map((part) => partOf(database, part))
  const waiting = database
    .prepare(`SELECT id FROM waitlist WHERE appointment_id = ? AND status = 'waiting' ORDER BY id`)
    .pluck()
    .all(appointmentId)
  return { slot, status: row.status, capacity: row.capacity, parts, waiting }
}

/** What became of a session or a seat that has ended; money may move on without changing that. */
export function endOf(
  database: StudioDatabase,
  { appointmentId, seatId = null }: { appointmentId: string; seatId?: string | null | undefined },
): unknown {
  if (seatId !== null) {
    const seat = findAttendance(database, { appointmentId, seatId })
    return seat.ok ? pick(seat.value.terms, formerColumns) : null
  }
  const found = findAppointment(database, appointmentId)
  return found.ok ? pick(found.value, formerColumns) : null
}

function partOf(database: StudioDatabase, part: Attendance) {
  const { id, terms } = part
  const { heldMinor } = paidFor(database, part)
  return { id, ...pick(terms, formerColumns), payment: terms.payment_status, heldMinor }
}
