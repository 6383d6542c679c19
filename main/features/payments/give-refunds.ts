import type { Minor } from '../../../shared/money.ts'
import type {
  paymentsContract,
  RefundConsequence,
  RefundGiven,
  RefundReason,
  RefundTo,
  TakenMonth,
} from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { spreadRefund } from './decide-refund.ts'
import { listPayments } from './read-payments.ts'
import { allowRefund, giveBack } from './refund.ts'
import type { SessionKey } from './take-payment.ts'

type Input = HandledInputOf<(typeof paymentsContract)['payments.refund']>

/** Takes off a membership the month whose money goes back. Given from outside, as `TakeBackSold` is. */
export type TakeBackMonth = (
  tx: Tx,
  bus: EventBus,
  membershipId: string,
  saleId: string,
) => Result<TakenMonth>

/** What a refund that spreads over several tenders gives back, and how. */
interface SpreadRefund {
  readonly amountMinor: Minor
  readonly to: RefundTo
  readonly approvalId?: string | undefined
  /** The manager who has allowed it already, as a part of something larger. */
  readonly approvedBy?: string | undefined
}

/** A tender with what it still holds, and the line it is given back for. */
interface HeldPayment {
  readonly paymentId: string
  readonly saleId: string
  readonly saleLineId: string
  readonly leftMinor: number
}

/**
 * Gives money back on one tender, for one line of its sale. Above the policy's limit a manager has to
 * allow it. A package goes back as a whole, through its own refund: then its credits go too. A
 * membership's month goes once all of its money went back, none of it as a present.
 */
export function refundPayment(
  tx: Tx,
  bus: EventBus,
  takeBackMonth: TakeBackMonth,
  input: Input,
  caller: StaffCaller,
): Result<RefundGiven> {
  const { paymentId, saleLineId, amountMinor, to, reason, approvalId } = input
  const found = findRefundable(tx.database, paymentId, saleLineId)
  if (!found.ok) return found
  const line = found.value
  const refund = { saleIds: [line.sale_id], amountMinor, approvalId }
  const allow = () => {
    // Before a manager is asked for nothing.
    const taken = takeMonth(tx, bus, takeBackMonth, line, input)
    return taken.ok ? allowRefund(tx, bus, refund, caller) : taken
  }
  const wish = { paymentId, saleLineId: line.id, amountMinor, to, reason }
  return giveBack(tx, bus, { ...wish, allow }, caller)
}

/**
 * What goes with a refund besides the money, or why that cannot be. To be rehearsed: it takes it back.
 */
export function refundConsequence(
  tx: Tx,
  bus: EventBus,
  takeBackMonth: TakeBackMonth,
  input: Pick<Input, 'paymentId' | 'saleLineId' | 'amountMinor' | 'reason'>,
): Result<RefundConsequence> {
  const { paymentId, saleLineId } = input
  const found = findRefundable(tx.database, paymentId, saleLineId)
  if (!found.ok) return found
  const month = takeMonth(tx, bus, takeBackMonth, found.value, input)
  return month.ok ? ok({ month: month.value }) : month
}

/** Refunded as a whole, what it paid for is taken back too; a present leaves it as it is. */
function takeMonth(
  tx: Tx,
  bus: EventBus,
  takeBackMonth: TakeBackMonth,
  line: Row<'sale_lines'>,
  { amountMinor, reason }: Pick<Input, 'amountMinor' | 'reason'>,
): Result<TakenMonth | null> {
  if (reason === 'goodwill') return ok(null)
  const left = line.gross_minor - takenBackFrom(tx.database, line.id)
  if (line.kind !== 'membership' || amountMinor !== left) return ok(null)
  return takeBackMonth(tx, bus, line.membership_id!, line.sale_id)
}

/** The line a refund is of. Refuses `payment_not_found` and `refund_the_package`. */
function findRefundable(
  database: StudioDatabase,
  paymentId: string,
  saleLineId: string | undefined,
): Result<Row<'sale_lines'>> {
  const line = findLine(database, paymentId, saleLineId)
  if (!line) return refuse('payment_not_found', {})
  return line.kind === 'package' ? refuse('refund_the_package', {}) : ok(line)
}

