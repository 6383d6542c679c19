import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { PackageRefunded, packagesContract } from '../../../shared/packages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { refuseSum } from '../consequence.ts'
import type { StaffCaller } from '../handlers.ts'
import { refundLine } from '../payments/index.ts'
import { spendApproval } from '../staff/index.ts'
import { readStudio } from '../studio/index.ts'
import { readEntries, write } from './credit-ledger.ts'
import { countCredits, refundOf } from './decide.ts'
import { findPackage, refundedOf } from './sold-rows.ts'

type Input = ParsedInputOf<(typeof packagesContract)['packages.refund']>

/**
 * Gives back what a package is still worth, and voids what is left on it, in one transaction.
 * What has expired is worth nothing, unless a manager says otherwise, with a reason.
 *
 * Refuses `package_has_sessions` while sessions are booked with it, `package_nothing_left`,
 * `consequence_changed` when another amount was shown, and what a refund refuses.
 */
export function refundPackage(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<PackageRefunded> {
  const found = findPackage(tx.database, input.clientPackageId)
  if (!found.ok) return found
  const row = found.value
  const { lots, held, used } = countCredits(readEntries(tx.database, row.id))
  if (held > 0) return refuse('package_has_sessions', { count: held })
  const sold = {
    paidMinor: row.paid_minor,
    singlePriceMinor: row.single_price_minor,
    used,
    refundedMinor: refundedOf(tx.database, row.id),
  }
  const today = localDateOf(tx.now, readStudio(tx.database).time_zone)
  const worth = refundOf(sold, lots, today)
  const { creditsVoid } = worth
  if (creditsVoid === 0) return refuse('package_nothing_left', { name: row.name })
  const expired = worth.creditsExpired > 0 ? input.expired : undefined
  const amountMinor = expired ? worth.withExpiredMinor : worth.amountMinor
  if (amountMinor !== input.amountMinor) {
    const { currency } = row
    return refuseSum('backMinor', { shown: input.amountMinor, now: amountMinor, currency })
  }
  const allowed = expired
    ? spendApproval(tx, bus, 'refund', input.approvalId, caller)
    : ok(undefined)
  if (!allowed.ok) return allowed
  for (const { expiresOn, remaining } of lots) {
    const line = { clientPackageId: row.id, clientId: row.client_id, expiresOn }
    write(tx, { ...line, kind: 'void', delta: -remaining }, null)
  }
  bus.publish('package.refunded', {
    clientPackageId: row.id,
    clientId: row.client_id,
    creditsVoid,
    amount: amountMinor,
    currency: row.currency,
    ...(expired && { expired: expired.reason }),
  })
  if (amountMinor > 0) {
    const saleLineId = tx.database
      .prepare('SELECT id FROM sale_lines WHERE client_package_id = ?')
      .pluck()
      .get(row.id) as string
    const { to, approvalId } = input
    const approvedBy = allowed.value
    const refund = { saleLineId, amountMinor, to, approvalId, approvedBy, reason: 'other' as const }
    const given = refundLine(tx, bus, refund, caller)
    if (!given.ok) return given
  }
  return ok({ clientPackageId: row.id, amountMinor, creditsVoid })
}
