import type { FundingWish } from '../../../shared/packages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { PaidSums } from './decide-outcome.ts'

/**
 * Decides whether a session may be paid from another source. Refuses `session_paid` while the studio
 * has money for it, which is refunded first, and `payment_source_same`.
 */
export function decidePaymentSource(
  current: FundingWish,
  wanted: FundingWish,
  { paidMinor, heldMinor }: PaidSums,
): Result<null> {
  if (paidMinor > 0 || heldMinor > 0) return refuse('session_paid', {})
  return idOf(current) === idOf(wanted) ? refuse('payment_source_same', {}) : ok(null)
}

function idOf(wish: FundingWish): string {
  if (wish.kind === 'single') return 'single'
  return wish.kind === 'package' ? wish.clientPackageId : wish.membershipId
}
