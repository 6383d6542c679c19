import type { Client } from '../../../shared/clients.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { foldText } from './fold-text.ts'

/** Trigrams need three letters. */
const shortestTrigram = 3

/** How many of equally good matches are weighed against each other; see {@link searchClients}. */
const mostEquals = 150

// Made once, for the many comparisons of a sort.
const collator = new Intl.Collator()

type Found = Client & { readonly lastSeenAt: string }

/**
 * Finds clients whose name, phone or e-mail contains every word of the text. Accents and case do
 * not matter; words of one or two letters are looked for at the beginning of words.
 *
 * Best match first: names that begin with these very words, names that begin with the text, names
 * with words that begin so, names with it anywhere, and then phone and e-mail. Each is a query of
 * its own, so that a common word does not hide a better match. Among equals, who was seen last
 * comes first; of very many equals only the newest registered ones are weighed, because ordering
 * all of them costs 60 ms at 100,000 clients.
 */
export function searchClients(database: StudioDatabase, text: string, limit: number): Client[] {
  // SQLite ends a text at a zero character, which nobody types: it parts words like a space.
  const words = text.split(/[\s\0]+/).filter(Boolean)
  if (words.length === 0) return recentClients(database, limit)
  const isWanted = matcherOfSigns(words)
  const wanted = foldText(words.join(' '))
  const best = new Map<string, Client>()
  for (const question of questionsFor(words)) {
    if (best.size >= limit) break
    const fits = question.fits ?? isWanted
    const isNew = (client: Client) => !best.has(client.id) && fits(client)
    const equals = candidates(database, question, isNew, limit - best.size)
      // Folded once: a sort compares each of them many times.
      .map((client) => ({ ...client, isWhole: foldText(client.name) === wanted }))
      .toSorted(
        (a, b) =>
          Number(b.isWhole) - Number(a.isWhole) ||
          newerFirst(a.lastSeenAt, b.lastSeenAt) ||
          collator.compare(a.name, b.name),
      )
    for (const { id, name, phone, email } of equals) best.set(id, { id, name, phone, email })
  }
  return [...best.values()].slice(0, limit)
}

/** Instants sort as text, without the rules of a language. */
function newerFirst(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? 1 : -1
}

function recentClients(database: StudioDatabase, limit: number): Client[] {
  return database
    .prepare(
      `SELECT id, name, phone, email FROM clients
       WHERE merged_into IS NULL AND erased_at IS NULL ORDER BY last_seen_at DESC LIMIT ?`,
    )
    .all(limit) as Client[]
}

/**
 * Words and their beginnings, or any three letters in a row; of names alone, or of everything. What
 * is asked of names goes to their own indexes: in those of everything it would pass by each client
 * whose e-mail holds the same letters, which for a word like “gmail” takes 50 ms at 100,000 clients.
 */
type Index = 'client_name_words' | 'client_name_letters' | 'client_words' | 'client_search'

function matching(database: StudioDatabase, table: Index, expression: string): Found[] {
  return database
    .prepare(
      `SELECT c.id, c.name, c.phone, c.email, c.last_seen_at AS lastSeenAt
       FROM ${table} s JOIN clients c ON c.search_row = s.rowid
       WHERE ${table} MATCH ? ORDER BY s.rowid DESC LIMIT ${mostEquals}`,
    )
    .all(expression) as Found[]
}

/**
 * Who may be the answer. What is asked for is long where many rows hold the same letters, such as an
 * address with its domain, and looking for all of it passes by all of them. So its own part comes
 * first; only if that leaves too many, and too few of them fit, the whole is looked for.
 */
function candidates(
  database: StudioDatabase,
  { table, expression, whole }: Question,
  fits: (client: Client) => boolean,
  wanted: number,
): Found[] {
  const found = matching(database, table, expression)
  const fitting = found.filter(fits)
  const isEnough = whole === undefined || found.length < mostEquals || fitting.length >= wanted
  return isEnough ? fitting : matching(database, table, whole).filter(fits)
}

