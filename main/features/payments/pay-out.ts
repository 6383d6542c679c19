import type { ParsedInputOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { BalancePaidOut, paymentsContract, VoidReason } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { dayBounds, localDateOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import { recordCash } from '../drawer/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { balanceOf, enterIntoAccount } from './account.ts'
import { needsManager } from './decide-refund.ts'
import { issueReceipt } from './issue-receipt.ts'

type Input = ParsedInputOf<(typeof paymentsContract)['payments.payOut']>

/**
 * Pays out what the studio holds for a client, all of it or a part: in cash out of the drawer, or by
 * a bank transfer that somebody makes. Above the policy's refund limit, counted over the client's
 * pay-outs of the day, a manager has to allow it. Publishes `balance.paid_out`.
 *
 * Refuses `client_not_found`, `client_erased`, `pay_out_exceeds_balance`, `approval_needed`,
 * `clock_unsure` and what the drawer refuses.
 */
export function payOut(
  tx: Tx,
  bus: EventBus,
  { clientId: named, amountMinor, to, approvalId }: Input,
  caller: StaffCaller,
): Result<BalancePaidOut> {
  const client = requireClient(tx.database, named)
  if (!client.ok) return client
  const { id: clientId } = client.value
  const { currency, time_zone: timeZone } = readStudio(tx.database)
  const decided = decidePayOut(balanceOf(tx.database, clientId), amountMinor, currency)
  if (!decided.ok) return decided
  const today = localDateOf(tx.now, timeZone)
  const { refundLimitMinor } = readPolicy(tx.database, today)
  const { start } = dayBounds(today, timeZone)
  const allowed = needsManager(
    amountMinor,
    paidOutSince(tx.database, clientId, start),
    refundLimitMinor,
  )
    ? spendApproval(tx, bus, 'pay_out', approvalId, caller)
    : ok(null)
  if (!allowed.ok) return allowed

  const payOutId = newId()
  const issued = issueReceipt(tx, clientId, caller)
  if (!issued.ok) return issued
  const receiptNumber = issued.value
  tx.database.insert('pay_outs', {
    id: payOutId,
    client_id: clientId,
    receipt_number: receiptNumber,
    method: to.method,
    amount_minor: amountMinor,
    currency,
    transfer_reference: to.method === 'bank_transfer' ? to.reference : null,
    approved_by: allowed.value,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  const entry = { clientId, kind: 'pay_out', currency, payOutId } as const
  enterIntoAccount(tx, { ...entry, amountMinor: 0 - amountMinor }, caller.actor.id)
  if (to.method === 'cash') {
    const moved = recordCash(tx, { kind: 'pay_out', amountMinor, payOutId }, caller)
    if (!moved.ok) return moved
  }
  const { method } = to
  bus.publish('balance.paid_out', {
    payOutId,
    clientId,
    method,
    amount: amountMinor,
    currency,
    receiptNumber,
  })
  return ok({ payOutId, receiptNumber })
}

/** Decides whether so much may be paid out of a balance: never more than it is. */
export function decidePayOut(
  balanceMinor: Minor,
  amountMinor: Minor,
  currency: string,
): Result<null> {
  return amountMinor > balanceMinor
    ? refuse('pay_out_exceeds_balance', { balance: formatMoney(balanceMinor, currency) })
    : ok(null)
}

/** The pay-out with a receipt number, and whether it was voided. */
export function findPayOut(database: StudioDatabase, receiptNumber: string) {
  return database
    .prepare(
      `SELECT p.*, v.created_at AS voided_at FROM pay_outs p
       LEFT JOIN pay_out_voids v ON v.pay_out_id = p.id WHERE p.receipt_number = ?`,
    )
    .get(receiptNumber) as
    | (Row<'pay_outs'> & { readonly voided_at: Row<'pay_out_voids'>['created_at'] | null })
    | undefined
}

/**
 * Takes a pay-out back as if it had never been: the money is in the balance again, and cash in the
 * drawer. The caller has made sure that it may be, and who allowed it. Publishes
 * `balance.pay_out_voided`. Refuses what the drawer refuses.
 */
export function voidPayOut(
  tx: Tx,
  bus: EventBus,
  payOutRow: Row<'pay_outs'>,
  how: { readonly reason: VoidReason; readonly approvedBy: string },
  caller: StaffCaller,
): Result<null> {
  const { id: payOutId, client_id: clientId, currency, method, amount_minor: amount } = payOutRow
  tx.database.insert('pay_out_voids', {
    pay_out_id: payOutId,
    reason: how.reason,
    approved_by: how.approvedBy,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  const entry = { clientId, kind: 'void', currency, payOutId } as const
  enterIntoAccount(tx, { ...entry, amountMinor: amount }, caller.actor.id)
  if (method === 'cash') {
    const cash = { kind: 'pay_out_void', amountMinor: amount, payOutId } as const
    const moved = recordCash(tx, cash, caller)
    if (!moved.ok) return moved
  }
  const { receipt_number: receiptNumber } = payOutRow
  const { reason } = how
  bus.publish('balance.pay_out_voided', {
    payOutId,
    clientId,
    method,
    amount,
    currency,
    receiptNumber,
    reason,
  })
  tx.touch(topics.receipt(receiptNumber))
  return ok(null)
}

function paidOutSince(database: StudioDatabase, clientId: string, since: string): Minor {
  const sum = database
    .prepare(
      `SELECT coalesce(sum(amount_minor), 0) FROM pay_outs
       WHERE client_id = ? AND created_at >= ? AND id NOT IN (SELECT pay_out_id FROM pay_out_voids)`,
    )
    .pluck()
    .get(clientId, since) as number
  return minor(sum)
}
