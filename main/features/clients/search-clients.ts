import type { Client } from '../../../shared/clients.ts'
import { foldName, foldText } from '../../../shared/fold-text.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { countryOf, readStudio } from '../studio/index.ts'
import { allOf, questionsFor, type Found, type Question } from './search-questions.ts'

/** How many of equally good matches are weighed against each other; see {@link searchClients}. */
const mostEquals = 150
/** A word that one in four has, or more, tells little. */
const everybodySpan = 4 * mostEquals

// Made once, for the many comparisons of a sort.
const collator = new Intl.Collator()

/**
 * Finds clients whose name, phone or e-mail contains every word of the text, as `shared/fold-text.ts`
 * compares them. In names spaces, hyphens, apostrophes and nothing are the same.
 *
 * Best match first: names that begin with these very words, names that begin with the text, names
 * with words that begin so, names with it anywhere, and then phone and e-mail. Among equals, who was
 * seen last comes first; of very many equals only the newest registered ones are weighed, because
 * ordering all of them costs 60 ms at 100,000 clients.
 *
 * The last question of a group finds whatever the others of it find. Where its answer is short, the
 * others are told from it; only of a common word is each asked by itself, so that it does not hide a
 * better match.
 */
export function searchClients(database: StudioDatabase, text: string, limit: number): Client[] {
  const words = text.split(/\s+/).map(bareAddress).filter(Boolean)
  if (words.length === 0) return recentClients(database, limit)
  const wanted = foldName(words.join(' ')).words
  const best = new Map<string, Client>()
  for (const group of questionsFor(words, countryOf(readStudio(database)))) {
    if (best.size >= limit) break
    const isNew = ({ id }: Found) => !best.has(id)
    const isEnough = (found: readonly Found[]) => found.filter(isNew).length >= limit - best.size
    const widest = new Inquiry(database, group.at(-1)!)
    for (const question of group) {
      if (best.size >= limit) break
      const found =
        question === widest.question
          ? widest.answer(isEnough)
          : widest.isShort
            ? widest.answer(isEnough).filter(question.holds)
            : new Inquiry(database, question).answer(isEnough)
      for (const client of inOrder(found.filter(isNew), wanted)) best.set(client.id, client)
    }
  }
  const written = foundAsWritten(database, words, limit)
  const isWhole = ({ name }: Client) => foldText(name) === foldText(words.join(' '))
  const found = [...written.filter(isWhole), ...best.values(), ...written]
  return [...new Map(found.map((client) => [client.id, client])).values()].slice(0, limit)
}

