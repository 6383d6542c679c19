import type { ParsedInputOf } from '../../../shared/contract.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { PackageRefunded, packagesContract } from '../../../shared/packages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { refundLine } from '../payments/index.ts'
import { readEntries, write } from './credit-ledger.ts'
import { countCredits, refundOf } from './decide.ts'
import { findPackage, refundedOf } from './sold-rows.ts'

type Input = ParsedInputOf<(typeof packagesContract)['packages.refund']>

/**
 * Gives back what a package is still worth, and voids what is left on it, in one transaction.
 * Refuses `package_has_sessions` while sessions are booked with it, `package_nothing_left`,
 * `amount_changed` when another amount was shown, and what a refund refuses.
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
  const creditsVoid = lots.reduce((sum, lot) => sum + lot.remaining, 0)
  if (creditsVoid === 0) return refuse('package_nothing_left', { name: row.name })
  const amountMinor = refundOf({
    paidMinor: row.paid_minor,
    singlePriceMinor: row.single_price_minor,
    used,
    refundedMinor: refundedOf(tx.database, row.id),
  })
  if (amountMinor !== input.amountMinor) {
    return refuse('amount_changed', {
      shown: formatMoney(input.amountMinor, row.currency),
      now: formatMoney(amountMinor, row.currency),
    })
  }
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
  })
  if (amountMinor > 0) {
    const saleLineId = tx.database
      .prepare('SELECT id FROM sale_lines WHERE client_package_id = ?')
      .pluck()
      .get(row.id) as string
    const { to, approvalId } = input
    const refund = { saleLineId, amountMinor, to, approvalId, reason: 'other' as const }
    const given = refundLine(tx, bus, refund, caller)
    if (!given.ok) return given
  }
  return ok({ clientPackageId: row.id, amountMinor, creditsVoid })
}
