import type { FeeState } from '../../../shared/fees.ts'
import type { Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'

export type FeeRow = Row<'fees'>

/*
 *   pending → due        by itself, at `due_at`: read so, not written
 *   pending, due → paid  with a sale
 *   pending, due, kept → waived      by a manager or with one's approval
 *   waived → pending, due            the waiver is taken back
 *   pending, due, kept, waived, forgiven → withdrawn   its cause was taken back
 *
 * A paid fee is not withdrawn: the money was taken, and goes back as a refund of its sale.
 */
const legal = {
  waive: ['pending', 'due', 'kept'],
  take_back_waiver: ['waived'],
  withdraw: ['pending', 'due', 'kept', 'waived', 'forgiven'],
} as const satisfies Record<string, readonly FeeState[]>

/** Something that is done to a fee. */
export type FeeAct = keyof typeof legal

/** Refuses `fee_not_open` when an act is not legal in a state. */
export function decideFeeAct(state: FeeState, act: FeeAct): Result<null> {
  const from: readonly FeeState[] = legal[act]
  return from.includes(state) ? ok(null) : refuse('fee_not_open', {})
}

/** Where a fee is as of a moment: what was pending until noon is due at noon. */
export function feeStateAt(fee: Pick<FeeRow, 'state' | 'due_at'>, now: Instant): FeeState {
  return fee.state === 'pending' && fee.due_at <= now ? 'due' : fee.state
}

/** One fee's row. Refuses `fee_not_found`. */
export function findFee(database: StudioDatabase, id: string): Result<FeeRow> {
  const row = database.first(sql.selectFrom('fees').selectAll().where('id', '=', id))
  return row ? ok(row) : refuse('fee_not_found', {})
}

/** How a fee stands, and by which waiver; whose it is by now is no change of it. */
export function feeStanding(
  database: StudioDatabase,
  { feeId }: { readonly feeId: string },
): unknown {
  const found = findFee(database, feeId)
  if (!found.ok) return null
  const { id, state, amount_minor: amount, due_at: dueAt, ...fee } = found.value
  return [id, state, amount, dueAt, state === 'waived' && [fee.waiver_reason, fee.decided_at]]
}

/** Writes a fee's new state, by whom and when, and tells the windows. */
export function setFeeState(
  tx: Tx,
  fee: Pick<FeeRow, 'id' | 'appointment_id'>,
  state: FeeState,
  waiverReason: string | null = null,
): void {
  tx.database.run(
    sql
      .updateTable('fees')
      .set({ state, waiver_reason: waiverReason, decided_at: tx.now, decided_by: tx.actorId })
      .where('id', '=', fee.id),
  )
  tx.touch(topics.fees, topics.appointment(fee.appointment_id))
}

/** Makes a fee one of another sum. */
export function setFeeAmount(tx: Tx, fee: Pick<FeeRow, 'id'>, amountMinor: Minor): void {
  tx.database.run(
    sql.updateTable('fees').set({ amount_minor: amountMinor }).where('id', '=', fee.id),
  )
}

/** Whose part in which session a fee is for. */
export function sessionOf(fee: Pick<FeeRow, 'appointment_id' | 'seat_id'>) {
  return { appointmentId: fee.appointment_id, seatId: fee.seat_id }
}

/** A fee as its events say it. */
export function feeFacts(fee: FeeRow) {
  return {
    feeId: fee.id,
    appointmentId: fee.appointment_id,
    ...(fee.seat_id === null ? {} : { seatId: fee.seat_id }),
    clientId: fee.client_id,
    kind: fee.kind,
    amount: fee.amount_minor,
    currency: fee.currency,
  }
}
