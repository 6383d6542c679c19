import type { Client } from '../../../shared/clients.ts'
import { foldName, foldText, formsOf, partsOfName } from '../../../shared/fold-text.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { countryOf, readStudio } from '../studio/index.ts'
import { pairMark } from './fold-clients.ts'
import { phoneNeedle } from './phone-forms.ts'

/** Trigrams need three letters. */
const shortestTrigram = 3

/** How many of equally good matches are weighed against each other; see {@link searchClients}. */
const mostEquals = 150

// Made once, for the many comparisons of a sort.
const collator = new Intl.Collator()

/** A client, and how the index knows them. */
type Found = Client & {
  readonly lastSeenAt: string
  readonly words: string
  readonly spelled: string
  readonly parts: string
  readonly foldedEmail: string
  readonly digits: string
}

/**
 * Finds clients whose name, phone or e-mail contains every word of the text, as `shared/fold-text.ts`
 * compares them. In names spaces, hyphens, apostrophes and nothing are the same.
 *
 * Best match first: names that begin with these very words, names that begin with the text, names
 * with words that begin so, names with it anywhere, and then phone and e-mail. Each is a query of
 * its own, so that a common word does not hide a better match. Among equals, who was seen last
 * comes first; of very many equals only the newest registered ones are weighed, because ordering
 * all of them costs 60 ms at 100,000 clients.
 */
