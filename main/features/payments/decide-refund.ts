import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { RefundTo, SaleLineKind } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { PaymentMethod } from '../../../shared/tenders.ts'

/** What a tender of a sale, and a line of it, still hold. */
export interface Held {
  readonly method: PaymentMethod
  readonly kind: SaleLineKind
  /** Captured by the tender, less what went back on it. */
  readonly paymentLeftMinor: Minor
  /** The line's gross, less what went back for it. */
  readonly lineLeftMinor: Minor
  readonly voided: boolean
  /** What the studio holds for the client. */
  readonly balanceMinor: Minor
  readonly currency: string
}

/**
 * Decides whether so much may go back, and how it travels. Never more than is left of the tender or
 * of the line; what a top-up brought only while it is still there.
 */
export function decideRefund(
  held: Held,
  amountMinor: Minor,
  to: RefundTo,
): Result<{ readonly method: PaymentMethod }> {
  const say = (amount: Minor) => formatMoney(amount, held.currency)
  if (held.voided) return refuse('sale_voided', {})
  if (amountMinor > held.paymentLeftMinor) {
    return refuse('refund_exceeds_payment', { refundable: say(held.paymentLeftMinor) })
  }
  if (amountMinor > held.lineLeftMinor) {
    return refuse('refund_exceeds_line', { refundable: say(held.lineLeftMinor) })
  }
  if (held.kind === 'top_up') {
    if (to === 'account') return refuse('top_up_from_account', {})
    if (amountMinor > held.balanceMinor) {
      return refuse('balance_too_small', { balance: say(held.balanceMinor) })
    }
  }
  return ok({ method: to === 'account' ? 'account' : held.method })
}

/**
 * Whether giving back `amountMinor` needs a manager. What the sale gave back before counts too, or a
 * large refund could be given in small ones. Exactly the limit is free.
 */
export function needsManager(
  amountMinor: Minor,
  givenBeforeMinor: Minor,
  refundLimitMinor: Minor,
): boolean {
  return amountMinor + givenBeforeMinor > refundLimitMinor
}

/**
 * From which tenders an amount comes: the newest first, each as far as it holds.
 *
 * @returns the amounts in the order of `leftMinor`; less than `amountMinor` in all when they hold less.
 * @example
 * spreadRefund([30, 35], 40) // [5, 35]
 */
export function spreadRefund(leftMinor: readonly number[], amountMinor: number): readonly Minor[] {
  let open = amountMinor
  return leftMinor
    .toReversed()
    .map((left) => {
      const part = Math.min(open, left)
      open -= part
      return minor(part)
    })
    .toReversed()
}
