import { newId } from '../../../shared/ids.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { addMinutes, type Instant } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { chargeAgain, feesOf, type FeeRow } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { creditOf, restoreCredit, type AttendanceCredit } from '../packages/index.ts'
import { refundAppointment } from '../payments/index.ts'
import { isTakenBackInTime, takenBackMinutes } from '../taken-back-in-time.ts'
import { touchAppointment, type AppointmentRow } from './appointment-row.ts'
import { updateAttendance, type Attendance } from './attendance.ts'
import { paidColumns } from './follow-payments.ts'
import { paidFor } from './settle-attendance.ts'

/*
 * An act that takes something back, or moves it, wipes what was there before: how late a cancellation
 * was, what was let go, which credit paid. Undoing the act may not decide all that anew (it is later
 * by then), and may not take it from the window (who could then write what they like). So the act
 * keeps it here and names it in its way back, as `formerId`.
 */

/** What becomes of a client's part in a session. */
export const formerColumns = [
  'status',
  'checked_in_at',
  'resolved_at',
  'cancelled_at',
  'cancelled_by',
  'cancellation_reason',
  'cancellation_note',
  'cancelled_late',
  'cancellation_fee_minor',
  'told_at',
  'excused',
  'funding',
  'client_package_id',
  'membership_id',
] as const
/** Where a session stands, and what that took. */
export const slotColumns = [
  'trainer_id',
  'room_id',
  'start_time',
  'end_time',
  'time_zone',
  'local_start',
  'exception_reason',
  'moved_late',
  'moved_late_from',
] as const

/** One client's part in a session as it was. */
export interface FormerPart {
  readonly columns: Pick<Attendance['terms'], (typeof formerColumns)[number]>
  readonly credit: AttendanceCredit | null
  readonly fees: readonly FeeRow[]
  /** What of the client's money the studio had for it, in minor units. */
  readonly heldMinor: number
}

/** A session as it was. */
export interface FormerState {
  readonly id: string
  readonly slot: Pick<AppointmentRow, (typeof slotColumns)[number]>
  /** What had become of a group as a whole. */
  readonly whole: FormerPart['columns']
  /** By seat; a private session's only part under the appointment's id. */
  readonly parts: Readonly<Record<string, FormerPart>>
}

/**
 * Keeps how a session stands now, before it is changed. Answers the id under which undoing the change
 * finds it again.
 *
 * @param seatId the seat that is to be changed; null: the session itself.
 * @param actId names the way back of an act on many sessions; see {@link findFormers}
 */
export function keepFormer(
  tx: Tx,
  appointment: AppointmentRow,
  parts: readonly Attendance[],
  seatId: string | null,
  actId: string | null = null,
): string {
  tx.database
    .prepare('DELETE FROM former_states WHERE created_at < ?')
    .run(addMinutes(tx.now, -takenBackMinutes))
  const id = newId()
  const state: Omit<FormerState, 'id'> = {
    slot: pick(appointment, slotColumns),
    whole: pick(appointment, formerColumns),
    parts: Object.fromEntries(parts.map((part) => [part.id, partOf(tx, part)])),
  }
  tx.database.insert('former_states', {
    id,
    appointment_id: appointment.id,
    seat_id: seatId,
    state: JSON.stringify(state),
    created_at: tx.now,
    act_id: actId,
  })
  return id
}

/**
 * What was kept under an id. Refuses `client_erased`, `undo_too_late` after a day, and `undo_overtaken` when it is of
 * something else, or the same was changed again since: the later change is taken back first.
 */
export function findFormer(
  tx: Tx,
  id: string,
  { appointmentId, seatId }: { readonly appointmentId: string; readonly seatId: string | null },
): Result<FormerState> {
  const row = tx.database
    .prepare('SELECT id, state, created_at FROM former_states WHERE id = ?')
    .get(id) as { id: string; state: string; created_at: Instant } | undefined
  if (!row && isErased(tx, seatId ?? appointmentId)) return refuse('client_erased', {})
  if (!row || !isTakenBackInTime(row.created_at, tx.now)) return refuse('undo_too_late', {})
  const newest = tx.database
    .prepare(
      `SELECT id FROM former_states WHERE appointment_id = ? AND seat_id IS ?
       ORDER BY rowid DESC LIMIT 1`,
    )
    .pluck()
    .get(appointmentId, seatId)
  if (newest !== id) return refuse('undo_overtaken', {})
  return ok({ id, ...(JSON.parse(row.state) as Omit<FormerState, 'id'>) })
}

