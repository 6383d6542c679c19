import type { AccountEntryKind, ClientAccount } from '../../../shared/account.ts'
import { newId } from '../../../shared/ids.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import { readStudio } from '../studio/index.ts'

/** What the studio holds for a client: the sum of the entries. */
export function balanceOf(database: StudioDatabase, clientId: string): Minor {
  const { balance } = database
    .prepare(
      'SELECT coalesce(sum(amount_minor), 0) AS balance FROM account_entries WHERE client_id = ?',
    )
    .get(clientId) as { balance: number }
  return minor(balance)
}

/**
 * Changes a client's balance in the open transaction. The caller has made sure that it does not fall
 * below nothing; the file holds it too.
 */
export function enterIntoAccount(
  tx: Tx,
  entry: {
    readonly clientId: string
    readonly kind: AccountEntryKind
    /** Signed, not 0. */
    readonly amountMinor: number
    readonly currency: string
    readonly saleId?: string
    readonly payOutId?: string
    readonly paymentId?: string
    readonly refundId?: string
  },
  by: string,
): void {
  tx.database.insert('account_entries', {
    id: newId(),
    client_id: entry.clientId,
    kind: entry.kind,
    amount_minor: entry.amountMinor,
    currency: entry.currency,
    sale_id: entry.saleId ?? null,
    payment_id: entry.paymentId ?? null,
    refund_id: entry.refundId ?? null,
    pay_out_id: entry.payOutId ?? null,
    created_at: tx.now,
    created_by: by,
  })
  tx.touch(topics.account(entry.clientId))
}

/** A client's balance and its last changes. Refuses `client_not_found`. */
export function readAccount(database: StudioDatabase, clientId: string): Result<ClientAccount> {
  const studio = readStudio(database)
  if (!database.prepare('SELECT 1 FROM clients WHERE id = ?').get(clientId)) {
    return refuse('client_not_found', {})
  }
  const rows = database
    .prepare(
      `SELECT e.id, e.kind, e.amount_minor AS amountMinor, e.created_at AS createdAt,
              coalesce(r.receipt_number, s.receipt_number, o.receipt_number) AS receiptNumber
       FROM account_entries e
       LEFT JOIN refunds r ON r.id = e.refund_id LEFT JOIN sales s ON s.id = e.sale_id
       LEFT JOIN pay_outs o ON o.id = e.pay_out_id
       WHERE e.client_id = ? ORDER BY e.rowid DESC LIMIT 50`,
    )
    .all(clientId) as {
    id: string
    kind: AccountEntryKind
    amountMinor: number
    createdAt: Instant
    receiptNumber: string | null
  }[]
  return ok({
    clientId,
    currency: studio.currency,
    balanceMinor: balanceOf(database, clientId),
    entries: rows.map((row) => ({
      ...row,
      localTime: localDateTimeOf(row.createdAt, studio.time_zone),
    })),
  })
}
