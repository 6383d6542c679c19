import type { FeeKind, FeeState } from '../../../shared/fees.ts'
import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
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
