import { codeOf, messageOf } from '../../shared/thrown.ts'
import type { Migration } from '../db/migrate.ts'
import { StudioDatabase } from '../db/studio-database.ts'
import { archiveFolder, archiveProblem } from './log-archive.ts'
import { verifyLog, verifyTail } from './verify-log.ts'

/** What was found, and where: in SQLite’s file, in the rules it holds, in the log, or in an archive. */
export interface Damage {
  readonly part: 'file' | 'rules' | 'log' | 'archive'
  /** For whoever is asked for help; it holds no names. */
  readonly detail: string
}

/** The newest events, of which the quick proof recomputes the hashes. */
const tailEvents = 200
/** A table with more rows is left to the whole proof. */
const quickRows = 20_000

/**
 * What can be proved while somebody waits for the first screen: that the newest events follow from
 * each other, and as many tables with their indexes as `budgetMs` allow, the small ones first.
 *
 * @returns what is wrong; null: nothing was found yet.
 */
export function proveQuickly(database: StudioDatabase, budgetMs = 60): Damage | null {
  return guarded(() => {
    const until = performance.now() + budgetMs
    const sizes = database
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
      )
      .pluck()
      .all()
      .map((name) => ({ name: String(name), rows: lastRowOf(database, String(name)) }))
      .toSorted((a, b) => a.rows - b.rows)
    for (const { name, rows } of sizes) {
      if (rows > quickRows || performance.now() > until) break
      const found = checkIntegrity(database, name)
      if (found) return found
    }
    if (!sizes.some(({ name }) => name === 'event_log_head')) return null
    const problem = verifyTail(database, tailEvents)
    return problem === null ? null : { part: 'log', detail: problem }
  })
}

/**
 * Reads everything: SQLite’s own check of every page and index, that the rules are those of this
 * FitFlow, all references, and the log with its archives. Minutes for a very large studio.
 *
 * @param folder where the archives lie, when it is not beside the file
 */
export function proveWhole(
  database: StudioDatabase,
  { migrations, folder = archiveFolder(database.file) }: ProveOptions = {},
): Damage | null {
  return guarded(() => {
    const broken = checkIntegrity(database)
    if (broken) return broken
    const changed = migrations ? changedRule(database, migrations) : null
    if (changed !== null) return { part: 'rules', detail: `${changed} is not as FitFlow made it` }
    const lost = database.prepare('PRAGMA foreign_key_check').get() as { table: string } | undefined
    if (lost) return { part: 'file', detail: `a row of ${lost.table} points to nothing` }
    if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'event_log_head'`).get()) {
      return null
    }
    const missing = archiveProblem(database, folder)
    if (missing !== null) return { part: 'archive', detail: missing }
    const log = verifyLog(database, { folder })
    return log.valid ? null : { part: 'log', detail: `event ${log.seq}: ${log.problem}` }
  })
}

interface ProveOptions {
  /** Given: the tables, indexes and triggers must be those that these make. */
  readonly migrations?: readonly Migration[] | undefined
  readonly folder?: string | undefined
}

/** SQLite’s own check of every page and index, or of one table or full-text index. */
export function checkIntegrity(database: StudioDatabase, table?: string): Damage | null {
  const of = table === undefined ? '(1)' : `('${table.replaceAll("'", "''")}')`
  const found: unknown = database.prepare(`PRAGMA integrity_check${of}`).pluck().get()
  return found === 'ok' ? null : { part: 'file', detail: String(found) }
}

function lastRowOf(database: StudioDatabase, table: string): number {
  try {
    return Number(database.prepare(`SELECT max(rowid) FROM "${table}"`).pluck().get() ?? 0)
  } catch (error) {
    // A table WITHOUT ROWID is small in FitFlow.
    if ((error as { code?: unknown }).code === 'SQLITE_ERROR') return 0
    throw error
  }
}

type Rule = { readonly name: string; readonly sql: string }

/** The first table, index or trigger that is missing or says something else; null: none. */
export function changedRule(
  database: StudioDatabase,
  migrations: readonly Migration[],
): string | null {
  const read = `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'schema_migrations'`
  const found = new Map(
    (database.prepare(read).all() as Rule[]).map(({ name, sql }) => [name, sql]),
  )
  const fresh = StudioDatabase.openScratch(':memory:')
  try {
    for (const { sql } of migrations) fresh.exec(sql)
    const expected = fresh.prepare(read).all() as Rule[]
    return expected.find(({ name, sql }) => found.get(name) !== sql)?.name ?? null
  } finally {
    fresh.close()
  }
}

/**
 * Whatever reading stumbles over is what was looked for, also a table whose text lost a letter. Only
 * a file that cannot be read just now is not: one that is locked, or on a disk that went away.
 */
function guarded(prove: () => Damage | null): Damage | null {
  try {
    return prove()
  } catch (error) {
    if (isOfTheMoment(error)) throw error
    return { part: 'file', detail: messageOf(error) }
  }
}

const momentary = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|NOMEM|INTERRUPT|PERM|AUTH|PROTOCOL)/

/** Every code of the system, which begins with an E, and those of SQLite that say nothing of the file. */
function isOfTheMoment(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  return momentary.test(code) || /^E[A-Z]+$/.test(code)
}

/** Whether an error says that the file is damaged, whoever met it. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error) ?? '')
}
