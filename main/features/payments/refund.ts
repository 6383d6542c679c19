import { newId } from '../../../shared/ids.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import type { RefundGiven, RefundReason, RefundTo } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import { recordCash } from '../drawer/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { balanceOf, enterIntoAccount } from './account.ts'
import { decideRefund, needsManager, taxBack } from './decide-refund.ts'
import { issueReceipt } from './issue-receipt.ts'

/** One refund to be written: from which tender, for which line. */
interface RefundWish {
  readonly paymentId: string
  readonly saleLineId: string
  readonly amountMinor: Minor
  readonly to: RefundTo
  readonly reason: RefundReason
  /** Asked once it is known to be possible: who allowed it, null when nobody had to. */
  readonly allow: () => Result<string | null>
}

/**
 * Writes one refund with its receipt, and what it changes in the client's balance. Refuses what
 * {@link decideRefund} and `allow` refuse, `payment_not_found`, and `client_erased` into a balance. Refunds of one wish share what
 * `allow` answers: see {@link allowRefund}.
 */
export function giveBack(
  tx: Tx,
  bus: EventBus,
  wish: RefundWish,
  caller: StaffCaller,
): Result<RefundGiven> {
  const found = findHeld(tx.database, wish.paymentId, wish.saleLineId)
  if (!found) return refuse('payment_not_found', {})
  const { amountMinor } = wish
  const decided = decideRefund(found, amountMinor, wish.to)
  if (!decided.ok) return decided
  // Nobody could ever spend it, or have it paid out.
  if (decided.value.method === 'account' || found.kind === 'top_up') {
    const client = requireClient(tx.database, found.clientId)
    if (!client.ok) return client
  }
  const allowed = wish.allow()
  if (!allowed.ok) return allowed

  const id = newId()
  const issued = issueReceipt(tx, found.clientId, caller)
  if (!issued.ok) return issued
  const receiptNumber = issued.value
  tx.database.insert('refunds', {
    id,
    payment_id: wish.paymentId,
    sale_line_id: wish.saleLineId,
    method: decided.value.method,
    amount_minor: amountMinor,
    tax_minor: taxBack(found, amountMinor),
    reason: wish.reason,
    receipt_number: receiptNumber,
    approved_by: allowed.value,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  const { clientId, currency, saleId, kind } = found
  const entry = { clientId, kind: 'refund', currency, saleId, refundId: id } as const
  if (decided.value.method === 'account') {
    enterIntoAccount(tx, { ...entry, amountMinor }, caller.actor.id)
  }
  if (decided.value.method === 'cash') {
    const cash = { kind: 'refund', amountMinor, paymentId: wish.paymentId, refundId: id } as const
    const moved = recordCash(tx, cash, caller)
    if (!moved.ok) return moved
  }
  // What a top-up brought leaves the balance when it goes back.
  if (kind === 'top_up') {
    enterIntoAccount(tx, { ...entry, amountMinor: 0 - amountMinor }, caller.actor.id)
  }
  bus.publish('payment.refunded', {
    paymentId: wish.paymentId,
    refundId: id,
    saleId,
    saleLineId: wish.saleLineId,
    clientId,
    appointmentId: found.appointmentId,
    seatId: found.seatId,
    kind,
    feeId: found.feeId,
    amount: amountMinor,
    currency,
    to: wish.to,
    reason: wish.reason,
    receiptNumber,
  })
  tx.touch(topics.receipt(found.receiptNumber), topics.account(clientId))
  return ok({ refundId: id, paymentId: wish.paymentId, receiptNumber })
}

/**
 * Whether the caller may give back so much of a sale: up to the policy's limit, or with a manager.
 * Answers the manager's id, or null when none was needed. Refuses `approval_needed`.
 */
export function allowRefund(
  tx: Tx,
  bus: EventBus,
  refund: {
    readonly saleIds: readonly string[]
    readonly amountMinor: Minor
    readonly approvalId: string | undefined
  },
  caller: StaffCaller,
): Result<string | null> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const { refundLimitMinor } = readPolicy(tx.database, localDateOf(tx.now, timeZone))
  const before = givenBack(tx.database, refund.saleIds)
  if (!needsManager(refund.amountMinor, before, refundLimitMinor)) return ok(null)
  return spendApproval(tx, bus, 'refund', refund.approvalId, caller, refund.amountMinor)
}

function givenBack(database: StudioDatabase, saleIds: readonly string[]): Minor {
  if (saleIds.length === 0) return minor(0)
  const rows = database.all(
    sql
      .selectFrom('refunds as r')
      .innerJoin('payments as p', 'p.id', 'r.payment_id')
      .select('r.amount_minor')
      .where('p.sale_id', 'in', [...saleIds]),
  )
  return minor(rows.reduce((sum, row) => sum + row.amount_minor, 0))
}

/** A tender and a line of one sale, with what both still hold; undefined when they are not of one. */
function findHeld(database: StudioDatabase, paymentId: string, saleLineId: string) {
  const row = database.first(
    sql
      .selectFrom('payments as p')
      .innerJoin('sales as s', 's.id', 'p.sale_id')
      .innerJoin('sale_lines as l', 'l.sale_id', 's.id')
      .leftJoin('sale_voids as v', 'v.sale_id', 's.id')
      .select([
        's.id as saleId',
        's.client_id as clientId',
        's.receipt_number as receiptNumber',
        's.currency',
        'p.method',
        'p.amount_minor as paymentMinor',
        'l.kind',
        'l.appointment_id as appointmentId',
        'l.seat_id as seatId',
        'l.fee_id as feeId',
        'l.gross_minor as lineMinor',
        'l.tax_minor as lineTaxMinor',
        'v.created_at as voidedAt',
      ])
      .where('p.id', '=', paymentId)
      .where('l.id', '=', saleLineId),
  )
  if (!row) return undefined
  const refunded = (column: 'payment_id' | 'sale_line_id', id: string) =>
    database
      .all(sql.selectFrom('refunds').select('amount_minor').where(column, '=', id))
      .reduce((sum, refund) => sum + refund.amount_minor, 0)
  return {
    ...row,
    // Only a session that was sold is what the event is about; a fee only names where it came from.
    appointmentId: row.kind === 'session' ? row.appointmentId : null,
    seatId: row.kind === 'session' ? row.seatId : null,
    paymentLeftMinor: minor(row.paymentMinor - refunded('payment_id', paymentId)),
    lineLeftMinor: minor(row.lineMinor - refunded('sale_line_id', saleLineId)),
    voided: row.voidedAt !== null,
    balanceMinor: balanceOf(database, row.clientId),
  }
}
