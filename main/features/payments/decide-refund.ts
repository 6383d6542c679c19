import { formatMoney, minor, partOf, type Minor } from '../../../shared/money.ts'
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

/**
 * The tax in what goes back of a line now. It goes back by amount, rounded half up over everything
 * that went back so far, so that the parts of a line add up to its tax exactly.
 *
 * @param line as it was sold, and what is left of it before this refund
 * @example
 * taxBack({ lineMinor: 5500, lineTaxMinor: 878, lineLeftMinor: 5500 }, 2750) // 439
 */
export function taxBack(
  line: {
    readonly lineMinor: Minor
    readonly lineTaxMinor: Minor
    readonly lineLeftMinor: Minor
  },
  amountMinor: Minor,
): Minor {
  const before = line.lineMinor - line.lineLeftMinor
  const upTo = (refunded: number) => partOf(line.lineTaxMinor, refunded, line.lineMinor)
  return minor(upTo(before + amountMinor) - upTo(before))
}
