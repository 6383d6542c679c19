import type { EarningLine, Rate } from '../../../shared/earnings.ts'
import { formatMoney, formatSigned, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'

const say = words.earnings

/**
 * A rate in words.
 *
 * @example
 * sayRate({ kind: 'percent', value: 3_333 }, 'EUR') // '33.33 %'
 * sayRate({ kind: 'hourly', value: 3_000 }, 'EUR')  // '€30.00 an hour'
 */
export function sayRate({ kind, value }: Rate, currency: string): string {
  const amount = kind === 'percent' ? String(value / 100) : formatMoney(minor(value), currency)
  return say.rates[kind](amount)
}

/** What the rate was taken of: money, minutes, or nothing to tell. */
export function sayBase({ base, rate }: EarningLine, currency: string): string {
  if (base === null) return say.noBase
  return rate.kind === 'hourly' ? say.minutes(base) : formatMoney(minor(base), currency)
}

/** An amount that may be below nothing; what is above has no sign. */
export function sayAmount(amount: number, currency: string): string {
  return amount < 0 ? formatSigned(amount, currency) : formatMoney(minor(amount), currency)
}
