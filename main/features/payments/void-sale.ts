import type { paymentsContract, SaleVoided, VoidPreview } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import { recordCash } from '../drawer/index.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { readStudio } from '../studio/index.ts'
import { balanceOf, enterIntoAccount } from './account.ts'
import { findPayOut, voidPayOut } from './pay-out.ts'
import { partsOf } from './sale-parts.ts'

type Input = HandledInputOf<(typeof paymentsContract)['payments.void']>

/**
 * Takes back what a sale gave ahead, packages and memberships; refuses once any of it was used. Given
 * from outside, because packages are sold through payments and not the other way round.
 */
export type TakeBackSold = (tx: Tx, bus: EventBus, saleId: string) => Result<null>

/** What may be voided, decided but for the manager. */
type Voidable =
  | { readonly sale: Sale; readonly payOut?: undefined }
  | { readonly payOut: PayOut; readonly sale?: undefined }

type Sale = NonNullable<ReturnType<typeof findSale>>
type PayOut = NonNullable<ReturnType<typeof findPayOut>>

/**
 * Takes a sale or a pay-out back as if it had never been: it keeps its number and is marked, what moved
 * in the client's balance moves back, so does its cash, what was bought ahead is void, and its session
 * and fees are owed again. Needs a manager. Refuses what {@link decideVoid} refuses,
 * `payment_not_found`, `client_erased`, `void_client_erased`, `approval_needed`, and what the drawer refuses.
 */
