import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import { allotTenders } from './decide-sale.ts'

/** The tenders of a sale in their order, each with what it settles: as `payment.*` events say it. */
export function partsOf(database: StudioDatabase, saleId: string) {
  // By hand: every payment at the desk passes here, inside its transaction.
  const sale = database.prepare('SELECT * FROM sales WHERE id = ?').get(saleId) as Row<'sales'>
  const lines = database
    .prepare('SELECT * FROM sale_lines WHERE sale_id = ? ORDER BY position')
    .all(saleId) as Row<'sale_lines'>[]
  const payments = database
    .prepare('SELECT * FROM payments WHERE sale_id = ? ORDER BY position')
    .all(saleId) as Row<'payments'>[]
  const session = lines.find(({ kind }) => kind === 'session')
  const allotted = allotTenders(
    payments.map((payment) => payment.amount_minor),
    lines.map((line) => line.gross_minor),
  )
  return payments.map((payment, index) => ({
    paymentId: payment.id,
    saleId,
    clientId: sale.client_id,
    appointmentId: session?.appointment_id ?? null,
    seatId: session?.seat_id ?? null,
    method: payment.method,
    amount: payment.amount_minor,
    currency: sale.currency,
    receiptNumber: sale.receipt_number,
    parts: lines.flatMap((line, at) => {
      const amount = allotted[index]![at]!
      if (amount === 0) return []
      return [{ saleLineId: line.id, kind: line.kind, feeId: line.fee_id, amount }]
    }),
  }))
}
