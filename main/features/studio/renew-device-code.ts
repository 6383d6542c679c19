import type { Tx } from '../../db/unit-of-work.ts'
import { readStudio } from './read-studio.ts'

/**
 * Gives this file's receipts another code from here on: `A`, then `A2`, `A3`. For a file that has lost
 * what it wrote, or is one of two copies: its next receipt number may be on paper already.
 */
export function renewDeviceCode(tx: Tx): string {
  const { device_code: code } = readStudio(tx.database)
  const [, letters = code, count = ''] = /^([A-Z]+)(\d*)$/.exec(code) ?? []
  const next = `${letters}${count === '' ? 2 : Number(count) + 1}`
  tx.database.prepare('UPDATE studio SET device_code = ?').run(next)
  return next
}