/**
 * Gives back `amountMinor` of what a session's payments still hold, newest first. The caller has made
 * sure that they hold that much. To the account no manager is needed: the money stays here.
 */
export function refundAppointment(
  tx: Tx,
  bus: EventBus,
  refund: SessionKey & SpreadRefund,
  caller: StaffCaller,
): Result<null> {
  const payments = listPayments(tx.database, refund).map((payment) => ({
    paymentId: payment.id,
    saleId: payment.saleId,
    saleLineId: payment.saleLineId,
    leftMinor: payment.refundableMinor,
  }))
  return refundAll(tx, bus, payments, { ...refund, reason: 'cancellation' }, caller)
}

/**
 * Gives back `amountMinor` of one line of a sale, newest tender first: what the feature that sold it
 * has decided, in its own transaction. Refuses `refund_exceeds_line`, `approval_needed`, and what a
 * single refund refuses.
 */
export function refundLine(
  tx: Tx,
  bus: EventBus,
  refund: { readonly saleLineId: string; readonly reason: RefundReason } & SpreadRefund,
  caller: StaffCaller,
): Result<null> {
  const payments = tx.database
    .prepare(
      `SELECT p.id AS paymentId, p.sale_id AS saleId, l.id AS saleLineId,
              p.amount_minor - coalesce(
                (SELECT sum(amount_minor) FROM refunds WHERE payment_id = p.id), 0) AS leftMinor
       FROM sale_lines l JOIN payments p ON p.sale_id = l.sale_id
       WHERE l.id = ? ORDER BY p.position`,
    )
    .all(refund.saleLineId) as HeldPayment[]
  return refundAll(tx, bus, payments, refund, caller)
}

/** One approval for the whole sum, then as many refunds as there are tenders to take it from. */
function refundAll(
  tx: Tx,
  bus: EventBus,
  payments: readonly HeldPayment[],
  refund: SpreadRefund & { readonly reason: RefundReason },
  caller: StaffCaller,
): Result<null> {
  const { to, reason, approvalId } = refund
  const parts = spreadRefund(
    payments.map(({ leftMinor }) => leftMinor),
    refund.amountMinor,
  )
  const held = parts.reduce((sum, part) => sum + part, 0)
  if (held < refund.amountMinor) throw new Error(`Of ${refund.amountMinor} only ${held} is held.`)
  const touched = payments.filter((_, index) => parts[index]! > 0)
  const saleIds = [...new Set(touched.map(({ saleId }) => saleId))]
  const allowed =
    to === 'account' || refund.approvedBy !== undefined
      ? ok(refund.approvedBy ?? null)
      : allowRefund(tx, bus, { saleIds, amountMinor: refund.amountMinor, approvalId }, caller)
  if (!allowed.ok) return allowed
  for (const [index, { paymentId, saleLineId }] of payments.entries()) {
    const amountMinor = parts[index]!
    if (amountMinor === 0) continue
    const wish = { paymentId, saleLineId, amountMinor, to, reason, allow: () => allowed }
    const given = giveBack(tx, bus, wish, caller)
    if (!given.ok) return given
  }
  return ok(null)
}

/** What went back for a line, presents aside: they leave it as paid as it was. */
function takenBackFrom(database: StudioDatabase, saleLineId: string): number {
  return database
    .prepare(
      `SELECT coalesce(sum(amount_minor), 0) FROM refunds
       WHERE sale_line_id = ? AND reason <> 'goodwill'`,
    )
    .pluck()
    .get(saleLineId) as number
}

/** The line that was named, or the only one of the payment's sale. */
function findLine(database: StudioDatabase, paymentId: string, saleLineId: string | undefined) {
  const lines = database.all(
    sql
      .selectFrom('payments as p')
      .innerJoin('sale_lines as l', 'l.sale_id', 'p.sale_id')
      .selectAll('l')
      .where('p.id', '=', paymentId),
  )
  if (saleLineId === undefined) return lines.length === 1 ? lines[0] : undefined
  return lines.find(({ id }) => id === saleLineId)
}
