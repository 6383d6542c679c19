import type { FeeChanged } from '../../../shared/fees.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { heldMinor, refundAppointment } from '../payments/index.ts'
import { spendApproval } from '../staff/index.ts'
import { decideFeeAct, feeFacts, findFee, setFeeState } from './fee-row.ts'

/**
 * Lets a fee go. A manager may, and whoever one has just allowed it. What had been kept of a payment
 * for it goes back to the client, as far as it did not go back before; where all of it did, there is
 * nothing to let go.
 *
 * Refuses `fee_not_found`, `fee_not_open` and `approval_needed`.
 */
export function waiveFee(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly feeId: string
    readonly reason: WaiverReason
    readonly approvalId?: string | undefined
  },
  caller: StaffCaller,
): Result<FeeChanged> {
  const found = findFee(tx.database, input.feeId)
  if (!found.ok) return found
  const fee = found.value
  const legal = decideFeeAct(fee.state, 'waive')
  if (!legal.ok) return legal
  const session = { appointmentId: fee.appointment_id, seatId: fee.seat_id }
  const stillHeld = fee.state === 'kept' ? heldMinor(tx.database, session) : 0
  // What was kept went back since: there is nothing to let go, and nothing to owe after an undo.
  if (fee.state === 'kept' && stillHeld === 0) return refuse('fee_not_open', {})
  const allowed = spendApproval(tx, bus, 'waive', input.approvalId, caller)
  if (!allowed.ok) return allowed
  setFeeState(tx, fee, 'waived', input.reason)
  bus.publish('fee.waived', { ...feeFacts(fee), reason: input.reason })
  if (fee.state === 'kept') {
    const refund = {
      ...session,
      amountMinor: minor(Math.min(fee.amount_minor, stillHeld)),
      to: 'original',
      approvedBy: allowed.value,
    } as const
    const refunded = refundAppointment(tx, bus, refund, caller)
    if (!refunded.ok) return refunded
  }
  return ok({
    feeId: fee.id,
    undo: {
      command: 'fees.takeBackWaiver',
      input: { feeId: fee.id, shown: { feeMinor: fee.amount_minor } },
    },
  })
}

/**
 * The fee stands again, due when it would have been. What was given back stays given back, so a fee
 * that had been kept is owed now.
 */
export function takeBackWaiver(
  tx: Tx,
  bus: EventBus,
  input: { readonly feeId: string },
): Result<FeeChanged> {
  const found = findFee(tx.database, input.feeId)
  if (!found.ok) return found
  const fee = found.value
  const legal = decideFeeAct(fee.state, 'take_back_waiver')
  if (!legal.ok) return legal
  setFeeState(tx, fee, fee.due_at > tx.now ? 'pending' : 'due')
  bus.publish('fee.waiver_taken_back', feeFacts(fee))
  return ok({
    feeId: fee.id,
    undo: {
      command: 'fees.waive',
      input: { feeId: fee.id, reason: fee.waiver_reason },
    },
  })
}