export function searchClients(database: StudioDatabase, text: string, limit: number): Client[] {
  const words = text.split(/\s+/).filter(Boolean)
  if (words.length === 0) return recentClients(database, limit)
  const isWanted = matcherOf(words)
  const wanted = foldName(text).words
  const best = new Map<string, Client>()
  for (const question of questionsFor(words, countryOf(readStudio(database)))) {
    if (best.size >= limit) break
    const { fits } = question
    const isNew = (client: Found) =>
      !best.has(client.id) && (fits === undefined ? isWanted(client) : fits(client))
    const equals = candidates(database, question, isNew, limit - best.size)
      .map((client) => ({ ...client, isWhole: [client.words, client.spelled].includes(wanted) }))
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
      `SELECT c.id, c.name, c.phone, c.email, c.last_seen_at AS lastSeenAt,
         f.words, f.spelled, f.parts, f.email AS foldedEmail, f.digits
       FROM ${table} s JOIN clients c ON c.search_row = s.rowid
       JOIN client_folds f ON f.search_row = s.rowid
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
  fits: (client: Found) => boolean,
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
  readonly fits?: (client: Found) => boolean
}

/** From the best match to the weakest; each in the query language of FTS5. */
function questionsFor(words: readonly string[], country: string): Question[] {
  const names = questionsForNames(words)
  const number = askNumber(words.join(''), country)
  // All of a number can only be a number: word by word, its first digits are everybody's.
  if (number?.isWhole) return [...names, number]
  const telling = words.filter((word) => token.test(foldText(word)))
  const isAllLong = telling.every((word) => isLong(foldText(word)))
  const contacts: Question[] =
    telling.length === 0
      ? []
      : isAllLong
        ? [
            {
              table: 'client_search',
              expression: allOf(ownParts(telling).map(anySpelling)),
              whole: allOf(telling.map(anySpelling)),
            },
          ]
        : [{ table: 'client_words', expression: allOf(tokensOf(telling).map(beginning)) }]
  return [...names, ...contacts, ...(number === null ? [] : [number])]
}

/** What names are asked: for their beginnings, then for the beginnings of their words, then for any part. */
function questionsForNames(typed: readonly string[]): Question[] {
  const tokens = tokensOf(typed)
  if (tokens.length === 0) return []
  const wholes = [0, 1].map((way) => tokens.map((forms) => forms[way] ?? forms[0]!))
  const phrases = unique(wholes.map((words) => words.join(' ')))
  const joined = unique(wholes.map((words) => words.join('')))
  const inWords = (expression: string): Question => ({ table: 'client_name_words', expression })
  const parts = typed.map(formsIn).filter((forms) => forms.length > 0)
  const long = parts.filter((forms) => forms.every(isLong))
  return [
    inWords(anyOf(phrases.map((text) => `{words spelled} : ^ ${phrase(text)}`))),
    inWords(anyOf(phrases.map((text) => `{words spelled} : ^ ${phrase(text)} *`))),
    inWords(anyOf(joined.map((text) => `parts : ^ ${phrase(text)} *`))),
    inWords(anyOf([allOf(tokens.map(beginning)), beginning(joined)])),
    // What is shorter than three letters is looked at in those who have the rest, or in pairs.
    long.length > 0
      ? {
          table: 'client_name_letters',
          expression: allOf(long.map((forms) => anyOf(forms.map(phrase)))),
        }
      : inWords(allOf(parts.map((forms) => anyOf(forms.map(pair))))),
  ]
}

/** With so many digits, a text of digits alone is a phone number and nothing else. */
const wholeNumber = 7
/** Of a number, its last digits tell most. */
const ownDigits = 6

function askNumber(
  typed: string,
  country: string,
): (Question & { readonly isWhole: boolean }) | null {
  const needle = phoneNeedle(typed, country)
  const numbers = needle?.numbers.filter(isLong) ?? []
  if (needle === null || numbers.length === 0) return null
  const either = (of: (number: string) => string) =>
    `digits : (${anyOf(unique(numbers.map(of)).map(phrase))})`
  return {
    table: 'client_search',
    expression: either((number) => number.slice(-ownDigits)),
    whole: either((number) => number),
    isWhole: numbers.some(({ length }) => length >= wholeNumber),
    fits: ({ digits }) => {
      const extension = / x(\d+)$/.exec(digits)?.[1] ?? null
      const isSame = [needle.extension, extension].includes(null) || needle.extension === extension
      return isSame && numbers.some((number) => digits.includes(number))
    },
  }
}

/**
 * Of an address, what stands before its domain; of a domain beside other words, nothing. The words
 * are looked at again as they were typed.
 */
function ownParts(words: readonly string[]): string[] {
  const own = words.map((word) => {
    const local = word.slice(0, word.indexOf('@') + 1)
    return isLong(foldText(local)) ? local : word
  })
  const telling = own.filter((word) => !/^@|^[^@]*\.[^@]*$/.test(word))
  return telling.length > 0 ? telling : own
}

/** What the index of words sees. */
const token = /[\p{L}\p{N}\p{M}\p{Co}]/u
/** A sign that parts no words in a name: it is looked for as it is. */
const sign = /[^\p{L}\p{N}\p{M}\p{Co}\p{Z}\p{Pd}\p{Pi}\p{Pf}\p{Ps}\p{Pe}'.,;"·・…]/u

/** The words as names are parted, each as it can be spelled: plain, spelled out, mixed. */
function tokensOf(words: readonly string[]): string[][] {
  return words
    .flatMap((word) => partsOfName(word))
    .map(formsOf)
    .filter((forms) => forms.some((form) => token.test(form)))
}

/** A typed word as it stands in a name, where what parts it is nothing. */
function formsIn(word: string): string[] {
  return formsOf(partsOfName(word).join('')).filter((form) => token.test(form))
}

/** Looks at a candidate again: every word must be there as it was typed, in the name or the contact. */
function matcherOf(words: readonly string[]): (client: Found) => boolean {
  const wanted = words.map((word) => {
    const folded = foldText(word)
    const forms = sign.test(folded) ? [] : formsIn(word)
    return { folded, spelled: foldText(word, true), forms, word }
  })
  return (client) =>
    wanted.every(
      ({ folded, spelled, forms, word }) =>
        forms.some((form) => client.parts.includes(form)) ||
        client.foldedEmail.includes(folded) ||
        client.foldedEmail.includes(spelled) ||
        (client.phone?.includes(word) ?? false) ||
        client.digits.includes(folded) ||
        // Hardly a name has such a sign, and folding each costs milliseconds.
        (forms.length === 0 && sign.test(client.name) && foldText(client.name).includes(folded)),
    )
}

/** Wherever a word may stand: in a name in any spelling, or in a contact as it is. */
function anySpelling(word: string): string {
  return anyOf(unique([foldText(word), foldText(word, true), ...formsIn(word)]).map(phrase))
}

const isLong = (text: string) => [...text].length >= shortestTrigram
const unique = (texts: readonly string[]) => [...new Set(texts)]
const phrase = (text: string) => `"${text.replaceAll('"', '""')}"`
const beginning = (forms: readonly string[]) => anyOf(forms.map((form) => `${phrase(form)} *`))
/** One letter begins a pair. */
const pair = (text: string) => `${phrase(pairMark + text)}${[...text].length === 1 ? ' *' : ''}`
const anyOf = (questions: readonly string[]) => `(${questions.join(' OR ')})`
const allOf = (questions: readonly string[]) => `(${questions.join(' AND ')})`
