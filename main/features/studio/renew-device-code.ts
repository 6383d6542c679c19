import { randomInt } from 'node:crypto'
import type { Tx } from '../../db/unit-of-work.ts'

/** Of signs that look or sound alike only one: no O beside 0, no S beside 5. */
const letters = 'ACDEFHJKMNPRTVWXY'
const signs = `${letters}23456789`

/**
 * Gives this file's receipts another code from here on, such as `K7D`. For a file that has lost what
 * it wrote, or is one of two copies: its next receipt number may be on paper already. It is drawn and
 * not counted on, because the other copy would count on to the same one.
 */
export function renewDeviceCode(tx: Tx): string {
  const isUsed = tx.database.prepare(
    `SELECT 1 FROM receipt_numbers WHERE device_code = @code
     UNION ALL SELECT 1 FROM studio WHERE device_code = @code`,
  )
  let code: string
  do code = draw(letters) + draw(signs) + draw(signs)
  while (isUsed.get({ code }) !== undefined)
  tx.database.prepare('UPDATE studio SET device_code = ?').run(code)
  return code
}

function draw(from: string): string {
  return from.charAt(randomInt(from.length))
}