/** An address without what a mail program or a sentence puts around it: `Uta <uta@x.example>`, `mailto:…?subject=…`. */
function bareAddress(word: string): string {
  if (!word.includes('@')) return word
  const inside = /[<(]([^<>()]+@[^<>()]*)/.exec(word)?.[1] ?? word
  const [, link, address = inside] = /^["'“‘[]*(mailto:)?(.*)$/iu.exec(inside) ?? []
  return (link ? address.replace(/\?.*$/, '') : address).replace(/[\])>"'”’.,;:!?]+$/u, '')
}

/** Reading so many takes some milliseconds. */
const mostRead = 5_000

/**
 * Of those who are not in the index yet, whoever has every word as it was typed: letters outside of
 * English must be in the same case. Of very many only the newest are read; the others are found once
 * they are in the index, which is made meanwhile.
 */
function foundAsWritten(
  database: StudioDatabase,
  words: readonly string[],
  limit: number,
): Client[] {
  if (!database.prepare('SELECT 1 FROM clients_to_fold LIMIT 1').get()) return []
  return database
    .prepare(
      `SELECT c.id, c.name, c.phone, c.email
       FROM (SELECT search_row FROM clients_to_fold ORDER BY search_row DESC LIMIT ${mostRead}) q
       CROSS JOIN clients c ON c.search_row = q.search_row
       WHERE c.merged_into IS NULL AND c.erased_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM json_each(@words) w
         WHERE coalesce(c.name, '') || char(10) || coalesce(c.phone, '') || char(10) || coalesce(c.email, '')
           NOT LIKE w.value ESCAPE '\\')
       ORDER BY c.name = @whole COLLATE NOCASE DESC, c.last_seen_at DESC LIMIT @limit`,
    )
    .all({
      words: JSON.stringify(words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)),
      whole: words.join(' '),
      limit,
    }) as Client[]
}

/** Who has just this name first, then who was seen last. */
function inOrder(equals: readonly Found[], wanted: string): Client[] {
  return equals
    .map((client) => ({ ...client, isWhole: [client.words, client.spelled].includes(wanted) }))
    .toSorted(
      (a, b) =>
        Number(b.isWhole) - Number(a.isWhole) ||
        newerFirst(a.lastSeenAt, b.lastSeenAt) ||
        collator.compare(a.name, b.name),
    )
    .map(({ id, name, phone, email }) => ({ id, name, phone, email }))
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
 * Who a question is about. An index passes by every row of its most common word, which for one that
 * everybody’s address has takes milliseconds. So each word is asked for alone: one that few have is
 * enough, one that nearly everybody has is only looked at in those who have the others. Only if that
 * leaves too many, and too few of them fit, all are asked for.
 */
class Inquiry {
  readonly question: Question
  readonly #database: StudioDatabase
  readonly #rows: readonly number[]
  #told: Found[] | null = null
  /** Whether its answer is everybody, and not only the newest of many. */
  readonly isShort: boolean
  /** What was asked for to begin with. */
  readonly #asked: string

  constructor(database: StudioDatabase, question: Question) {
    this.#database = database
    this.question = question
    const { asked, rows } = this.#askTelling()
    this.#asked = asked
    this.isShort = rows.length < mostEquals
    this.#rows = rows
  }

  answer(isEnough: (found: readonly Found[]) => boolean): Found[] {
    const { words, whole = allOf(words), holds } = this.question
    this.#told ??= clientsIn(this.#database, this.#rows).filter(holds)
    if (this.isShort || whole === this.#asked || isEnough(this.#told)) return this.#told
    return clientsIn(this.#database, this.#rowsWith(whole)).filter(holds)
  }

  #askTelling(): { readonly asked: string; readonly rows: readonly number[] } {
    const { words } = this.question
    const each: { word: string; rows: number[]; span: number }[] = []
    for (const word of words) {
      const rows = this.#rowsWith(word)
      if (rows.length < mostEquals) return { asked: word, rows }
      each.push({ word, rows, span: spanOf(rows) })
    }
    const telling = each.filter(({ span }) => span > everybodySpan).map(({ word }) => word)
    if (telling.length > 1) {
      const asked = allOf(telling)
      return { asked, rows: this.#rowsWith(asked) }
    }
    const { word, rows } = each.reduce((rare, next) => (next.span > rare.span ? next : rare))
    return { asked: word, rows }
  }

  #rowsWith(expression: string): number[] {
    const { table } = this.question
    const rows = this.#database
      .prepare(
        `SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ${mostEquals}`,
      )
      .all(expression) as { rowid: number }[]
    return rows.map(({ rowid }) => rowid)
  }
}

/** How far apart the newest and the oldest of some rows stand: the farther, the fewer there are. */
const spanOf = (rows: readonly number[]) => (rows[0] ?? 0) - (rows.at(-1) ?? 0)

function clientsIn(database: StudioDatabase, rows: readonly number[]): Found[] {
  if (rows.length === 0) return []
  return database
    .prepare(
      `SELECT c.id, c.name, c.phone, c.email, c.last_seen_at AS lastSeenAt, f.words, f.spelled,
         f.parts, f.letters, f.email AS foldedEmail, f.digits
       FROM json_each(?) r CROSS JOIN client_folds f ON f.search_row = r.value
       JOIN clients c ON c.search_row = f.search_row`,
    )
    .all(JSON.stringify(rows)) as Found[]
}
