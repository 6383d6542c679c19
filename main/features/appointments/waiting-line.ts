import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findActiveClient } from '../clients/index.ts'
import { slotOf, type AppointmentRow } from './appointment-row.ts'

/*
 * A place in the line behind a full group. Nobody has a seat in a session and waits for one.
 *
 *   joins                                    → waiting
 *   leaves, or the session is cancelled      waiting → left
 *   gets a seat, or their own one back       waiting → seated
 *   leaving is taken back                    left    → waiting
 *   the seat is taken back                   seated  → waiting
 *
 * Whoever waits again stands where they stood, with what they were offered.
 */

/** Ends a client's waiting, if they were. Answers the entry's id. */
export function endWaiting(
  tx: Tx,
  appointmentId: string,
  clientId: string,
  status: 'seated' | 'left',
): string | null {
  const ended = tx.database
    .prepare(
      `UPDATE waitlist SET status = ?
       WHERE appointment_id = ? AND client_id = ? AND status = 'waiting' RETURNING id`,
    )
    .get(status, appointmentId, clientId) as Pick<Row<'waitlist'>, 'id'> | undefined
  return ended?.id ?? null
}

/** Says that a client has got the seat they waited for. */
export function publishSeated(
  bus: EventBus,
  row: AppointmentRow,
  seated: { readonly waitlistId: string; readonly clientId: string; readonly seatId: string },
): void {
  bus.publish('waitlist.seated', { ...slotOf(row), ...seated })
}

/**
 * Puts a client back where they stood in the line of a session that takes place. Refuses
 * `not_waiting` when they did not end their waiting so, `already_seated`, `already_waiting`, and
 * `client_erased`.
 *
 * @param ended how their waiting had ended.
 */
export function waitAgain(
  tx: Tx,
  bus: EventBus,
  row: AppointmentRow,
  waitlistId: string,
  ended: 'seated' | 'left',
): Result<null> {
  const entry = tx.database.first(
    sql.selectFrom('waitlist').selectAll().where('id', '=', waitlistId),
  )
  if (entry?.status !== ended || entry.appointment_id !== row.id) return refuse('not_waiting', {})
  const client = findActiveClient(tx.database, entry.client_id)
  if (!client) return refuse('client_erased', {})
  const has = (table: 'seats' | 'waitlist', status: string) =>
    tx.database
      .prepare(`SELECT 1 FROM ${table} WHERE appointment_id = ? AND client_id = ? AND ${status}`)
      .get(row.id, client.id) !== undefined
  if (has('seats', `status <> 'cancelled'`)) {
    return refuse('already_seated', { client: client.name })
  }
  if (has('waitlist', `status = 'waiting'`)) {
    return refuse('already_waiting', { client: client.name })
  }
  tx.database.run(
    sql.updateTable('waitlist').set({ status: 'waiting' }).where('id', '=', waitlistId),
  )
  bus.publish('waitlist.rejoined', { ...slotOf(row), waitlistId, clientId: client.id })
  return ok(null)
}
