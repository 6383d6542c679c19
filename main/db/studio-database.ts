import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import {
  DummyDriver,
  Kysely,
  sql as written,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type Insertable,
} from 'kysely'
import { localDateTimeOf, type Instant } from '../../shared/time.ts'
import { FileGuard } from './file-guard.ts'
import { forgetOpening, markOpening } from './opening-mark.ts'
import { setAsideName } from './set-aside.ts'
import { StudioHealth, StudioUnusable, type FileTrouble } from './studio-health.ts'
import type { Tables } from './tables.ts'

/**
 * Builds typed SQL; it cannot run any. Its driver is a dummy, so every query goes through
 * {@link StudioDatabase}, on the one connection and inside the one transaction.
 *
 * @example
 * database.first(sql.selectFrom('clients').select('name').where('id', '=', clientId))
 */
export const sql = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** So much is copied between two looks at how far it is: some tenths of a second on a slow stick. */
const pagesAtOnce = 500
/**
 * A part of a query that stands in it as it is written. A partial index is used only for constants
 * that SQLite can see, and the builder hides each behind a `?`.
 *
 * @example
 * sql.selectFrom('fees').where(asWritten<boolean>`state IN ('pending', 'due')`)
 */
export const asWritten = written

/** What holds on every connection. `synchronous` 2 is FULL: a confirmed booking survives a power cut. */
const pragmas = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
  busy_timeout: 5000,
  trusted_schema: 0,
  // FitFlow brings the log into the file itself, see `FileGuard.bringIn`.
  wal_autocheckpoint: 0,
  // What is deleted or overwritten is gone from the file, not only from what can be read.
  secure_delete: 1,
} as const

/**
 * One studio's SQLite file, opened with the pragmas the rest of the code relies on.
 * Statements are prepared once per SQL text: preparing each time costs more than ten times the insert.
 */
export class StudioDatabase {
  readonly file: string
  /** Whether what it says can be relied on. */
  readonly health = new StudioHealth()
  readonly #connection: Sqlite.Database
  readonly #statements = new Map<string, Sqlite.Statement>()
  /** Only for a studio that is worked with. */
  readonly #guard: FileGuard | null

  private constructor(connection: Sqlite.Database, guard: FileGuard | null = null) {
    this.#connection = connection
    this.#guard = guard
    this.file = connection.name
    // For migrations, which are plain SQL: `local_time(instant, zone)` is the wall time.
    // For what is logged of long texts.
    connection.function('sha256_of', { deterministic: true }, (text) =>
      text === null ? null : hash('sha256', String(text)),
    )
    connection.function('local_time', { deterministic: true }, (instant, zone) =>
      localDateTimeOf(instant as Instant, zone as string),
    )
  }

  /**
   * Opens or creates the file. Throws when the file is not a database or a pragma does not hold.
   */
  static open(file: string): StudioDatabase {
    const connection = new Sqlite(file)
    try {
      for (const [name, value] of Object.entries(pragmas)) connection.pragma(`${name} = ${value}`)
      // better-sqlite3 lowers a new WAL file to NORMAL at its first write, so write, then set and look again.
      writeNothing(connection)
      connection.pragma(`synchronous = ${pragmas.synchronous}`)
      writeNothing(connection)
      for (const [name, value] of Object.entries(pragmas)) {
        const actual: unknown = connection.pragma(name, { simple: true })
        if (actual !== value) {
          throw new Error(`PRAGMA ${name} is ${String(actual)} instead of ${value} in ${file}.`)
        }
      }
      markOpening(connection, file)
      // The file itself has the mark from now on: older bytes of it have another one.
      connection.pragma('wal_checkpoint(PASSIVE)')
      return new StudioDatabase(connection, new FileGuard(file))
    } catch (error) {
      connection.close()
      throw error
    }
  }

  /** Opens an existing file without ever writing to it, for checking it from outside. */
  static openForReading(file: string): StudioDatabase {
    return new StudioDatabase(new Sqlite(file, { readonly: true, fileMustExist: true }))
  }

