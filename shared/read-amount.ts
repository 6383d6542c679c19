import { currencyDigits, minorSchema, type Minor } from './money.ts'

/** Why a text is no amount. */
export type AmountProblem =
  /** It has a sign, or brackets: a field never drops one. */
  | 'signed'
  /** More decimals than the currency has. */
  | 'too_fine'
  /** `1.234`: a thousand and something, or one and something. */
  | 'unclear'
  | 'too_large'
  | 'not_an_amount'

export type AmountRead =
  | { readonly ok: true; readonly amountMinor: Minor }
  | { readonly ok: false; readonly why: AmountProblem }

/** Full-width digits and signs, as some keyboards for Chinese and Japanese type them. */
const wide = /[０-９．，＋－]/g
const signs = /[-+−–—‐‑‒﹣⁻()]/
/** Can only be grouping. U+00A0, U+2009 and U+202F are what other programs write there. */
const grouping = "['’`´\\u0020\\u00A0\\u2009\\u202F]"
const isGrouping = new RegExp(`^${grouping}$`)

/**
 * Reads an amount as people type it, in integer minor units. Grouping is taken only where it is
 * unmistakable: `1.234,50`, `1,234,567`, `1 234`, and `1,500` in a currency without decimals. A lone dot
 * or comma before three digits is refused where the currency has two decimals, and is the decimal sign
 * where it has three. Nothing is ever dropped or guessed: what cannot be read says why.
 *
 * @example
 * readAmount('45,50', 'EUR')    // { ok: true, amountMinor: 4550 }
 * readAmount('1.234,50', 'EUR') // { ok: true, amountMinor: 123450 }
 * readAmount('1.234', 'EUR')    // { ok: false, why: 'unclear' }
 * readAmount('-3', 'EUR')       // { ok: false, why: 'signed' }
 */
export function readAmount(typed: string, currency: string): AmountRead {
  const digits = currencyDigits(currency)
  const text = narrow(typed).trim()
  if (signs.test(text)) return no(/\d/.test(text) ? 'signed' : 'not_an_amount')
  const parts = new RegExp(`^(\\d*)((?:(?:[.,]|${grouping})\\d+)*)([.,]?)$`).exec(text)
  if (!parts || !/\d/.test(text)) return no('not_an_amount')

  const marks = [...text].filter((sign) => !/\d/.test(sign))
  const groups = text.split(/\D/)
  const last = marks.at(-1)
  const kinds = new Set(marks)
  const after = groups.at(-1) ?? ''
  const isOnlyMark = marks.length === 1 && last !== undefined && !isGrouping.test(last)

  if (isOnlyMark && after.length === 3) {
    if (digits === 2 && groups[0] !== '' && !/^0+$/.test(groups[0] ?? '')) return no('unclear')
    if (digits === 0) return amountOf(groups, '', digits)
    if (digits < 3) return no('too_fine')
  }
  // The last mark is the decimal sign when it is the only one of its kind and can be one.
  const isDecimal =
    last !== undefined && !isGrouping.test(last) && marks.indexOf(last) === marks.length - 1
  if (!isDecimal) return kinds.size > 1 ? no('not_an_amount') : amountOf(groups, '', digits)
  if (kinds.size > 2) return no('not_an_amount')
  return amountOf(groups.slice(0, -1), after, digits)
}

function amountOf(groups: readonly string[], fraction: string, digits: number): AmountRead {
  const [first = '', ...others] = groups
  const isGrouped = others.length > 0
  const isWellGrouped = others.every((group) => group.length === 3) && /^[1-9]\d{0,2}$/.test(first)
  if (isGrouped && !isWellGrouped) return no('not_an_amount')
  if (fraction.length > digits) return no('too_fine')
  const amount = minorSchema.safeParse(Number(groups.join('') + fraction.padEnd(digits, '0')))
  return amount.success ? { ok: true, amountMinor: amount.data } : no('too_large')
}

function no(why: AmountProblem): AmountRead {
  return { ok: false, why }
}

function narrow(text: string): string {
  return text.replace(wide, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
}

/**
 * Reads a number of pieces, seats, minutes or the like: digits and nothing else. Null for everything
 * else, also outside the bounds.
 *
 * @example
 * readCount('12', { least: 1, most: 500 }) // 12
 * readCount('1.5', { least: 1, most: 500 }) // null
 */
export function readCount(
  typed: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | null {
  const text = narrow(typed).trim()
  if (!/^\d{1,9}$/.test(text)) return null
  const number = Number(text)
  return number >= least && number <= most ? number : null
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
