import { minor, type Minor } from '../../../shared/money.ts'
import type { Receipt, ReceiptLine, ReceiptTender } from '../../../shared/receipt.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import { findPayOut } from './pay-out.ts'

/**
 * The receipt with a number, of a sale, a refund or a pay-out: what it said when it was issued, and
 * whether it was voided or printed since. Refuses `payment_not_found`.
 */
export function readReceipt(database: StudioDatabase, receiptNumber: string): Result<Receipt> {
  const issued = database.first(
    sql.selectFrom('receipts').selectAll().where('receipt_number', '=', receiptNumber),
  )
  if (!issued) return refuse('payment_not_found', {})
  const head = {
    receiptNumber,
    studioName: issued.studio_name,
    issuedAt: issued.issued_at,
    issuedLocal: issued.issued_local,
    clientName: issued.client_name,
    takenBy: issued.staff_name,
    isPrinted: issued.printed_at !== null,
  }
  const refund = database.first(
    sql.selectFrom('refunds').selectAll().where('receipt_number', '=', receiptNumber),
  )
  if (refund) return ok({ ...head, ...readRefund(database, refund) })
  const payOut = findPayOut(database, receiptNumber)
  if (payOut) {
    const voidedLocal = payOut.voided_at && localDateTimeOf(payOut.voided_at, issued.time_zone)
    return ok({ ...head, ...readPaidOut(payOut), voidedLocal })
  }
  const sale = database.one(
    sql
      .selectFrom('sales as s')
      .leftJoin('sale_voids as v', 'v.sale_id', 's.id')
      .selectAll('s')
      .select('v.created_at as voided_at')
      .where('s.receipt_number', '=', receiptNumber),
  )
  const lines = readLines(database, sale.id)
  const payments = database.all(
    sql.selectFrom('payments').selectAll().where('sale_id', '=', sale.id).orderBy('position'),
  )
  return ok({
    ...head,
    kind: 'sale',
    currency: sale.currency,
    lines: lines.map(({ said }) => said),
    totalMinor: sale.total_minor,
    taxes: sumTaxes(lines),
    tenders: payments.map(tenderOf),
    refundOf: null,
    voidedLocal: sale.voided_at && localDateTimeOf(sale.voided_at, issued.time_zone),
  })
}

/** What a refund's receipt says beside its head: the part of one line that one tender gave back. */
function readRefund(database: StudioDatabase, refund: Row<'refunds'>) {
  const payment = database.one(
    sql.selectFrom('payments').selectAll().where('id', '=', refund.payment_id),
  )
  const line = readLines(database, payment.sale_id).find(({ id }) => id === refund.sale_line_id)!
  const { amount_minor: amountMinor, tax_minor: taxMinor } = refund
  const returned = { tax_bp: line.tax_bp, tax_minor: taxMinor }
  return {
    kind: 'refund',
    currency: payment.currency,
    lines: [{ ...line.said, grossMinor: amountMinor }],
    totalMinor: amountMinor,
    taxes: sumTaxes([{ ...returned, net_minor: minor(amountMinor - taxMinor) }]),
    tenders: [tenderOf({ ...payment, ...refund, tendered_minor: null })],
    refundOf: database.one(
      sql.selectFrom('sales').select('receipt_number').where('id', '=', payment.sale_id),
    ).receipt_number,
    voidedLocal: null,
  } as const
}

/** What the receipt of a balance that was paid out says: no tax, because nothing was sold. */
function readPaidOut(payOut: Row<'pay_outs'>) {
  const { id, method, currency, amount_minor: amountMinor } = payOut
  const tender = { tendered_minor: null, card_reference: null, card_last4: null }
  return {
    kind: 'pay_out',
    currency,
    lines: [payOutLine(id, amountMinor)],
    totalMinor: amountMinor,
    taxes: [],
    tenders: [tenderOf({ ...tender, ...payOut, method })],
    refundOf: null,
  } as const
}

/** A balance that was paid out, as a line says it. */
export function payOutLine(id: string, grossMinor: Minor): ReceiptLine {
  const none = { name: null, feeKind: null, sessionLocal: null, trainerName: null }
  return { id, kind: 'pay_out', ...none, grossMinor }
}

/** The lines of a sale in their order, as rows and as its receipts say them. */
export function readLines(database: StudioDatabase, saleId: string) {
  const rows = database.all(
    sql
      .selectFrom('sale_lines as l')
      .leftJoin('fees as f', 'f.id', 'l.fee_id')
      .selectAll('l')
      .select('f.kind as fee_kind')
      .where('l.sale_id', '=', saleId)
      .orderBy('l.position'),
  )
  return rows.map((row) => {
    const said: ReceiptLine = {
      id: row.id,
      kind: row.kind,
      name: row.name,
      feeKind: row.fee_kind,
      sessionLocal: row.session_local,
      trainerName: row.trainer_name,
      grossMinor: row.gross_minor,
    }
    return { ...row, said }
  })
}

/** Sums of what was rounded per line. */
function sumTaxes(
  lines: readonly Pick<Row<'sale_lines'>, 'tax_bp' | 'net_minor' | 'tax_minor'>[],
): Receipt['taxes'] {
  const rates = [...new Set(lines.map((line) => line.tax_bp))].filter((rate) => rate > 0)
  return rates
    .toSorted((a, b) => a - b)
    .map((basisPoints) => {
      const taxed = lines.filter((line) => line.tax_bp === basisPoints)
      const sum = (column: 'net_minor' | 'tax_minor') =>
        minor(taxed.reduce((total, line) => total + line[column], 0))
      return { basisPoints, netMinor: sum('net_minor'), taxMinor: sum('tax_minor') }
    })
}

function tenderOf(
  payment: Pick<
    Row<'payments'>,
    | 'id'
    | 'method'
    | 'amount_minor'
    | 'tendered_minor'
    | 'card_reference'
    | 'card_last4'
    | 'transfer_reference'
  >,
): ReceiptTender {
  const tenderedMinor = payment.tendered_minor
  const isCard = payment.method === 'card'
  return {
    id: payment.id,
    method: payment.method,
    amountMinor: payment.amount_minor,
    tenderedMinor,
    changeMinor: tenderedMinor === null ? null : minor(tenderedMinor - payment.amount_minor),
    cardReference: isCard ? payment.card_reference : null,
    cardLast4: isCard ? payment.card_last4 : null,
    transferReference: payment.method === 'bank_transfer' ? payment.transfer_reference : null,
  }
}
