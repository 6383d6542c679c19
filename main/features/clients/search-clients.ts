import type { Client } from '../../../shared/clients.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'

/** Trigrams need three letters; shorter words are looked for by reading the newest clients first. */
const shortestTrigram = 3

/** How many clients are read to look for short words in them: a few milliseconds. */
const mostCandidates = 2_000

// Made once, for the many comparisons of a sort.
const collator = new Intl.Collator()

const columns = 'c.id, c.name, c.phone, c.email'

/**
 * Finds clients whose name, phone or e-mail contains every word of the text. Accents and case do
 * not matter. Names that start with the text come first, then names that contain it, then the rest.
 */
export function searchClients(database: StudioDatabase, text: string, limit: number): Client[] {
  // SQLite ends a text at a zero character, which nobody types: it parts words like a space.
  const words = text.split(/[\s\0]+/).filter(Boolean)
  if (words.length === 0) return recentClients(database, limit)
  // An accent may be a character of its own, which the index folds away.
  const isLong = (word: string) => [...fold(word)].length >= shortestTrigram
  const long = words.filter(isLong)
  const short = words.filter((word) => !isLong(word))
  const candidates = short.length > 0 ? mostCandidates : limit * 10
  const found =
    long.length > 0 ? byTrigrams(database, long, candidates) : byShortWords(database, words)
  return found
    .filter((client) => short.every((word) => fold(searchable(client)).includes(fold(word))))
    .map((client) => ({ client, rank: rankOf(client, text) }))
    .toSorted((a, b) => a.rank - b.rank || collator.compare(a.client.name, b.client.name))
    .slice(0, limit)
    .map(({ client }) => client)
}

function recentClients(database: StudioDatabase, limit: number): Client[] {
  return database
    .prepare(`SELECT ${columns} FROM clients c ORDER BY c.last_seen_at DESC LIMIT ?`)
    .all(limit) as Client[]
}

/** A bounded number of candidates: ordering all matches of a common word costs 60 ms at 100,000 clients. */
function byTrigrams(
  database: StudioDatabase,
  words: readonly string[],
  candidates: number,
): Client[] {
  const match = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')
  const find = (expression: string, count: number) =>
    database
      .prepare(
        `SELECT ${columns} FROM client_search s JOIN clients c ON c.search_row = s.rowid
         WHERE client_search MATCH ? LIMIT ?`,
      )
      .all(expression, count) as Client[]
  const inNames = find(`name : (${match})`, candidates)
  if (inNames.length >= candidates) return inNames
  const anywhere = find(match, candidates)
  return [...new Map([...inNames, ...anywhere].map((client) => [client.id, client])).values()]
}

function byShortWords(database: StudioDatabase, words: readonly string[]): Client[] {
  const wanted = words.map(fold)
  return recentClients(database, mostCandidates).filter((client) => {
    const parts = fold(searchable(client)).split(/[\s@.+-]+/)
    return wanted.every((word) => parts.some((part) => part.startsWith(word)))
  })
}

function rankOf(client: Client, text: string): number {
  const name = fold(client.name)
  const wanted = fold(text.trim())
  if (name.startsWith(wanted)) return 0
  if (name.split(' ').some((part) => part.startsWith(wanted))) return 1
  if (name.includes(wanted)) return 2
  return 3
}

function searchable(client: Client): string {
  return [client.name, client.phone, client.email].filter(Boolean).join(' ')
}

/** Lower case without accents: `José` → `jose`. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