/** Whether the client of a private session, or of a seat, was erased: nothing is kept of theirs. */
function isErased(tx: Tx, id: string): boolean {
  const query = `SELECT 1 FROM clients WHERE erased_at IS NOT NULL AND id IN (
    SELECT client_id FROM appointments WHERE id = @id
    UNION SELECT client_id FROM seats WHERE id = @id)`
  return tx.database.prepare(query).get({ id }) !== undefined
}

/** Which sessions an act has changed, and under which ids it kept them; in the order it did. */
export function findFormers(
  database: StudioDatabase,
  actId: string,
): { readonly formerId: string; readonly appointmentId: string }[] {
  return database
    .prepare(
      `SELECT id AS formerId, appointment_id AS appointmentId FROM former_states
       WHERE act_id = ? ORDER BY rowid`,
    )
    .all(actId) as { formerId: string; appointmentId: string }[]
}

/**
 * Writes what had become of a client's part, as it was, with its credit and its fees. The caller has
 * made sure that it is legal, and publishes what it means in between. What was paid since becomes the
 * client's balance, or goes back the way it was paid.
 */
export function restorePart(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  former: FormerPart,
  how: {
    readonly publish: () => void
    readonly refund: boolean
    readonly refundApprovalId?: string | undefined
  },
  caller: StaffCaller,
): Result<null> {
  const { length } = tx.published
  updateAttendance(tx, attendance, {
    ...former.columns,
    ...paidColumns(tx.database, attendance, former.columns.funding),
  })
  how.publish()
  const credit = restoreCredit(tx, bus, attendance, former.credit)
  if (!credit.ok) return credit
  for (const fee of former.fees) chargeAgain(tx, bus, fee)
  // What it takes was agreed to when it was done the first time: it is no cost of undoing.
  tx.published.length = length
  const paidSince = surplusOf(tx, attendance, former)
  if (paidSince === 0) return ok(null)
  return refundAppointment(
    tx,
    bus,
    {
      appointmentId: attendance.appointmentId,
      seatId: attendance.seatId,
      amountMinor: minor(paidSince),
      to: how.refund ? 'original' : 'account',
      approvalId: how.refundApprovalId,
    },
    caller,
  )
}

/** Writes where a session was, that takes place no more: nothing is in its way. */
export function restoreSlot(tx: Tx, appointmentId: string, { slot, whole }: FormerState): void {
  tx.database.run(
    sql
      .updateTable('appointments')
      .set({ ...slot, ...whole })
      .where('id', '=', appointmentId),
  )
  touchAppointment(tx, { id: appointmentId, local_start: slot.local_start })
}

/** Whether the credit that paid a part before it was moved pays it again. */
export function hasCreditAgain(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  { parts }: FormerState,
): boolean {
  const credit = parts[attendance.id]?.credit
  if (credit?.kind !== 'held' || creditOf(tx.database, attendance)?.kind !== 'held') return false
  // A seat that is paid from something else since keeps that.
  if (credit.clientPackageId !== attendance.terms.client_package_id) return false
  return restoreCredit(tx, bus, attendance, credit).ok
}

/** What was paid for a part since it was kept, in minor units. */
export function surplusOf(tx: Tx, attendance: Attendance, former: FormerPart): number {
  return Math.max(0, paidFor(tx.database, attendance).heldMinor - former.heldMinor)
}

function partOf(tx: Tx, attendance: Attendance): FormerPart {
  return {
    columns: pick(attendance.terms, formerColumns),
    credit: creditOf(tx.database, attendance) ?? null,
    fees: feesOf(tx.database, attendance),
    heldMinor: paidFor(tx.database, attendance).heldMinor,
  }
}

/** Only some columns of a row. */
export function pick<T, K extends keyof T>(row: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>
}
