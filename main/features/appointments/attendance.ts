import type { Selectable, Updateable } from 'kysely'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { ClientTerms } from '../../db/tables/client-terms.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import { findAppointment, touchAppointment, type AppointmentRow } from './appointment-row.ts'
import { decideTransition, type Act } from './transitions.ts'

/** Says which attendance: a private session, or one seat of a group. */
export interface AttendanceKey {
  readonly appointmentId: string
  readonly seatId?: string | null | undefined
}

/**
 * One client's part in one session: the appointment itself when it is private, a seat when it is a
 * group. What was agreed with the client is in `terms`, under the same names for both.
 */
export interface Attendance {
  readonly table: 'appointments' | 'seats'
  /** The row's id in `table`. */
  readonly id: string
  readonly appointmentId: string
  /** Null for a private session. */
  readonly seatId: string | null
  readonly clientId: string
  readonly terms: Selectable<ClientTerms>
  /** The slot it takes place in. */
  readonly appointment: AppointmentRow
}

/**
 * Finds an attendance. Refuses `appointment_not_found`, and `seat_not_found` when no seat of this
 * appointment has the id, or when a group session was asked for without one.
 *
 * @example
 * const found = findAttendance(tx.database, { appointmentId, seatId })
 * if (!found.ok) return found
 * found.value.terms.price_minor
 */
export function findAttendance(
  database: StudioDatabase,
  { appointmentId, seatId }: AttendanceKey,
): Result<Attendance> {
  const found = findAppointment(database, appointmentId)
  if (!found.ok) return found
  const appointment = found.value
  if (seatId) {
    const seat = database.first(
      sql
        .selectFrom('seats')
        .selectAll()
        .where('id', '=', seatId)
        .where('appointment_id', '=', appointmentId),
    )
    if (!seat) return refuse('seat_not_found', {})
    return ok({
      table: 'seats',
      id: seat.id,
      appointmentId,
      seatId,
      clientId: seat.client_id,
      terms: seat,
      appointment,
    })
  }
  if (appointment.client_id === null) return refuse('seat_not_found', {})
  return ok({
    table: 'appointments',
    id: appointment.id,
    appointmentId,
    seatId: null,
    clientId: appointment.client_id,
    terms: appointment,
    appointment,
  })
}

/**
 * Finds an attendance that something may be done to. Refuses what {@link findAttendance} and
 * {@link decideTransition} refuse.
 */
export function findAttendanceFor(
  database: StudioDatabase,
  key: AttendanceKey,
  act: Act,
): Result<Attendance> {
  const found = findAttendance(database, key)
  if (!found.ok) return found
  const legal = decideTransition(found.value.terms.status, act)
  return legal.ok ? found : legal
}

/** Everybody's part in a session that takes place: one, or a seat for each client of a group. */
export function attendancesOf(database: StudioDatabase, appointment: AppointmentRow): Attendance[] {
  const { id: appointmentId } = appointment
  const seats = database.all(
    sql
      .selectFrom('seats')
      .select('id')
      .where('appointment_id', '=', appointmentId)
      .where('status', '<>', 'cancelled')
      .orderBy(asWritten<number>`rowid`),
  )
  const keys = appointment.client_id === null ? seats.map(({ id }) => id) : [null]
  return keys.flatMap((seatId) => {
    const found = findAttendance(database, { appointmentId, seatId })
    return found.ok ? [found.value] : []
  })
}

/** Writes to whichever row the attendance is, and tells the windows. */
export function updateAttendance(
  tx: Tx,
  { table, id, appointment }: Pick<Attendance, 'table' | 'id' | 'appointment'>,
  changes: Updateable<ClientTerms>,
): void {
  tx.database.run(sql.updateTable(table).set(changes).where('id', '=', id))
  touchAppointment(tx, appointment)
}

/** The input that names an attendance in a command. */
export function keyOf({ appointmentId, seatId }: Attendance): {
  readonly appointmentId: string
  readonly seatId?: string
} {
  return seatId === null ? { appointmentId } : { appointmentId, seatId }
}
