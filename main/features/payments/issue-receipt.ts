import { ok, type Result } from '../../../shared/result.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { checkReceiptClock, noteReceipt } from './receipt-clock.ts'

/**
 * Takes the next receipt number, `{DEVICE}-{YEAR}-{000123}`, in the payment's transaction: without
 * gaps per device and year (a payment that fails gives its number back), and never used twice. Keeps
 * with it what the receipt says of studio, client, staff and time, so that it says so for ever.
 *
 * @returns the number. Refuses `clock_unsure`: see {@link checkReceiptClock}.
 */
export function issueReceipt(tx: Tx, clientId: string, caller: StaffCaller): Result<string> {
  const believed = checkReceiptClock(tx)
  if (!believed.ok) return believed
  const { name, device_code: device, time_zone: timeZone } = readStudio(tx.database)
  const issuedLocal = localDateTimeOf(tx.now, timeZone)
  const year = Number(issuedLocal.slice(0, 4))
  const { last } = tx.database
    .prepare(
      `INSERT INTO receipt_numbers (device_code, year, last) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
    )
    .get(device, year) as { last: number }
  const receiptNumber = `${device}-${year}-${String(last).padStart(6, '0')}`
  const nameOf = (table: 'clients' | 'staff', id: string) =>
    tx.database.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck().get(id) as string
  tx.database.insert('receipts', {
    receipt_number: receiptNumber,
    client_id: clientId,
    client_name: nameOf('clients', clientId),
    studio_name: name,
    staff_name: nameOf('staff', caller.actor.id),
    time_zone: timeZone,
    issued_at: tx.now,
    issued_local: issuedLocal,
    printed_at: null,
  })
  noteReceipt(tx)
  return ok(receiptNumber)
}
