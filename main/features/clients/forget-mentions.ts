import type { Tx } from '../../db/unit-of-work.ts'
import { plainDigits } from '../../../shared/phone-number.ts'
import { asciiAddress } from '../../../shared/email-address.ts'
import { foldText, foldWithOrigins, partsOfName } from '../../../shared/fold-text.ts'

/** What somebody is known by. Entries that were merged into theirs have their own. */
export interface Known {
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
}

/** Every column in which people write what they like, and so may have written about somebody. */
export const freeTexts = [
  ['appointments', 'note'],
  ['appointments', 'cancellation_note'],
  ['appointments', 'exception_reason'],
  ['seats', 'note'],
  ['seats', 'cancellation_note'],
  ['clients', 'notes'],
  ['closures', 'reason'],
  ['time_off', 'reason'],
  ['services', 'name'],
  ['products', 'name'],
  ['sale_lines', 'name'],
  ['pay_outs', 'transfer_reference'],
  ['rooms', 'name'],
  ['payments', 'card_reference'],
  ['payments', 'transfer_reference'],
  ['drawer_movements', 'reason'],
  ['drawer_sessions', 'variance_reason'],
  ['drawer_sessions', 'opening_reason'],
  ['outbox', 'last_error'],
  ['event_delivery', 'last_error'],
  ['dead_letters', 'error_message'],
  ['dead_letters', 'error_stack'],
  ['dead_letters', 'note'],
] as const

/** What stands where somebody was mentioned. */
const forgotten = '…'

/**
 * Takes somebody's name, phone and e-mail out of everything that people typed anywhere, and leaves
 * the rest of each text. Needs an erasure that is not finished yet: only for it may texts beside
 * money change.
 */
export function forgetMentions(tx: Tx, people: readonly Known[]): void {
  const patterns = patternsOf(people)
  for (const [table, column] of freeTexts) {
    const texts = tx.database
      .prepare(`SELECT DISTINCT ${column} FROM ${table} WHERE ${column} IS NOT NULL`)
      .pluck()
      .all() as string[]
    for (const text of texts) {
      const left = withoutMatches(text, patterns)
      if (left === text) continue
      tx.database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(left, text)
    }
  }
}

/**
 * A text without somebody's whole name in either order, phone or e-mail, whatever their case,
 * accents and gaps. A part of a name alone is nobody's; nor is a name of one or two letters.
 *
 * @example
 * withoutMentions('Paid for josé ruiz (0170-1234567)', { name: 'José Ruiz', phone: '+49 170 1234567', email: null })
 * // 'Paid for … (…)'
 */
export function withoutMentions(text: string, ...people: Known[]): string {
  return withoutMatches(text, patternsOf(people))
}

/**
 * For folded text. A short name may be a part of a longer one, and any name of an address: whatever could
 * leave the rest of another behind comes after it.
 */
function patternsOf(people: readonly Known[]): RegExp[] {
  const names = people
    .flatMap(({ name }) => namePatterns(name))
    .toSorted((a, b) => b.length - a.length)
    .map((pattern) => String.raw`(?<![\p{L}\p{N}])${pattern}(?![\p{L}\p{N}])`)
  const emails = people.flatMap(({ email }) => emailPatterns(email))
  const phones = people.flatMap(({ phone }) => phonePatterns(phone))
  const all = new Set([...emails, ...phones, ...names])
  return [...all].map((pattern) => new RegExp(pattern, 'gu'))
}

function namePatterns(name: string): string[] {
  return [false, true]
    .flatMap((spelled) => ordersOf(name.split(/\s+/).map((word) => patternOfWord(word, spelled))))
    .filter((pattern) => pattern.length > 2)
}

function emailPatterns(email: string | null): string[] {
  // A mail server repeats an address in punycode.
  return [email, asciiAddress(email ?? '')]
    .filter((address) => address !== null)
    .map((address) => String.raw`(?<![\w.+\-])${escapePattern(foldText(address))}(?![\w\-]|\.\w)`)
}

function phonePatterns(phone: string | null): string[] {
  const digits = ownDigits(phone)
  const gaps = String.raw`[\s().\p{Pd}\/]*`
  if (digits.length < leastDigits) return []
  return [String.raw`(?:\+|(?<!\d))(?:\d${gaps}){0,5}${[...digits].join(gaps)}(?!\d)`]
}

/** Hyphens and apostrophes in a name may be left out. */
function patternOfWord(word: string, spelled: boolean): string {
  return partsOfName(word)
    .flatMap((part) => foldText(part, spelled).split(/[^\p{L}\p{M}\p{N}]+/u))
    .filter((letters) => letters !== '')
    .join(String.raw`[^\p{L}\p{N}]{0,3}`)
}

/** As it is written, and with the last name first. */
function ordersOf(all: readonly string[]): string[] {
  const words = all.filter((word) => word !== '')
  const orders = words.length > 1 ? [words, [words.at(-1)!, ...words.slice(0, -1)]] : [words]
  return orders.map((order) => order.join(String.raw`[^\p{L}\p{N}]{1,3}`))
}

/** Fewer digits are too many other things. */
const leastDigits = 6

/** The digits of a phone without leading zeros, which stand for the country or the long distance. */
function phoneDigits(phone: string | null): string {
  return plainDigits(phone ?? '').replace(/^0+/, '')
}

/** The digits of a phone with which people of the same country would call it. A country's code has three at most. */
function ownDigits(phone: string | null): string {
  const digits = phoneDigits(phone)
  const isInternational = /^\s*(?:\+|00)/.test(phone ?? '')
  return isInternational && digits.length >= leastDigits + 3 ? digits.slice(3) : digits
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}

function withoutMatches(text: string, patterns: readonly RegExp[]): string {
  let left = text
  for (const pattern of patterns) {
    for (const spelled of [false, true]) {
      // Most texts mention nobody; only for those that do is it worked out where.
      if (foldText(left, spelled).search(pattern) === -1) continue
      const { folded, origins } = foldWithOrigins(left, spelled)
      const found = [...folded.matchAll(pattern)].map(({ index, 0: match }) => ({
        start: origins[index]!,
        end: origins[index + match.length]!,
      }))
      for (const { start, end } of found.toReversed()) {
        left = left.slice(0, start) + forgotten + left.slice(end)
      }
    }
  }
  return left
}