interface Question {
  readonly table: Index
  readonly expression: string
  /** All of what is asked for, where `expression` is only the part that tells most. */
  readonly whole?: string
  /** Looks at a candidate again; left out: as the words were typed. */
  readonly fits?: (client: Client) => boolean
}

/** From the best match to the weakest; each in the query language of FTS5. */
function questionsFor(words: readonly string[]): Question[] {
  const tokens = words.flatMap(tokensOf)
  const whole = phrase(tokens.join(' '))
  const beginnings = tokens.map((token) => `${phrase(token)} *`).join(' AND ')
  const ask = (table: Index, expression: string): Question => ({ table, expression })
  const isLong = (word: string) => [...foldText(word)].length >= shortestTrigram
  // Words of one or two letters can only be looked for at the beginning of words.
  const long = words.filter(isLong)
  const everyPart = long.map(phrase).join(' AND ')
  const short = words.filter((word) => !isLong(word) && tokensOf(word).length > 0)
  const names = [
    ...(tokens.length > 0 ? [`^ ${whole}`, `^ ${whole} *`, beginnings] : []).map((each) =>
      ask('client_name_words', each),
    ),
    ...(long.length > 0 && short.length === 0 ? [ask('client_name_letters', everyPart)] : []),
  ]
  const numbers = phoneDigits(words.join(''))
  // All of a number can only be a number: word by word, its first digits are everybody's.
  if (numbers.some(({ length }) => length >= wholeNumber)) return [...names, askNumber(numbers)]
  return [
    ...names,
    ...(long.length > 0 && short.length === 0
      ? [{ table: 'client_search', expression: ownParts(long), whole: everyPart } as const]
      : []),
    ...(short.length > 0 ? [ask('client_words', beginnings)] : []),
    ...(numbers.length > 0 ? [askNumber(numbers)] : []),
  ]
}

/** With so many digits, a text of digits alone is a phone number and nothing else. */
const wholeNumber = 7
/** Of a number, its last digits tell most. */
const ownDigits = 6

function askNumber(numbers: readonly string[]): Question {
  const either = (of: (number: string) => string) =>
    `digits : (${[...new Set(numbers.map(of))].map(phrase).join(' OR ')})`
  return {
    table: 'client_search',
    expression: either((number) => number.slice(-ownDigits)),
    whole: either((number) => number),
    fits: ({ phone }) => {
      const digits = phone?.replaceAll(/\D/g, '') ?? ''
      return numbers.some((number) => digits.includes(number))
    },
  }
}

/**
 * Of an address, what stands before its domain; of a domain beside other words, nothing. The words
 * are looked at again as they were typed.
 */
function ownParts(words: readonly string[]): string {
  const own = words.map((word) => {
    const local = word.slice(0, word.indexOf('@') + 1)
    return [...foldText(local)].length >= shortestTrigram ? local : word
  })
  const telling = own.filter((word) => !/^@|^[^@]*\.[^@]*$/.test(word))
  return (telling.length > 0 ? telling : own).map(phrase).join(' AND ')
}

/** A phone is found however it was typed: with or without gaps, with the zero or the country's code. */
function phoneDigits(text: string): string[] {
  if (!/^[\d+()./-]+$/.test(text)) return []
  const digits = text.replaceAll(/\D/g, '')
  const withoutZeros = digits.replace(/^0+/, '')
  return [...new Set([digits, withoutZeros])].filter(({ length }) => length >= shortestTrigram)
}

/** The words as the index parts them: letters and digits in a row. */
function tokensOf(word: string): string[] {
  return (word.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []).filter((token) => foldText(token) !== '')
}

/** The word index parts words at signs, so a word with one in it is looked at again as it was typed. */
function matcherOfSigns(words: readonly string[]): (client: Client) => boolean {
  const signs = words.filter((word) => tokensOf(word).join('') !== word).map(foldText)
  return ({ name, phone, email }) =>
    signs.every((sign) =>
      [name, phone, email].some((text) => text !== null && foldText(text).includes(sign)),
    )
}

const phrase = (text: string) => `"${text.replaceAll('"', '""')}"`
