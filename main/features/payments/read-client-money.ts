import type { ClientMoney, ClientReceipt } from '../../../shared/account.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import type { PaymentMethod } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { LocalDateTime } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { balanceOf } from './account.ts'
import { payOutLine, readLines } from './read-receipt.ts'

const receipts = `
  SELECT s.receipt_number AS receiptNumber, 'sale' AS kind, s.created_at AS at,
    s.total_minor AS totalMinor, v.sale_id IS NOT NULL AS voided, s.id AS ofId,
    NULL AS lineId, NULL AS refundMethod
  FROM sales s LEFT JOIN sale_voids v ON v.sale_id = s.id WHERE s.client_id = @client
  UNION ALL
  SELECT r.receipt_number, 'refund', r.created_at, r.amount_minor, 0, s.id, r.sale_line_id, r.method
  FROM refunds r JOIN payments p ON p.id = r.payment_id JOIN sales s ON s.id = p.sale_id
  WHERE s.client_id = @client
  UNION ALL
  SELECT o.receipt_number, 'pay_out', o.created_at, o.amount_minor, v.pay_out_id IS NOT NULL, o.id, NULL,
    o.method
  FROM pay_outs o LEFT JOIN pay_out_voids v ON v.pay_out_id = o.id WHERE o.client_id = @client`

interface ReceiptRow {
  readonly receiptNumber: string
  readonly kind: ClientReceipt['kind']
  readonly localTime: LocalDateTime
  readonly totalMinor: Minor
  readonly voided: 0 | 1
  /** The sale, or the pay-out. */
  readonly ofId: string
  /** A refund's: the line it gave back; and how, as of a pay-out. */
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
      `SELECT (SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
               JOIN payments p ON p.id = r.payment_id JOIN sales s ON s.id = p.sale_id
               WHERE s.client_id = @client AND r.method <> 'account')
            + (SELECT coalesce(sum(amount_minor), 0) FROM pay_outs
               WHERE client_id = @client AND id NOT IN (SELECT pay_out_id FROM pay_out_voids))`,
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
  { receiptNumber, kind, localTime, totalMinor, voided, ofId, lineId, refundMethod }: ReceiptRow,
): ClientReceipt {
  const lines =
    kind === 'pay_out'
      ? [payOutLine(ofId, totalMinor)]
      : readLines(database, ofId).map(({ said }) => said)
  const methods = database
    .prepare('SELECT method FROM payments WHERE sale_id = ? GROUP BY method ORDER BY min(position)')
    .pluck()
    .all(ofId) as PaymentMethod[]
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
