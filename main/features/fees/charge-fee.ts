import type { FeeKind, FeeState } from '../../../shared/fees.ts'
import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { feeFacts, setFeeState, type FeeRow } from './fee-row.ts'

/** Whose fee it is: one client's part in a session. */
export interface FeeCause {
  readonly appointmentId: string
  readonly seatId: string | null
  readonly clientId: string
}

/** Writes a fee down. One of nothing is not written. Publishes `fee.charged`. */
export function chargeFee(
  tx: Tx,
  bus: EventBus,
  cause: FeeCause,
  fee: {
    readonly kind: FeeKind
    readonly amountMinor: Minor
    readonly currency: string
    readonly state: Extract<FeeState, 'pending' | 'due' | 'kept' | 'forgiven'>
    readonly dueAt: Instant
  },
): void {
  if (fee.amountMinor === 0) return
  const row: FeeRow = {
    id: newId(),
    client_id: cause.clientId,
    appointment_id: cause.appointmentId,
    seat_id: cause.seatId,
    kind: fee.kind,
    amount_minor: fee.amountMinor,
    currency: fee.currency,
    state: fee.state,
    due_at: fee.dueAt,
    waiver_reason: null,
    decided_by: null,
    decided_at: null,
    created_at: tx.now,
  }
  tx.database.insert('fees', row)
  bus.publish('fee.charged', { ...feeFacts(row), state: fee.state, dueAt: fee.dueAt })
  tx.touch(topics.fees, topics.appointment(cause.appointmentId))
}

/** Every fee of an attendance that stands, in whatever state. */
export function feesOf(
  database: StudioDatabase,
  cause: Pick<FeeCause, 'appointmentId' | 'seatId'>,
): FeeRow[] {
  return database.all(
    sql
      .selectFrom('fees')
      .selectAll()
      .where('appointment_id', '=', cause.appointmentId)
      .where('seat_id', 'is', cause.seatId)
      .where('state', '<>', 'withdrawn'),
  )
}

/**
 * A fee that was withdrawn with its cause stands again as it stood, because its cause does. Nothing
 * happens to one that was not withdrawn.
 */
export function chargeAgain(tx: Tx, bus: EventBus, former: FeeRow): void {
  const { id, state, waiver_reason, decided_by, decided_at } = former
  if (state === 'paid' || state === 'withdrawn') return
  const changed = tx.database.run(
    sql
      .updateTable('fees')
      .set({ state, waiver_reason, decided_by, decided_at })
      .where('id', '=', id)
      .where('state', '=', 'withdrawn'),
  )
  if (changed === 0) return
  bus.publish('fee.charged_again', { ...feeFacts(former), state, dueAt: former.due_at })
  tx.touch(topics.fees, topics.appointment(former.appointment_id))
}

/**
 * Withdraws every fee of an attendance because its cause was taken back. What was paid stays paid:
 * it is money taken, and only a refund gives it back.
 */
export function withdrawFees(tx: Tx, bus: EventBus, cause: Omit<FeeCause, 'clientId'>): void {
  const fees = tx.database.all(
    sql
      .selectFrom('fees')
      .selectAll()
      .where('appointment_id', '=', cause.appointmentId)
      .where('seat_id', 'is', cause.seatId)
      .where('state', 'not in', ['paid', 'withdrawn']),
  )
  for (const fee of fees) {
    setFeeState(tx, fee, 'withdrawn', fee.waiver_reason)
    bus.publish('fee.withdrawn', feeFacts(fee))
  }
}
