import { currencyDigits, minor, type Minor } from '../../../shared/money.ts'

/**
 * The amounts a client is likely to hand over for what is due: the exact sum first, then the next
 * round sums that notes make, smallest first and at most three.
 *
 * @example
 * quickAmounts(minor(5500), 'EUR') // 55.00, 60.00, 100.00, 200.00
 */
export function quickAmounts(due: Minor, currency: string): Minor[] {
  const unit = 10 ** currencyDigits(currency)
  // Currencies without decimals count in hundreds: ¥1,000 is the smallest note.
  const scale = currencyDigits(currency) === 0 ? 100 : 1
  const notes = [5, 10, 20, 50, 100, 200].map((note) => note * unit * scale)
  const round = notes.map((note) => Math.ceil(due / note) * note).filter((sum) => sum > due)
  const distinct = [...new Set(round)].toSorted((a, b) => a - b).slice(0, 3)
  return [due, ...distinct.map(minor)]
}
