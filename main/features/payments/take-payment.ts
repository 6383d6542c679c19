import type { ParsedInputOf } from '../../../shared/contract.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import type { paymentsContract, PaymentTaken } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { decideTax } from '../../../shared/tax.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { refuseSum } from '../consequence.ts'
import type { StaffCaller } from '../handlers.ts'
import { paidMinor } from './read-payments.ts'
import { recordSale, type SaleLine } from './record-sale.ts'

type Input = ParsedInputOf<(typeof paymentsContract)['payments.take']>

/** Whose session: a private one, or a client's place in a group. */
export interface SessionKey {
  readonly appointmentId: string
  readonly seatId?: string | null | undefined
}

/** What there is to know of a session to pay for it. */
type Payable = Pick<
  Row<'seats'>,
  | 'client_id'
  | 'status'
  | 'price_minor'
  | 'currency'
  | 'tax_bp'
  | 'tax_inclusive'
  | 'payment_status'
>

/**
 * Takes what is due for a session: its price with tax, less what is paid and was not refunded. Sale,
 * receipt number, the session's paid mark and the trainer's earning commit together.
 */
export function takePayment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<PaymentTaken> {
  const seatId = input.seatId ?? null
  const session = findPayable(tx.database, input)
  if (!session) return refuse('appointment_not_found', {})
  const key = { appointmentId: input.appointmentId, seatId }
  const paid = {
    paidMinor: paidMinor(tx.database, key),
    receiptNumber: lastReceipt(tx.database, key),
  }
  const decided = decidePayment(session, paid, input.amountMinor)
  if (!decided.ok) return decided
  const line: SaleLine = { kind: 'session', ...key, ...decided.value }
  const wish = { clientId: session.client_id, lines: [line], tenders: input.tenders }
  const sold = recordSale(tx, bus, wish, caller)
  if (!sold.ok) return sold
  const paymentId = sold.value.paymentIds[0]!
  return ok({ ...sold.value, paymentId, appointmentId: input.appointmentId })
}

/**
 * Decides whether a session may be paid for, and how the line of its sale is priced. Who did not come
 * owes the fee, not the price. What is left after a refund has its tax inside, however the price was
 * written.
 */
export function decidePayment(
  session: Omit<Payable, 'client_id'>,
  paid: { readonly paidMinor: Minor; readonly receiptNumber: string },
  shownMinor: Minor,
): Result<Pick<SaleLine, 'priceMinor' | 'taxBasisPoints' | 'taxInclusive'>> {
  if (session.status === 'cancelled') return refuse('appointment_cancelled', {})
  if (session.status === 'no_show') return refuse('not_attended', {})
  if (session.payment_status === 'covered') return refuse('session_covered', {})
  if (session.price_minor === 0) return refuse('nothing_to_pay', {})
  const due = dueMinor(session, paid.paidMinor)
  if (due === 0) return refuse('already_paid', { receiptNumber: paid.receiptNumber })
  if (shownMinor !== due) {
    return refuseSum('paidMinor', { shown: shownMinor, now: due, currency: session.currency })
  }
  const terms = taxOf(session)
  if (paid.paidMinor === 0) return ok({ priceMinor: session.price_minor, ...terms })
  return ok({ priceMinor: due, ...terms, taxInclusive: true })
}

/** What is due for a session: its price with tax, less what is paid and was not refunded. */
export function dueMinor(
  session: Pick<Payable, 'price_minor' | 'tax_bp' | 'tax_inclusive'>,
  paid: Minor,
): Minor {
  return minor(Math.max(0, decideTax(session.price_minor, taxOf(session)).grossMinor - paid))
}

function taxOf(session: Pick<Payable, 'tax_bp' | 'tax_inclusive'>) {
  return { taxBasisPoints: session.tax_bp, taxInclusive: session.tax_inclusive === 1 }
}

/** A private session's own row, or the seat's in a group; the group itself is nobody's to pay. */
function findPayable(database: StudioDatabase, key: SessionKey): Payable | undefined {
  const columns = 'client_id, status, price_minor, currency, tax_bp, tax_inclusive, payment_status'
  const row = key.seatId
    ? database
        .prepare(`SELECT ${columns} FROM seats WHERE id = ? AND appointment_id = ?`)
        .get(key.seatId, key.appointmentId)
    : database
        .prepare(`SELECT ${columns} FROM appointments WHERE id = ? AND client_id IS NOT NULL`)
        .get(key.appointmentId)
  return row as Payable | undefined
}

/** The receipt that says it was paid; nothing before there is one. */
function lastReceipt(database: StudioDatabase, key: SessionKey): string {
  const row = database
    .prepare(
      `SELECT s.receipt_number AS last FROM sale_lines l JOIN sales s ON s.id = l.sale_id
       WHERE l.kind = 'session' AND l.appointment_id = ? AND l.seat_id IS ?
         AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = s.id)
       ORDER BY s.rowid DESC LIMIT 1`,
    )
    .get(key.appointmentId, key.seatId ?? null) as { last: string } | undefined
  return row?.last ?? ''
}
