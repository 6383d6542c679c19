import { newId } from '../../../shared/ids.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { RefundGiven, RefundReason } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { recordCash } from '../drawer/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { allocateReceiptNumber } from './allocate-receipt-number.ts'
import { listPayments } from './read-payments.ts'

/**
 * Gives money back on a payment, to the tender it came from. Never more than is left of it; above the
 * policy's limit a manager has to allow it.
 */
export function refundPayment(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly paymentId: string
    readonly amountMinor: Minor
    readonly reason: RefundReason
    readonly approvalId?: string | undefined
  },
  caller: StaffCaller,
): Result<RefundGiven> {
  const payment = tx.database.first(
    sql.selectFrom('payments').selectAll().where('id', '=', input.paymentId),
  )
  if (!payment) return refuse('payment_not_found', {})
  const summary = listPayments(tx.database, payment.appointment_id).find(
    ({ id }) => id === payment.id,
  )
  const refundable = summary?.refundableMinor ?? minor(0)
  if (input.amountMinor > refundable) {
    return refuse('refund_exceeds_payment', {
      refundable: formatMoney(refundable, payment.currency),
    })
  }
  const { time_zone: timeZone } = readStudio(tx.database)
  const { refundLimitMinor } = readPolicy(tx.database, localDateOf(tx.now, timeZone))
  if (input.amountMinor > refundLimitMinor) {
    const allowed = spendApproval(tx, bus, 'refund', input.approvalId, caller)
    if (!allowed.ok) return allowed
  }
  const id = newId()
  const receiptNumber = allocateReceiptNumber(tx)
  tx.database.run(
    sql.insertInto('refunds').values({
      id,
      payment_id: payment.id,
      amount_minor: input.amountMinor,
      reason: input.reason,
      receipt_number: receiptNumber,
      created_at: tx.now,
      created_by: caller.actor.id,
    }),
  )
  if (payment.method === 'cash') {
    const { amountMinor } = input
    const cash = { kind: 'refund', amountMinor, paymentId: payment.id, refundId: id } as const
    const moved = recordCash(tx, cash, caller)
    if (!moved.ok) return moved
  }
  bus.publish('payment.refunded', {
    paymentId: payment.id,
    refundId: id,
    appointmentId: payment.appointment_id,
    amount: input.amountMinor,
    currency: payment.currency,
    reason: input.reason,
    receiptNumber,
  })
  return ok({ refundId: id, paymentId: payment.id, receiptNumber })
}

/**
 * Gives back `amountMinor` of what an appointment's payments still hold, newest payment first.
 * The caller has made sure that they hold that much.
 */
export function refundAppointment(
  tx: Tx,
  bus: EventBus,
  appointmentId: string,
  amountMinor: Minor,
  caller: StaffCaller,
): Result<null> {
  let left: number = amountMinor
  for (const payment of listPayments(tx.database, appointmentId).toReversed()) {
    const amount = minor(Math.min(left, payment.refundableMinor))
    if (amount === 0) continue
    const input = { paymentId: payment.id, amountMinor: amount, reason: 'cancellation' as const }
    const refunded = refundPayment(tx, bus, input, caller)
    if (!refunded.ok) return refunded
    left -= amount
  }
  return ok(null)
}
