import { asciiAddress } from '../../../shared/email-address.ts'
import { foldName, foldText, foldVersion } from '../../../shared/fold-text.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../../db/unit-of-work.ts'
import { checkIntegrity } from '../../events/prove-studio.ts'
import { countryOf, findStudio } from '../studio/index.ts'
import { phoneText } from './phone-forms.ts'

/** Marks two letters in a row, which are looked for where a word is too short for the others. */
export const pairMark = '\uE000'

const indexes = ['client_name_words', 'client_name_letters', 'client_words', 'client_search']

/** So many rows are held in memory at once. */
const atOnce = 5_000

/**
 * Writes the index rows of clients who changed in this transaction. The database itself has taken out
 * what does not hold any more.
 */
export function foldClients(
  { database }: Pick<Tx, 'database'>,
  clientIds: readonly string[],
): void {
  const studio = findStudio(database)
  if (!studio) return
  const rows = database
    .prepare(
      `SELECT c.search_row, c.name, c.phone, c.email, c.merged_into, c.erased_at FROM clients_to_fold q
       JOIN clients c ON c.search_row = q.search_row
       WHERE c.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(clientIds)) as Unfolded[]
  foldRows(database, rows, countryOf(studio))
}

/**
 * Writes index rows that are still to be written, of who was registered last first.
 *
 * @returns how many it wrote: fewer than `most` when none are left.
 */
export function foldNext({ database }: Pick<Tx, 'database'>, most: number): number {
  const studio = findStudio(database)
  if (!studio) return 0
  const rows = database
    .prepare(
      `SELECT c.search_row, c.name, c.phone, c.email, c.merged_into, c.erased_at FROM clients_to_fold q
       JOIN clients c ON c.search_row = q.search_row ORDER BY q.search_row DESC LIMIT ?`,
    )
    .all(most) as Unfolded[]
  foldRows(database, rows, countryOf(studio))
  return rows.length
}

type Unfolded = Pick<
  Row<'clients'>,
  'search_row' | 'name' | 'phone' | 'email' | 'merged_into' | 'erased_at'
>

/**
 * In one statement and in rising order: FTS5 writes out what it holds at the end of each statement,
 * and whenever a row comes before the last one. One by one, 100,000 clients take six times as long.
 */
function foldRows(database: StudioDatabase, clients: readonly Unfolded[], country: string): void {
  if (clients.length === 0) return
  // Somebody may have been merged or erased while they waited: nobody is to find them.
  const isFound = (client: Unfolded) => client.merged_into === null && client.erased_at === null
  const rows = JSON.stringify(clients.filter(isFound).map((client) => foldedRow(client, country)))
  const waited = JSON.stringify(clients.map((client) => client.search_row))
  database
    .prepare(`DELETE FROM client_folds WHERE search_row IN (SELECT value FROM json_each(?))`)
    .run(waited)
  database
    .prepare(
      `INSERT INTO client_folds (search_row, words, spelled, parts, letters, email, digits)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
       FROM json_each(?) ORDER BY 1`,
    )
    .run(rows)
  database
    .prepare(`DELETE FROM clients_to_fold WHERE search_row IN (SELECT value FROM json_each(?))`)
    .run(waited)
}

function foldedRow({ search_row: row, name, phone, email }: Unfolded, country: string): unknown[] {
  const { words, spelled, beginnings, letters } = foldName(name)
  const parts = [...beginnings, ...letters, ...pairsOf(letters)].join(' ')
  return [
    row,
    words,
    spelled,
    parts,
    letters.join(' '),
    emailText(email),
    phoneText(phone, country),
  ]
}

/**
 * Looks whether the index is up to date. Where another version of FitFlow, another country or another
 * program has left something to do, it is put down; that takes some tenths of a second for 100,000
 * clients.
 *
 * @param isWhole whether the index may be emptied
 * @returns how many clients are not in the index.
 */
export function countUnfolded(work: UnitOfWork, isWhole: () => boolean): number {
  const { database } = work
  const studio = findStudio(database)
  if (!studio) return 0
  const country = countryOf(studio)
  const rules = database.prepare('SELECT version, country FROM client_fold_rules').get() as
    | { version: number; country: string }
    | undefined
  if (rules?.version !== foldVersion || rules.country !== country) {
    if (!isWhole()) return 0
    work.run(onItsOwn(), ({ database }) => emptyIndex(database, country))
  } else if (!database.prepare('SELECT 1 FROM clients_to_fold LIMIT 1').get()) {
    return 0
  }
  const { count } = database.prepare('SELECT count(*) AS count FROM clients_to_fold').get() as {
    count: number
  }
  return count
}

/**
 * Whether what search looks in is undamaged; where it is not, the studio takes nothing more. To be
 * asked before it is written to or emptied: that may take a damaged page away before any proof has
 * seen it. Some tenths of a second for 100,000 clients.
 */
export function isIndexWhole(database: StudioDatabase): boolean {
  for (const index of indexes) {
    const damage = checkIntegrity(database, index)
    if (damage) {
      database.failDamaged(damage.detail)
      return false
    }
  }
  return true
}

/** Brings the index up to date now. All of 100,000 clients take some seconds. */
export function refoldClients(work: UnitOfWork): void {
  work.run(onItsOwn(), (tx) => {
    while (foldNext(tx, atOnce) === atOnce);
  })
}

function emptyIndex(database: StudioDatabase, country: string): void {
  const setRules = database.prepare('INSERT OR REPLACE INTO client_fold_rules VALUES (1, ?, ?)')
  // While it is 0 no trigger takes the rows out of the indexes one by one.
  setRules.run(0, country)
  database.exec(
    `DELETE FROM client_folds;
     INSERT OR IGNORE INTO clients_to_fold
     SELECT search_row FROM clients WHERE merged_into IS NULL AND erased_at IS NULL`,
  )
  for (const index of indexes) {
    database.prepare(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`).run()
  }
  setRules.run(foldVersion, country)
}

function emailText(email: string | null): string {
  if (email === null) return ''
  const forms = [foldText(email), foldText(email, true), asciiAddress(email)?.toLowerCase() ?? '']
  return [...new Set(forms)].join(' ')
}

/** Each two letters in a row, and each word’s last one, marked. */
function pairsOf(words: readonly string[]): string[] {
  const pairs = words.flatMap((word) => {
    const letters = [...word]
    return letters.map((letter, at) => `${pairMark}${letter}${letters[at + 1] ?? ''}`)
  })
  return [...new Set(pairs)]
}
