import { minor, type Minor } from '../../../shared/money.ts'

/**
 * What was typed into the count's lines as numbers of pieces, and what they are worth.
 *
 * @example
 * sumPieces({ '5000': '3', '200': '' }) // { pieces: { '5000': 3 }, sumMinor: 15000 }
 */
export function sumPieces(numbers: Readonly<Record<string, string>>): {
  readonly pieces: Record<string, number>
  readonly sumMinor: Minor
} {
  const typed = Object.entries(numbers)
    .map(([denomination, text]) => [denomination, Number(text)] as const)
    .filter(([, number]) => number > 0)
  const sum = typed.reduce(
    (total, [denomination, number]) => total + Number(denomination) * number,
    0,
  )
  return { pieces: Object.fromEntries(typed), sumMinor: minor(sum) }
}
