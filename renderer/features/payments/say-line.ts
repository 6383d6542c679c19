import type { ReceiptLine } from '../../../shared/receipt.ts'
import { words } from '../../../shared/words/index.ts'

/**
 * A line of a receipt in a few words, for a list: what was sold, and of a fee also what it is for.
 *
 * @example
 * sayLine(line) // 'Personal training', 'Late cancellation, Personal training', 'Balance top-up'
 */
export function sayLine({ kind, name, feeKind }: ReceiptLine): string {
  const { lines, feeKinds } = words.payment
  if (feeKind !== null) return name === null ? feeKinds[feeKind] : `${feeKinds[feeKind]}, ${name}`
  return name ?? lines[kind]
}