  /**
   * Opens a file that may be thrown away, for making a read model fast: a crash may leave it
   * useless, and nothing checks its references.
   */
  static openScratch(file: string): StudioDatabase {
    const connection = new Sqlite(file)
    connection.pragma('journal_mode = OFF')
    connection.pragma('synchronous = OFF')
    connection.pragma('foreign_keys = OFF')
    return new StudioDatabase(connection)
  }

  /** Throws {@link StudioUnusable} when the file is not the one that was opened any more. */
  requireOwnFile(): void {
    const found = this.#guard?.look() ?? null
    if (found) this.health.fail(found)
    const { trouble } = this.health
    // What is damaged can still be read; what may be written then is the router's to say.
    if (trouble && trouble.kind !== 'damaged') throw new StudioUnusable(trouble)
    if (trouble || this.#connection.inTransaction) return
    this.#markLog()
    this.#bringLogIn()
  }

  /** Throws {@link StudioUnusable} when somebody else wrote into the file meanwhile. */
  #bringLogIn(longest?: number): void {
    const found = this.#guard?.bringIn(() => {
      try {
        this.#connection.pragma('wal_checkpoint(PASSIVE)')
      } catch {
        // A disk that is full just now: everything is in the log, and the next time it goes on.
      }
    }, longest)
    if (!found) return
    this.health.fail(found)
    throw new StudioUnusable(found)
  }

  /** A log that starts anew has no copy of the file's first page before somebody writes one. */
  #markLog(): void {
    const mark = this.#guard?.takeMissingMark() ?? null
    if (mark === null) return
    try {
      this.#connection.pragma(`user_version = ${mark}`)
    } catch {
      // A disk that is full just now: the next round has it. Until then the log is proved, not known.
    }
  }

  /**
   * Remembers damage that somebody met. Where the file is not the one that was opened, that is what is
   * wrong: SQLite stumbles over bytes that are not its own.
   *
   * @returns what is wrong
   */
  failDamaged(detail: string): FileTrouble {
    const trouble = this.#guard?.look() ?? { kind: 'damaged', detail }
    this.health.fail(trouble)
    return this.health.trouble ?? trouble
  }

  /** What SQLite would do at closing, where nobody could look at it any more. */
  #bringLogInLast(): void {
    if (this.#guard?.look() !== null) return
    try {
      this.#bringLogIn(0)
    } catch (error) {
      // It is being closed: what is in the log is copied, see `protectOther`.
      if (!(error instanceof StudioUnusable)) throw error
    }
  }

  /** Every row of a query. */
  all<R>(query: Compilable<R>): R[] {
    const { sql: text, parameters } = query.compile()
    return this.prepare(text).all(...parameters) as R[]
  }

  /** The first row of a query, or undefined. */
  first<R>(query: Compilable<R>): R | undefined {
    const { sql: text, parameters } = query.compile()
    return this.prepare(text).get(...parameters) as R | undefined
  }

  /** The first row of a query that must have one. Throws when it has none: that is a bug. */
  one<R>(query: Compilable<R>): R {
    const row = this.first(query)
    if (row === undefined) throw new Error(`No row: ${query.compile().sql}`)
    return row
  }

  /**
   * Adds a row. Needs a transaction around it. The same as `run(sql.insertInto(…))`, without building
   * a query that is the same each time: that costs more than the insert.
   */
  insert<T extends keyof Tables>(table: T, row: Insertable<Tables[T]>): void {
    this.#needTransaction()
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    this.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(
      ...Object.values(row),
    )
  }

  /** Runs a write and tells how many rows it changed. Needs a transaction around it. */
  run(query: Compilable): number {
    this.#needTransaction()
    const { sql: text, parameters } = query.compile()
    return this.prepare(text).run(...parameters).changes
  }

  /**
   * Runs one small write that must outlive the process but not a power cut, without waiting for the
   * disk. The next ordinary commit brings it to the disk with itself.
   *
   * NORMAL, not OFF: should this very write begin a checkpoint, the checkpoint still waits for the
   * disk. With OFF, a power cut in it could lose bookings that were confirmed before.
   */
  runUnsynced(text: string, parameters: readonly unknown[]): void {
    if (this.#connection.inTransaction) throw new Error('Already inside a unit of work.')
    this.requireOwnFile()
    this.#connection.pragma('synchronous = NORMAL')
    try {
      this.prepare(text).run(...parameters)
    } finally {
      this.#connection.pragma(`synchronous = ${pragmas.synchronous}`)
    }
  }

  /** The cached statement of an SQL text, for the few queries written by hand. */
  prepare(text: string): Sqlite.Statement {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.#connection.prepare(text)
      this.#statements.set(text, statement)
    }
    // Who asked with the same text before may have wanted single values.
    return statement.reader ? statement.pluck(false) : statement
  }

  /** Forgets cached statements whose text contains `part`, so that what they hold can be let go. */
  forgetStatements(part: string): void {
    for (const text of this.#statements.keys()) {
      if (text.includes(part)) this.#statements.delete(text)
    }
  }

  #needTransaction(): void {
    if (!this.#connection.inTransaction) throw new Error('A write outside of a unit of work.')
  }

  /** Runs SQL that returns nothing: migrations and transaction control. */
  exec(text: string): void {
    this.#connection.exec(text)
  }

  get isOpen(): boolean {
    return this.#connection.open
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction
  }

  /**
   * Lets all reads of `work` see one and the same moment of the file, however long they take and
   * whatever is written meanwhile. The write-ahead log cannot be emptied before `work` is done.
   */
  atOneMoment<T>(work: () => T): T {
    this.#connection.exec('BEGIN')
    try {
      return work()
    } finally {
      this.#connection.exec('COMMIT')
    }
  }

  /**
   * Copies one moment of the file into a new one, in small steps, and answers what `read` read of
   * that same moment. For a connection that only reads: whatever others write meanwhile, the copy
   * neither holds it nor begins again. The write-ahead log cannot be emptied before it is done.
   *
   * @param onProgress bytes copied, and how many there are.
   */
  async backUpTo<T>(
    file: string,
    onProgress: (done: number, total: number) => void,
    read: () => T,
  ): Promise<T> {
    const pageBytes = this.#connection.pragma('page_size', { simple: true }) as number
    this.#connection.exec('BEGIN')
    try {
      // The first read takes the moment.
      const value = read()
      await this.#connection.backup(file, {
        progress: ({ totalPages, remainingPages }) => {
          onProgress((totalPages - remainingPages) * pageBytes, totalPages * pageBytes)
          return pagesAtOnce
        },
      })
      return value
    } finally {
      this.#connection.exec('COMMIT')
    }
  }

  /** Copies the committed state into a new file, compacted. Blocks until it is done. */
  copyTo(file: string): void {
    this.prepare('VACUUM INTO ?').run(file)
  }

  /**
   * Writes the whole file anew, without anything that stood in its free space, and empties the
   * write-ahead log. Blocks until it is done. Needs free disk space of the size of the file.
   *
   * @returns false while another connection still reads the old log: then call again later.
   */
  leaveNoTrace(): boolean {
    this.#guard?.forget()
    this.#connection.exec('VACUUM')
    const [answer] = this.#connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    return answer?.busy === 0
  }

  /** Empties the write-ahead log into the file and closes it; never into another one. */
  close(): void {
    if (!this.#guard) return void this.#connection.close()
    if (!this.#connection.open) return
    this.#bringLogInLast()
    this.#guard.protectOther(setAsideName(`${this.file}-wal`, new Date()))
    const isOwn = this.#guard.look() === null
    this.#connection.close()
    this.#guard.close()
    // Where the log is still there it belongs to a file that went away: the note tells to which.
    if (isOwn && !existsSync(`${this.file}-wal`)) forgetOpening(this.file)
  }
}

/** A real write to the file that changes nothing in it. */
function writeNothing(connection: Sqlite.Database): void {
  const version: unknown = connection.pragma('user_version', { simple: true })
  connection.pragma(`user_version = ${Number(version)}`)
}