export function voidSale(
  tx: Tx,
  bus: EventBus,
  takeBackSold: TakeBackSold,
  input: Input,
  caller: StaffCaller,
): Result<SaleVoided> {
  const { receiptNumber, reason } = input
  const found = prepareVoid(tx, bus, takeBackSold, receiptNumber)
  if (!found.ok) return found
  const allowed = spendApproval(tx, bus, 'void_sale', input.approvalId, caller)
  if (!allowed.ok) return allowed
  const { sale, payOut } = found.value
  if (payOut) {
    const undone = voidPayOut(tx, bus, payOut, { reason, approvedBy: allowed.value }, caller)
    return undone.ok ? ok({ saleId: null, receiptNumber }) : undone
  }
  tx.database.insert('sale_voids', {
    sale_id: sale.id,
    reason,
    approved_by: allowed.value,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  for (const entry of sale.entries) {
    const { client_id: clientId, currency, payment_id: paymentId } = entry
    const back = { clientId, kind: 'void', currency, saleId: sale.id } as const
    const amountMinor = 0 - entry.amount_minor
    const of = paymentId === null ? {} : { paymentId }
    enterIntoAccount(tx, { ...back, amountMinor, ...of }, caller.actor.id)
  }
  const parts = partsOf(tx.database, sale.id)
  for (const { method, amount, paymentId } of parts) {
    if (method !== 'cash') continue
    const moved = recordCash(tx, { kind: 'void', amountMinor: amount, paymentId }, caller)
    if (!moved.ok) return moved
  }
  for (const { method, ...payment } of parts) {
    bus.publish('payment.voided', { ...payment, method, reason })
  }
  tx.touch(topics.receipt(receiptNumber), topics.account(sale.client_id))
  return ok({ saleId: sale.id, receiptNumber })
}

/**
 * What voiding a receipt would give back, tender by tender, or why it cannot be: the decision that
 * {@link voidSale} makes, in a transaction that is taken back.
 */
export function previewVoid(
  tx: Tx,
  bus: EventBus,
  takeBackSold: TakeBackSold,
  receiptNumber: string,
): Result<VoidPreview> {
  const found = prepareVoid(tx, bus, takeBackSold, receiptNumber)
  if (!found.ok) return found
  const { sale, payOut } = found.value
  if (payOut) {
    const { id, currency, method, amount_minor: amountMinor } = payOut
    return ok({ kind: 'pay_out', currency, tenders: [{ id, method, amountMinor }], ahead: [] })
  }
  return ok({
    kind: 'sale',
    currency: sale.currency,
    tenders: partsOf(tx.database, sale.id).map(({ paymentId: id, method, amount }) => ({
      id,
      method,
      amountMinor: amount,
    })),
    ahead: tx.database
      .prepare(
        `SELECT id, kind FROM sale_lines
         WHERE sale_id = ? AND kind IN ('package', 'membership') ORDER BY position`,
      )
      .all(sale.id) as VoidPreview['ahead'],
  })
}

/** Takes back what was sold ahead: before a manager is asked for nothing. */
function prepareVoid(
  tx: Tx,
  bus: EventBus,
  takeBackSold: TakeBackSold,
  receiptNumber: string,
): Result<Voidable> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const sale = findSale(tx.database, receiptNumber, timeZone)
  const payOut = sale ? undefined : findPayOut(tx.database, receiptNumber)
  if (payOut) {
    const { created_at } = payOut
    const isClosed = isCounted(tx.database, payOut, timeZone)
    const paidOut = { created_at, isVoided: payOut.voided_at !== null, isClosed }
    const decided = decideDay({ ...paidOut, kind: 'pay_out' }, tx.now, timeZone)
    if (!decided.ok) return decided
    const client = requireClient(tx.database, payOut.client_id)
    return client.ok ? ok({ payOut }) : client
  }
  if (!sale) return refuse('payment_not_found', {})
  const decided = decideVoid(sale, tx.now, timeZone)
  if (!decided.ok) return decided
  if (sale.entries.length > 0) {
    const client = requireClient(tx.database, sale.client_id)
    if (!client.ok) return client
  }
  const who = sale.isOwedAgain ? requireClient(tx.database, sale.client_id) : ok(null)
  if (!who.ok) return refuse('void_client_erased', {})
  const takenBack = takeBackSold(tx, bus, sale.id)
  return takenBack.ok ? ok({ sale }) : takenBack
}

/** Whatever it was: once, on the studio day it was made, and before a report of that day counted it. */
function decideDay(
  of: {
    readonly kind: 'sale' | 'pay_out'
    readonly created_at: Instant
    readonly isVoided: boolean
    readonly isClosed: boolean
  },
  now: Instant,
  timeZone: string,
): Result<null> {
  if (of.isVoided) return refuse('sale_voided', {})
  if (localDateOf(of.created_at, timeZone) !== localDateOf(now, timeZone)) {
    return refuse('void_another_day', {})
  }
  return of.isClosed ? refuse('void_day_closed', { kind: of.kind }) : ok(null)
}

/**
 * Whether a report of its day has counted it. Receipts are numbered as they are written, and the report
 * says the last it counted: a clock that was put right in between dates a sale after the close that
 * counted it, or before one that did not. Only where the computer took another code in between, whose
 * numbers begin again, the clock has to say.
 */
function isCounted(
  database: StudioDatabase,
  of: { readonly receipt_number: string; readonly created_at: Instant },
  timeZone: string,
): boolean {
  const counted = database
    .prepare(
      `SELECT 1 FROM (SELECT closed_at, report ->> '$.figures.receipts.last' AS last
                      FROM day_closes WHERE date = @date)
       WHERE last IS NOT NULL AND iif(
         rtrim(last, '0123456789') = rtrim(@number, '0123456789'),
         @number <= last, @createdAt <= closed_at)`,
    )
    .get({
      date: localDateOf(of.created_at, timeZone),
      number: of.receipt_number,
      createdAt: of.created_at,
    })
  return counted !== undefined
}

/**
 * Decides whether a sale may be voided: on the studio day it was made and before that was closed, while
 * nothing of it went back and what it put into the balance is still there.
 */
function decideVoid(
  sale: {
    readonly created_at: Instant
    readonly isVoided: boolean
    readonly isRefunded: boolean
    /** Whether a report of its day has counted it, which stays as it was. */
    readonly isClosed: boolean
    /** Whether the fee for losing its session was taken out of it. */
    readonly isFeeKept: boolean
    /** What voiding would leave in the client's balance. */
    readonly balanceAfterMinor: number
  },
  now: Instant,
  timeZone: string,
): Result<null> {
  if (sale.isVoided) return refuse('sale_voided', {})
  if (sale.isRefunded) return refuse('void_refunded', {})
  const inTime = decideDay({ ...sale, kind: 'sale' }, now, timeZone)
  if (!inTime.ok) return inTime
  if (sale.isFeeKept) return refuse('void_fee_kept', {})
  if (sale.balanceAfterMinor < 0) return refuse('void_top_up_spent', {})
  return ok(null)
}

function findSale(database: StudioDatabase, receiptNumber: string, timeZone: string) {
  const sale = database
    .prepare('SELECT * FROM sales WHERE receipt_number = ?')
    .get(receiptNumber) as Row<'sales'> | undefined
  if (!sale) return undefined
  const has = (query: string) => database.prepare(query).get(sale.id) !== undefined
  const entries = database
    .prepare('SELECT * FROM account_entries WHERE sale_id = ? ORDER BY rowid')
    .all(sale.id) as Row<'account_entries'>[]
  const brought = entries.reduce((sum, entry) => sum + entry.amount_minor, 0)
  return {
    ...sale,
    entries,
    isVoided: has('SELECT 1 FROM sale_voids WHERE sale_id = ?'),
    isRefunded: has(
      'SELECT 1 FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE p.sale_id = ?',
    ),
    isClosed: isCounted(database, sale, timeZone),
    /** Whether voiding makes the client owe what it paid for. */
    isOwedAgain: has(`SELECT 1 FROM sale_lines WHERE sale_id = ? AND kind IN ('session', 'fee')`),
    isFeeKept: has(
      `SELECT 1 FROM sale_lines l
       JOIN fees f ON f.appointment_id = l.appointment_id AND f.seat_id IS l.seat_id
       WHERE l.sale_id = ? AND l.kind = 'session' AND f.state = 'kept'`,
    ),
    balanceAfterMinor: balanceOf(database, sale.client_id) - brought,
  }
}
