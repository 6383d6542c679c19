import {
  getCountryCallingCode,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js'
import { plainDigits, splitExtension } from '../../../shared/phone-number.ts'

/** Fewer digits than this may be an extension that many share. */
const leastShared = 6

/** One number, however it is written. */
interface PhoneForms {
  /** `+49301234567`, or the bare digits of what is no number that the country’s plan knows. */
  readonly number: string
  /** As it is dialled in the studio’s own country: `0301234567`; null for a number of another one. */
  readonly national: string | null
  readonly extension: string | null
}

/** Reads a phone by the studio’s country; null where there is none. */
export function readPhone(phone: string | null, country: string): PhoneForms | null {
  const { number: typed, extension } = splitExtension(phone ?? '')
  const digits = plainDigits(typed)
  if (digits === '') return null
  const here = country as CountryCode
  const parsed = parsePhone(typed, here)
  if (parsed === null) return { number: digits, national: null, extension }
  const isHere = parsed.countryCallingCode === callingCodeOf(here)
  return {
    number: parsed.number,
    national: isHere ? plainDigits(parsed.formatNational()) : null,
    extension,
  }
}

/** Mexico dialled these before a mobile number until 2019: from abroad, and at home. */
const formerMexican = /^(?:\+521|04[45])(?=\d{10}$)/

/** A number that the plan of its country knows; null: it is none. */
function parsePhone(typed: string, here: CountryCode): PhoneNumber | null {
  const number = fromAbroad(typed.replace(/^[\s(]+(?=[+＋])/u, ''), here)
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: here, extract: false })
  if (parsed?.isPossible()) return parsed
  // What most of the world dials to go abroad, also written where another prefix is.
  if (/^00[1-9]/.test(number)) return parsePhone(number.replace(/^00/, '+'), here)
  const dialled = (parsed?.number ?? '').replace(/^\+52(?=0)/, '')
  return formerMexican.test(dialled)
    ? parsePhone(dialled.replace(formerMexican, '+52'), here)
    : null
}

/**
 * A number of one's own country as nearly everybody writes it from abroad, `0055 …`, also where that
 * would reach another country from here: in Brazil 00 55 is a carrier, in Colombia 005 is.
 */
function fromAbroad(number: string, here: CountryCode): string {
  const written = number.replace(/^00[\s-]*(?=[1-9])/u, '+')
  const code = `+${callingCodeOf(here)}`
  if (written === number || !written.startsWith(code)) return number
  return parsePhoneNumberFromString(written, { extract: false })?.isPossible() ? written : number
}

const callingCodes = new Map<CountryCode, string>()

/** Looked up once: it is asked for every client when all are folded anew. */
function callingCodeOf(country: CountryCode): string {
  const code = callingCodes.get(country) ?? getCountryCallingCode(country)
  callingCodes.set(country, code)
  return code
}

/** What the index holds of a phone: `+49301234567 0301234567 x12`. */
export function phoneText(phone: string | null, country: string): string {
  const forms = readPhone(phone, country)
  if (forms === null) return ''
  const extension = forms.extension === null ? null : `x${forms.extension}`
  return [forms.number, forms.national, extension].filter((part) => part !== null).join(' ')
}

/** Digits that are looked for, and the extension behind them. */
interface PhoneNeedle {
  /** One of these is in {@link phoneText} where the phone is meant. A `+` is the number’s beginning. */
  readonly numbers: readonly string[]
  readonly extension: string | null
}

/**
 * What to look for when somebody types a phone or a part of one: what begins with `+` or the country’s
 * way abroad is an international number; anything else may be any part of a number, or be dialled here.
 * Null: it is no phone.
 */
export function phoneNeedle(typed: string, country: string): PhoneNeedle | null {
  const { number, extension } = splitExtension(typed)
  if (!/^[+＋\p{Nd}\s()./\p{Pd}\u2212]+$/u.test(number)) return null
  const digits = plainDigits(number)
  if (/^\s*[+＋(]*[+＋]/u.test(number)) {
    // +49 (0)30: the zero is dialled only without the code, but in Italy with it as well.
    const ways = [plainDigits(number.replace(/\(\p{Nd}\)/u, '')), digits]
    return { numbers: internationalForms(ways, country), extension }
  }
  const abroad = digitsAbroad(digits, country)
  if (abroad !== null) return { numbers: internationalForms([abroad], country), extension }
  const read = readPhone(number, country)
  if (read === null) return { numbers: [], extension }
  // Who has the number has it as it is dialled here, too.
  return { numbers: read.national === digits ? [digits] : [digits, read.number], extension }
}

/** Of an international number or its beginning: as it was typed, and without what is dialled only at home. */
function internationalForms(ways: readonly string[], country: string): string[] {
  const here = country as CountryCode
  const code = callingCodeOf(here)
  const onlyHere = new RegExp(`^${code}${code === '52' ? '[01]' : '0'}`)
  const forms = ways.flatMap((digits) => {
    const whole = parsePhone(`+${digits}`, here)?.number
    return [`+${digits}`, `+${digits.replace(onlyHere, code)}`, ...(whole ? [whole] : [])]
  })
  return [...new Set(forms)]
}

function digitsAbroad(digits: string, country: string): string | null {
  const own = `00${callingCodeOf(country as CountryCode)}`
  if (digits.startsWith(own) && digits !== own) return digits.slice(2)
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country as CountryCode)
  const way = metadata.numberingPlan?.IDDPrefix()
  const match = way === undefined ? null : new RegExp(`^(?:${way})`).exec(digits)
  return match === null || match[0].length === digits.length ? null : digits.slice(match[0].length)
}

/**
 * Whether two phones are one: nationally or internationally written, by the studio’s country. One
 * without an extension is the same as one with it; two extensions are two phones.
 *
 * @example
 * isSamePhone('+49 170 1234567', '0170 1234567', 'DE') // true
 */
export function isSamePhone(a: string | null, b: string | null, country: string): boolean {
  const [one, other] = [readPhone(a, country), readPhone(b, country)]
  if (one === null || other === null || one.number !== other.number) return false
  if (one.number.length < leastShared) return false
  return one.extension === other.extension || one.extension === null || other.extension === null
}
