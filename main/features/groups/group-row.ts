import { ok, refuse, type Result } from '../../../shared/result.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { AppointmentRow } from '../appointments/index.ts'
import { findAppointment } from '../appointments/index.ts'
import { decideInBook } from '../decide-in-book.ts'
import type { ClientInGroup, GroupState } from './decide-seat.ts'

/** A group session's row, with its seats counted. */
export interface Group extends GroupState {
  readonly row: AppointmentRow
}

/**
 * Finds a group session that stands. Refuses `appointment_not_found`, `appointment_cancelled` and
 * `not_a_group`.
 */
export function findGroup(database: StudioDatabase, appointmentId: string): Result<Group> {
  const found = findAppointment(database, appointmentId)
  if (!found.ok) return found
  const row = found.value
  if (row.capacity === null) return refuse('not_a_group', {})
  if (row.status === 'cancelled') return refuse('appointment_cancelled', {})
  const counted = database
    .prepare(
      `SELECT s.name AS service,
         (SELECT count(*) FROM seats WHERE appointment_id = @id AND status <> 'cancelled') AS taken,
         (SELECT count(*) FROM waitlist WHERE appointment_id = @id AND status = 'waiting') AS waiting
       FROM services s WHERE s.id = @service`,
    )
    .get({ id: row.id, service: row.service_id }) as Omit<GroupState, 'capacity'>
  return ok({ row, capacity: row.capacity, ...counted })
}

/**
 * Finds a group session to which somebody may come, or whose seats may become others. Refuses what
 * {@link findGroup} refuses, and `outside_book` for one that is over for long.
 */
export function findGroupInBook(tx: Tx, appointmentId: string): Result<Group> {
  const found = findGroup(tx.database, appointmentId)
  if (!found.ok) return found
  const { local_start: start, time_zone: timeZone } = found.value.row
  const inBook = decideInBook(start, tx.now, timeZone)
  return inBook.ok ? found : inBook
}

/** The seats of a session that are not cancelled. */
export function seatsIn(
  database: StudioDatabase,
  appointmentId: string,
): Pick<Row<'seats'>, 'id' | 'status'>[] {
  return database.all(
    sql
      .selectFrom('seats')
      .select(['id', 'status'])
      .where('appointment_id', '=', appointmentId)
      .where('status', '<>', 'cancelled')
      .orderBy(asWritten<number>`rowid`),
  )
}

/** What there is of a client in a session already. */
export function clientIn(
  database: StudioDatabase,
  appointmentId: string,
  client: { readonly id: string; readonly name: string },
): ClientInGroup {
  const has = (table: 'seats' | 'waitlist', status: string) =>
    database
      .prepare(`SELECT 1 FROM ${table} WHERE appointment_id = ? AND client_id = ? AND ${status}`)
      .get(appointmentId, client.id) !== undefined
  return {
    name: client.name,
    isSeated: has('seats', `status <> 'cancelled'`),
    isWaiting: has('waitlist', `status = 'waiting'`),
  }
}
