import type { FeeChanged } from '../../../shared/fees.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { heldMinor, refundAppointment } from '../payments/index.ts'
import { spendApproval } from '../staff/index.ts'
import {
  decideFeeAct,
  feeFacts,
  findFee,
  sessionOf,
  setFeeAmount,
  setFeeState,
  type FeeRow,
} from './fee-row.ts'

/**
 * How much of a fee there is to let go: of one that was kept what did not go back before; where all of
 * it did, there is nothing. What a window offers is decided by this, too. Refuses `fee_not_open`.
 */
export function decideWaiver(database: StudioDatabase, fee: FeeRow): Result<Minor> {
  const legal = decideFeeAct(fee.state, 'waive')
  if (!legal.ok) return legal
  if (fee.state !== 'kept') return ok(fee.amount_minor)
  const held = heldMinor(database, sessionOf(fee))
  return held === 0 ? refuse('fee_not_open', {}) : ok(minor(Math.min(fee.amount_minor, held)))
}

/**
 * Lets a fee go, as far as {@link decideWaiver} leaves something. A manager may, and whoever one has just
 * allowed it. What had been kept of a payment goes back to the client; from then on the fee is of that
 * sum, so that nobody owes what went back before, whatever becomes of it.
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
  const open = decideWaiver(tx.database, fee)
  if (!open.ok) return open
  const amountMinor = open.value
  const allowed = spendApproval(tx, bus, 'waive', input.approvalId, caller)
  if (!allowed.ok) return allowed
  setFeeState(tx, fee, 'waived', input.reason)
  if (amountMinor !== fee.amount_minor) setFeeAmount(tx, fee, amountMinor)
  bus.publish('fee.waived', { ...feeFacts(fee), amount: amountMinor, reason: input.reason })
  if (fee.state === 'kept') {
    const how = { amountMinor, to: 'original', approvedBy: allowed.value } as const
    const refund = { ...sessionOf(fee), ...how }
    const refunded = refundAppointment(tx, bus, refund, caller)
    if (!refunded.ok) return refunded
  }
  return ok({
    feeId: fee.id,
    undo: {
      command: 'fees.takeBackWaiver',
      input: { feeId: fee.id, shown: { feeMinor: amountMinor } },
    },
  })
}

/**
 * The fee stands again, due when it would have been. What was given back stays given back, so what of
 * it had been kept is owed now. Refuses `fee_not_found`, `fee_not_open`, and `client_erased`: nobody
 * could be asked for it.
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
  const client = requireClient(tx.database, fee.client_id)
  if (!client.ok) return client
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
