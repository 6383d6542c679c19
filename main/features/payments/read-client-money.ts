import type { ClientMoney, ClientReceipt } from '../../../shared/account.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import type { PaymentMethod } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { LocalDateTime } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { balanceOf } from './account.ts'
import { readLines } from './read-receipt.ts'

const receipts = `
  SELECT s.receipt_number AS receiptNumber, 'sale' AS kind, s.created_at AS at,
    s.total_minor AS totalMinor, v.sale_id IS NOT NULL AS voided, s.id AS saleId,
    NULL AS lineId, NULL AS refundMethod
  FROM sales s LEFT JOIN sale_voids v ON v.sale_id = s.id WHERE s.client_id = @client
  UNION ALL
  SELECT r.receipt_number, 'refund', r.created_at, r.amount_minor, 0, s.id, r.sale_line_id, r.method
  FROM refunds r JOIN payments p ON p.id = r.payment_id JOIN sales s ON s.id = p.sale_id
  WHERE s.client_id = @client`

interface ReceiptRow {
  readonly receiptNumber: string
  readonly kind: 'sale' | 'refund'
  readonly localTime: LocalDateTime
  readonly totalMinor: Minor
  readonly voided: 0 | 1
  readonly saleId: string
  /** A refund's: the line it gave back, and how. */
  readonly lineId: string | null
  readonly refundMethod: PaymentMethod | null
}

/** What a client paid, got back, owes and has, and their last receipts. Refuses `client_not_found`. */
export function readClientMoney(
  database: StudioDatabase,
  { clientId, limit }: { readonly clientId: string; readonly limit: number },
): Result<ClientMoney> {
  if (!database.prepare('SELECT 1 FROM clients WHERE id = ?').get(clientId)) {
    return refuse('client_not_found', {})
  }
  const studio = readStudio(database)
  const sum = (query: string): Minor =>
    minor(database.prepare(query).pluck().get({ client: clientId }) as number)
  const rows = database
    .prepare(
      `SELECT of.*, i.issued_local AS localTime FROM (${receipts}) AS of
       JOIN receipts i ON i.receipt_number = of.receiptNumber
       ORDER BY at DESC, receiptNumber DESC LIMIT @limit`,
    )
    .all({ client: clientId, limit }) as ReceiptRow[]
  return ok({
    currency: studio.currency,
    paidMinor: sum(
      `SELECT coalesce(sum(p.amount_minor), 0) FROM payments p JOIN sales s ON s.id = p.sale_id
       WHERE s.client_id = @client AND p.method <> 'account'
         AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = s.id)`,
    ),
    refundedMinor: sum(
      `SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
       JOIN payments p ON p.id = r.payment_id JOIN sales s ON s.id = p.sale_id
       WHERE s.client_id = @client AND r.method <> 'account'`,
    ),
    balanceMinor: balanceOf(database, clientId),
    openFeesMinor: sum(
      `SELECT coalesce(sum(amount_minor), 0) FROM fees
       WHERE client_id = @client AND state IN ('pending', 'due')`,
    ),
    receiptCount: sum(`SELECT count(*) FROM (${receipts})`),
    receipts: rows.map((row) => toReceipt(database, row)),
  })
}

function toReceipt(
  database: StudioDatabase,
  { receiptNumber, kind, localTime, totalMinor, voided, saleId, lineId, refundMethod }: ReceiptRow,
): ClientReceipt {
  const lines = readLines(database, saleId).map(({ said }) => said)
  const methods = database
    .prepare('SELECT method FROM payments WHERE sale_id = ? GROUP BY method ORDER BY min(position)')
    .pluck()
    .all(saleId) as PaymentMethod[]
  return {
    receiptNumber,
    kind,
    localTime,
    totalMinor,
    isVoided: voided === 1,
    lines: lineId === null ? lines : lines.filter(({ id }) => id === lineId),
    methods: refundMethod === null ? methods : [refundMethod],
  }
}
