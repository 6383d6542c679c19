import { currencyDigits, minorSchema } from '../../shared/money.ts'

/**
 * Reads an amount as people type it into integer minor units: `45`, `45.5`, `45,50`, `1,234.50`,
 * `1.234,50`, `1 234`. Null when it is no amount, has more decimals than the currency, is negative,
 * or is more than FitFlow reckons with.
 *
 * A single separator followed by three digits is thousands in a currency with two decimals
 * (`1,234` is 1234.00) and decimals in one with three (`1,234` KWD is 1.234).
 *
 * @example
 * readAmount('45,50', 'EUR') // 4550
 * readAmount('1500', 'JPY')  // 1500
 * readAmount('1.234', 'KWD') // 1234
 */
export function readAmount(text: string, currency: string): number | null {
  const digits = currencyDigits(currency)
  const compact = text.replace(/[\s'’]/g, '')
  if (!/^\d[\d.,]*$/.test(compact) && !/^[.,]\d+$/.test(compact)) return null

  const separators = compact.replace(/\d/g, '')
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','))
  const after = last === -1 ? 0 : compact.length - last - 1
  const isOnlyOne = separators.length === 1
  const hasDecimals =
    last !== -1 &&
    (isOnlyOne
      ? after <= digits || after !== 3
      : separators.indexOf(compact.charAt(last)) === separators.length - 1)

  const whole = hasDecimals ? compact.slice(0, last) : compact
  const fraction = hasDecimals ? compact.slice(last + 1) : ''
  const groups = whole.split(/[.,]/)
  const areGroupsOfThree = groups.slice(1).every((group) => group.length === 3)
  if (!areGroupsOfThree || (groups.length > 1 && (groups[0] ?? '').length > 3)) return null
  if (fraction.length > digits) return null

  const amount = Number(groups.join('') + fraction.padEnd(digits, '0'))
  return minorSchema.safeParse(amount).success ? amount : null
}

/**
 * Writes minor units the way they are typed, without a symbol: what stands in an amount field.
 *
 * @example
 * writeAmount(4550, 'EUR') // '45.50'
 * writeAmount(1500, 'JPY') // '1500'
 */
export function writeAmount(amount: number, currency: string): string {
  const digits = currencyDigits(currency)
  if (digits === 0) return String(amount)
  const text = String(amount).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
