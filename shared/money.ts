import { z } from 'zod'

/**
 * An amount of money as an integer of the currency's smallest unit: cents for EUR, yen for JPY,
 * fils for KWD. Never a fraction, so sums are exact.
 */
export const minorSchema = z.int().min(0).max(1_000_000_000_000).brand<'Minor'>()
export type Minor = z.infer<typeof minorSchema>

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'))

/** An ISO 4217 code that this machine's Intl knows, for example `EUR`. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be a three-letter currency code')
  .refine((code) => knownCurrencies.has(code), 'is not a known currency')

/** Brands an integer as minor units. Throws on fractions and unsafe integers: that is a bug. */
export function minor(amount: number): Minor {
  if (!Number.isSafeInteger(amount)) throw new Error(`Not an amount in minor units: ${amount}`)
  return amount as Minor
}

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  return formatter(currency).resolvedOptions().maximumFractionDigits ?? 2
}

/**
 * Says an amount the way the studio writes it, with the one minus sign (U+2212) that all screens and
 * reports use.
 *
 * @example
 * formatMoney(minor(5500), 'EUR') // '€55.00'
 * formatMoney(minor(-50), 'EUR')  // '−€0.50'
 */
export function formatMoney(amount: Minor, currency: string): string {
  const text = formatter(currency).format(Math.abs(amount) / 10 ** currencyDigits(currency))
  return amount < 0 ? `−${text}` : text
}

/**
 * Says a difference with its sign.
 *
 * @example
 * formatSigned(-200, 'EUR') // '−€2.00'
 */
export function formatSigned(amount: number, currency: string): string {
  return `${amount > 0 ? '+' : ''}${formatMoney(minor(amount), currency)}`
}

/**
 * Writes an amount for a program: a decimal point, the currency's digits, nothing else.
 *
 * @example
 * writeDecimal(-2750, 'EUR') // '-27.50'
 *
 * @param decimalSign between whole and part: a point, or a comma where the reader expects one.
 */
export function writeDecimal(amount: number, currency: string, decimalSign = '.'): string {
  const digits = currencyDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const sign = amount < 0 ? '-' : ''
  const whole = text.length - digits
  return `${sign}${text.slice(0, whole)}${digits > 0 ? `${decimalSign}${text.slice(whole)}` : ''}`
}

/**
 * Takes a share of an amount, rounded half up to the minor unit.
 *
 * @param basisPoints hundredths of a percent: 5000 is 50 %.
 */
export function shareOf(amount: Minor, basisPoints: number): Minor {
  return minor(Math.floor((amount * basisPoints + 5_000) / 10_000))
}

/**
 * `part` of `whole` of an amount, rounded half up to the minor unit; all of it for all of the whole.
 *
 * @example
 * partOf(878, 2750, 5500) // 439
 */
export function partOf(amount: number, part: number, whole: number): number {
  if (whole === 0 || amount === whole) return part
  // Whole numbers of any size: a price times a price is beyond a double.
  const twice = 2n * BigInt(whole)
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / twice)
}

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(currency: string): Intl.NumberFormat {
  let found = formatters.get(currency)
  if (!found) {
    found = new Intl.NumberFormat('en-GB', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    })
    formatters.set(currency, found)
  }
  return found
}
