import { ok, refuse, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'

/**
 * Notes that a receipt goes on paper, so that only one paper of it is the original, whichever window
 * prints it and whatever was started anew in between. Refuses `payment_not_found`.
 */
export function printReceipt(tx: Tx, receiptNumber: string): Result<{ isCopy: boolean }> {
  const receipt = tx.database.first(
    sql.selectFrom('receipts').select('printed_at').where('receipt_number', '=', receiptNumber),
  )
  if (!receipt) return refuse('payment_not_found', {})
  if (receipt.printed_at !== null) return ok({ isCopy: true })
  tx.database.run(
    sql
      .updateTable('receipts')
      .set({ printed_at: tx.now })
      .where('receipt_number', '=', receiptNumber),
  )
  tx.touch(topics.receipt(receiptNumber))
  return ok({ isCopy: false })
}
