import { minor } from '../../../shared/money.ts'
import type { Receipt, ReceiptLine, ReceiptTender } from '../../../shared/receipt.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import { readStudio } from '../studio/index.ts'

/** The receipt with a number, of a sale or of a refund. Refuses `payment_not_found`. */
export function readReceipt(database: StudioDatabase, receiptNumber: string): Result<Receipt> {
  const refund = database.first(
    sql
      .selectFrom('refunds as r')
      .innerJoin('sale_lines as l', 'l.id', 'r.sale_line_id')
      .selectAll('r')
      .select('l.sale_id')
      .where('r.receipt_number', '=', receiptNumber),
  )
  const sale = database.first(
    sql
      .selectFrom('sales as s')
      .innerJoin('clients as c', 'c.id', 's.client_id')
      .innerJoin('staff as by', 'by.id', 's.created_by')
      .leftJoin('sale_voids as v', 'v.sale_id', 's.id')
      .selectAll('s')
      .select(['c.name as client', 'by.name as taken_by', 'v.created_at as voided_at'])
      .$if(!refund, (query) => query.where('s.receipt_number', '=', receiptNumber))
      .$if(!!refund, (query) => query.where('s.id', '=', refund?.sale_id ?? '')),
  )
  if (!sale) return refuse('payment_not_found', {})
  const studio = readStudio(database)
  const local = (instant: typeof sale.created_at) => localDateTimeOf(instant, studio.time_zone)
  const lines = readLines(database, sale.id)
  const payments = database.all(
    sql.selectFrom('payments').selectAll().where('sale_id', '=', sale.id).orderBy('position'),
  )
  const common = { receiptNumber, studioName: studio.name, clientName: sale.client }
  if (refund) {
    const line = lines.find(({ id }) => id === refund.sale_line_id)!
    const payment = payments.find(({ id }) => id === refund.payment_id)!
    return ok({
      kind: 'refund',
      ...common,
      currency: sale.currency,
      issuedAt: refund.created_at,
      issuedLocal: local(refund.created_at),
      lines: [{ ...line.said, grossMinor: refund.amount_minor }],
      totalMinor: refund.amount_minor,
      taxes: [],
      tenders: [tenderOf({ ...payment, ...refund, tendered_minor: null })],
      takenBy: database.one(
        sql.selectFrom('staff').select('name').where('id', '=', refund.created_by),
      ).name,
      refundOf: sale.receipt_number,
      voidedLocal: null,
    })
  }
  return ok({
    kind: 'sale',
    ...common,
    currency: sale.currency,
    issuedAt: sale.created_at,
    issuedLocal: local(sale.created_at),
    lines: lines.map(({ said }) => said),
    totalMinor: sale.total_minor,
    taxes: sumTaxes(lines),
    tenders: payments.map(tenderOf),
    takenBy: sale.taken_by,
    refundOf: null,
    voidedLocal: sale.voided_at && local(sale.voided_at),
  })
}

/** The lines of a sale in their order, as rows and as a receipt says them. */
export function readLines(database: StudioDatabase, saleId: string) {
  const rows = database.all(
    sql
      .selectFrom('sale_lines as l')
      .leftJoin('appointments as a', 'a.id', 'l.appointment_id')
      .leftJoin('services as s', 's.id', 'a.service_id')
      .leftJoin('trainers as t', 't.id', 'a.trainer_id')
      .leftJoin('fees as f', 'f.id', 'l.fee_id')
      .leftJoin('client_packages as cp', 'cp.id', 'l.client_package_id')
      .leftJoin('memberships as m', 'm.id', 'l.membership_id')
      .leftJoin('products as p', (join) =>
        join.on((on) =>
          on.or([
            on('p.id', '=', on.ref('cp.product_id')),
            on('p.id', '=', on.ref('m.product_id')),
          ]),
        ),
      )
      .selectAll('l')
      .select([
        's.name as service',
        'p.name as product',
        't.name as trainer',
        'a.local_start as session_local',
        'f.kind as fee_kind',
      ])
      .where('l.sale_id', '=', saleId)
      .orderBy('l.position'),
  )
  return rows.map((row) => {
    const said: ReceiptLine = {
      id: row.id,
      kind: row.kind,
      name: row.product ?? row.service,
      feeKind: row.fee_kind,
      sessionLocal: row.session_local,
      trainerName: row.trainer,
      grossMinor: row.gross_minor,
    }
    return { ...row, said }
  })
}

/** Sums of what was rounded per line. */
function sumTaxes(lines: readonly Row<'sale_lines'>[]): Receipt['taxes'] {
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
