import { localDateOf } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import { readStudio } from '../studio/index.ts'

/**
 * Takes the next receipt number, `{DEVICE}-{YEAR}-{000123}`, in the payment's transaction: without
 * gaps per device and year (a payment that fails gives its number back), and never used twice.
 */
export function allocateReceiptNumber(tx: Tx): string {
  const { device_code: device, time_zone: timeZone } = readStudio(tx.database)
  const year = Number(localDateOf(tx.now, timeZone).slice(0, 4))
  const { last } = tx.database
    .prepare(
      `INSERT INTO receipt_numbers (device_code, year, last) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
    )
    .get(device, year) as { last: number }
  return `${device}-${year}-${String(last).padStart(6, '0')}`
}
