import { asciiAddress } from '../../../shared/email-address.ts'
import { foldName, foldText, foldVersion } from '../../../shared/fold-text.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../../db/unit-of-work.ts'
import { countryOf, findStudio } from '../studio/index.ts'
import { phoneText } from './phone-forms.ts'

/** Marks two letters in a row, which are looked for where a word is too short for the others. */
export const pairMark = '\uE000'

const indexes = ['client_name_words', 'client_name_letters', 'client_words', 'client_search']

/** So many rows are held in memory at once. */
const atOnce = 5_000

/**
 * Writes the index rows of the clients that changed in this transaction. The database itself has taken
 * out what does not hold any more.
 */
export function foldClients(tx: Pick<Tx, 'database'>): void {
  const { database } = tx
  const studio = findStudio(database)
  if (!studio) return
  const country = countryOf(studio)
  for (;;) {
    const rows = database
      .prepare(
        `SELECT c.search_row, c.name, c.phone, c.email FROM clients_to_fold q
         JOIN clients c ON c.search_row = q.search_row LIMIT ${atOnce}`,
      )
      .all() as Unfolded[]
    for (const row of rows) foldRow(database, row, country)
    if (rows.length < atOnce) return
  }
}

type Unfolded = Pick<Row<'clients'>, 'search_row' | 'name' | 'phone' | 'email'>

function foldRow(database: StudioDatabase, client: Unfolded, country: string): void {
  const { search_row: row, name, phone, email } = client
  const { words, spelled, beginnings, letters } = foldName(name)
  database.prepare('DELETE FROM client_folds WHERE search_row = ?').run(row)
  database
    .prepare(
      `INSERT INTO client_folds (search_row, words, spelled, parts, letters, email, digits)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row,
      words,
      spelled,
      [...beginnings, ...letters, ...pairsOf(letters)].join(' '),
      letters.join(' '),
      emailText(email),
      phoneText(phone, country),
    )
  database.prepare('DELETE FROM clients_to_fold WHERE search_row = ?').run(row)
}

/**
 * Brings the index up to date, where another version of FitFlow, another country or another program
 * has left something to do. Costs nothing when nothing is; all of 100,000 clients take some seconds.
 */
export function refoldClients(work: UnitOfWork): void {
  const { database } = work
  const studio = findStudio(database)
  if (!studio) return
  const rules = database.prepare('SELECT version, country FROM client_fold_rules').get() as
    | { version: number; country: string }
    | undefined
  if (rules?.version !== foldVersion || rules.country !== countryOf(studio)) {
    work.run(onItsOwn(), (tx) => foldAll(tx, countryOf(studio)))
  } else if (isAnyUnfolded(database)) {
    work.run(onItsOwn(), foldClients)
  }
}

function foldAll(tx: Tx, country: string): void {
  const { database } = tx
  const setRules = database.prepare('INSERT OR REPLACE INTO client_fold_rules VALUES (1, ?, ?)')
  setRules.run(0, country)
  database.exec(
    `DELETE FROM client_folds;
     INSERT OR IGNORE INTO clients_to_fold
     SELECT search_row FROM clients WHERE merged_into IS NULL AND erased_at IS NULL`,
  )
  foldClients(tx)
  for (const index of indexes) {
    database.prepare(`INSERT INTO ${index} (${index}) VALUES ('rebuild')`).run()
  }
  setRules.run(foldVersion, country)
}

function isAnyUnfolded(database: StudioDatabase): boolean {
  return database.prepare('SELECT 1 FROM clients_to_fold LIMIT 1').get() !== undefined
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
