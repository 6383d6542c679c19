import type { TakenMonth } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { setEnd } from './change-membership.ts'
import { readEntries, write } from './credit-ledger.ts'
import { countCredits } from './decide.ts'
import { endBeforeLastMonth, monthsOf } from './decide-membership.ts'
import { bookedDays, findMembership, findPackage, openSessions, termsOf } from './sold-rows.ts'

type Line = Pick<Row<'sale_lines'>, 'client_package_id' | 'membership_id'>

/**
 * Takes back what a sale that is being voided gave ahead: a package is void with all its credits, a
 * membership loses the month that was sold. Refuses `void_package` and `void_membership` as soon as
 * anything was used or booked with it, or the membership went on since: that is refunded instead.
 */
export function takeBackSold(tx: Tx, bus: EventBus, saleId: string): Result<null> {
  const lines = tx.database
    .prepare(
      `SELECT client_package_id, membership_id FROM sale_lines
       WHERE sale_id = ? AND kind IN ('package', 'membership')`,
    )
    .all(saleId) as Line[]
  for (const { client_package_id: packageId, membership_id: membershipId } of lines) {
    const taken =
      packageId !== null
        ? takeBackPackage(tx, bus, packageId)
        : takeBackMonth(tx, bus, membershipId!, saleId)
    if (!taken.ok) return taken
  }
  return ok(null)
}

function takeBackPackage(tx: Tx, bus: EventBus, clientPackageId: string): Result<null> {
  const found = findPackage(tx.database, clientPackageId)
  if (!found.ok) return found
  const { client_id: clientId, credits } = found.value
  const { lots } = countCredits(readEntries(tx.database, clientPackageId))
  const left = lots.reduce((sum, lot) => sum + lot.remaining, 0)
  if (left !== credits) return refuse('void_package', {})
  for (const { expiresOn, remaining } of lots) {
    write(tx, { clientPackageId, clientId, kind: 'void', delta: -remaining, expiresOn }, null)
  }
  bus.publish('package.voided', { clientPackageId, clientId, creditsVoid: left })
  return ok(null)
}

function takeBackMonth(tx: Tx, bus: EventBus, membershipId: string, saleId: string): Result<null> {
  const found = findMembership(tx.database, membershipId)
  if (!found.ok) return found
  const row = found.value
  const terms = termsOf(tx.database, row)
  const endsOn = endBeforeLastMonth(terms)
  const isInTheWay =
    row.ended_from !== null ||
    lastSaleOf(tx, membershipId) !== saleId ||
    bookedDays(tx.database, membershipId).some((day) => day > endsOn)
  if (isInTheWay) return refuse('void_membership', {})
  setEnd(tx, row, { ends_on: endsOn })
  bus.publish('membership.voided', { membershipId, clientId: row.client_id, saleId, endsOn })
  return ok(null)
}

/**
 * Takes off a membership the month whose money goes back: it ends that much earlier, and is void when it
 * was the only one. Sessions that were used of the month stay in the book as they are, but its days pay
 * for nothing more. Refuses `membership_has_sessions` while sessions are booked with it on those days.
 */
export function takeBackRefunded(
  tx: Tx,
  bus: EventBus,
  membershipId: string,
  saleId: string,
): Result<TakenMonth> {
  const found = findMembership(tx.database, membershipId)
  if (!found.ok) return found
  const row = found.value
  const paidUntil = row.ended_from ?? row.ends_on
  const terms = { ...termsOf(tx.database, row), endsOn: paidUntil }
  const paid = endBeforeLastMonth(terms)
  const coming = openSessions(tx.database, row.id).filter(
    ({ localStart }) => localStart.slice(0, 10) > paid,
  )
  if (coming.length > 0) return refuse('membership_has_sessions', { count: coming.length })
  const isGivenUp = row.ended_from !== null && row.ends_on < paid
  const endsOn = isGivenUp ? row.ends_on : paid
  setEnd(tx, row, { ends_on: endsOn, ended_from: isGivenUp ? paid : null })
  bus.publish('membership.voided', { membershipId, clientId: row.client_id, saleId, endsOn })
  return ok({ name: row.name, endsOn, isOver: monthsOf(terms) <= 1 })
}

/** The sale that brought the last of the months a membership has now. */
function lastSaleOf(tx: Tx, membershipId: string): string | undefined {
  return tx.database
    .prepare(
      `SELECT s.id FROM sale_lines l JOIN sales s ON s.id = l.sale_id
       WHERE l.membership_id = ? AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = s.id)
       ORDER BY s.rowid DESC LIMIT 1`,
    )
    .pluck()
    .get(membershipId) as string | undefined
}
