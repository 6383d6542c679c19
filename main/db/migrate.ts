import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../shared/thrown.ts'
import { startWaitsMs, untilFree } from './held-files.ts'
import { StudioDatabase } from './studio-database.ts'
import { removeWithCompanions } from './unfinished-files.ts'

/** One migration: a file of plain SQL, forward only. */
export interface Migration {
  /** For example `0001_event_core`; the order of the names is the order of the steps. */
  readonly name: string
  readonly sql: string
}

/** Why a file could not be brought up to date. The message says what happened to the data. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Reads `0001_….sql`, `0002_….sql` from a folder, in order. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .toSorted()
    .map((file) => ({
      name: file.replace(/\.sql$/, ''),
      sql: readFileSync(join(folder, file), 'utf8'),
    }))
}

/**
 * Brings the file up to date: a copy of the data first, then each missing migration in its own
 * transaction, checked for broken references before it commits.
 *
 * @param prove reads that copy through and says what is wrong with it; null: nothing
 * @returns the names that were applied now.
 * @throws MigrationError when the file was written by a newer FitFlow, a past migration was
 * edited, or a step fails. A failed step leaves the file as it was before that step.
 */
export function migrate(
  database: StudioDatabase,
  migrations: readonly Migration[],
  prove: (copy: StudioDatabase) => string | null = () => null,
): string[] {
  const pending = readPending(database, migrations)
  if (pending.length === 0) return []
  database.exec(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL
     ) STRICT`,
  )
  const isNew = pending.length === migrations.length
  const backup = isNew ? null : backUp(database, pending[0]!.name, prove)
  for (const migration of pending) apply(database, migration, backup)
  return pending.map((migration) => migration.name)
}

/**
 * What is missing in the file, without writing to it.
 *
 * @throws MigrationError when the file was written by a newer FitFlow, or a past migration was edited.
 */
export function readPending(
  database: StudioDatabase,
  migrations: readonly Migration[],
): readonly Migration[] {
  const isNew = !database
    .prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'`)
    .get()
  if (isNew) return migrations
  const applied = new Map(
    (
      database.prepare('SELECT name, checksum FROM schema_migrations').all() as {
        name: string
        checksum: string
      }[]
    ).map((row) => [row.name, row.checksum]),
  )
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const [name, checksum] of applied) {
    const migration = known.get(name)
    if (!migration) {
      throw new MigrationError(
        `This studio was opened by a newer FitFlow (it has “${name}”). Install the newest version and open it again; nothing was changed.`,
      )
    }
    if (checksumOf(migration) !== checksum) {
      throw new MigrationError(
        `Migration ${name} is not the one this studio was made with. Reinstall FitFlow; nothing was changed.`,
      )
    }
  }

  return migrations.filter((migration) => !applied.has(migration.name))
}

function apply(database: StudioDatabase, migration: Migration, backup: string | null): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(migration.sql)
    const broken = database.prepare('PRAGMA foreign_key_check').all()
    if (broken.length > 0) throw new Error(`${broken.length} rows would point to nothing`)
    database
      .prepare('INSERT INTO schema_migrations (name, checksum, applied_at) VALUES (?, ?, ?)')
      .run(migration.name, checksumOf(migration), new Date().toISOString())
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    const reason = messageOf(error)
    throw new MigrationError(
      `Migration ${migration.name} failed (${reason}). Your data is as it was` +
        (backup ? `; a copy from before is at ${backup}.` : '.'),
      { cause: error },
    )
  }
}

/** Under its name only when it is whole: a copy that calls itself one is what somebody goes back to. */
function backUp(
  database: StudioDatabase,
  before: string,
  prove: (copy: StudioDatabase) => string | null,
): string {
  const file = `${database.file}.before-${before}`
  const part = `${database.file}.copying`
  removeWithCompanions(part, startWaitsMs)
  try {
    database.copyTo(part)
    const copy = StudioDatabase.openForReading(part)
    const problem = prove(copy)
    copy.close()
    if (problem !== null) {
      throw new MigrationError(
        `The studio’s file is damaged (${problem}), so this new FitFlow did not change it. Nothing was changed.`,
      )
    }
    untilFree(() => renameSync(part, file), startWaitsMs)
    return file
  } catch (error) {
    removeWithCompanions(part)
    throw error
  }
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}
