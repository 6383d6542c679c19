import { minor, type Minor } from '../../../shared/money.ts'
import { readCount } from '../../../shared/read-amount.ts'

/** Nobody counts more pieces of one kind than this. */
export const pieceBounds = { least: 0, most: 99_999 } as const

/**
 * What was typed into the count's lines as numbers of pieces, what they are worth, and the lines that
 * are no number: these are left out of the sum, and must be put right before it is handed in.
 *
 * @example
 * sumPieces({ '5000': '3', '200': '' }) // { pieces: { '5000': 3 }, sumMinor: 15000, wrong: [] }
 */
export function sumPieces(numbers: Readonly<Record<string, string>>): {
  readonly pieces: Record<string, number>
  readonly sumMinor: Minor
  readonly wrong: readonly string[]
} {
  const pieces: Record<string, number> = {}
  const wrong: string[] = []
  let sum = 0
  for (const [denomination, text] of Object.entries(numbers)) {
    if (text.trim() === '') continue
    const number = readCount(text, pieceBounds)
    if (number === null) wrong.push(denomination)
    else if (number > 0) pieces[denomination] = number
    sum += Number(denomination) * (number ?? 0)
  }
  return { pieces, sumMinor: minor(sum), wrong }
}
