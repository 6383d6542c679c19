import { mkdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createTables } from './schema.ts'
import {
  StorageUnavailable,
  ValueRefused,
  writeProbe,
  type SqlConnection,
  type SqlServer,
  type SqlValue,
} from './sql-server.ts'

/** What holds on the writing connection. `synchronous` 2 is FULL: an answered push survives a power cut. */
const pragmas = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
  busy_timeout: 5_000,
  trusted_schema: 0,
  // Erased data is gone from the file, not only from what can be read.
  secure_delete: 1,
} as const

/** With less, it is only a matter of seconds. */
const leastFreeBytes = 1024 * 1024

/** The disk's and the lock's fault, not the code's. */
const outside = /^SQLITE_(?:FULL|BUSY|IOERR|READONLY|CANTOPEN|LOCKED|PROTOCOL|NOMEM)/
/** The value's fault. */
const refused = /^SQLITE_(?:TOOBIG|MISMATCH|RANGE|CONSTRAINT_DATATYPE)/

/**
 * Opens or creates the file, and its folder.
 *
 * @param leastFree bytes of the disk below which nothing more is promised
 */
export async function openSqliteServer(
  file: string,
  leastFree: number = leastFreeBytes,
): Promise<SqlServer> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const server = new SqliteServer(file, leastFree)
  try {
    await server.transaction((connection) => createTables(connection, 'sqlite'))
  } catch (error) {
    await server.close()
    throw error
  }
  return server
}

/** One connection writes, one transaction after the other; another reads what is committed. */
class SqliteServer implements SqlServer {
  readonly place: string
  readonly #writer: SqliteConnection
  readonly #reader: SqliteConnection
  readonly #leastFree: number
  #last: Promise<unknown> = Promise.resolve()

  constructor(file: string, leastFree: number) {
    this.place = file
    this.#leastFree = leastFree
    this.#writer = new SqliteConnection(openWriter(file))
    this.#reader = new SqliteConnection(new Sqlite(file, { readonly: true, timeout: 5_000 }))
  }

  all<R extends object>(text: string, parameters?: readonly SqlValue[]): Promise<R[]> {
    return this.#reader.all<R>(text, parameters)
  }

  run(text: string, parameters?: readonly SqlValue[]): Promise<number> {
    return this.transaction((connection) => connection.run(text, parameters))
  }

  transaction<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => this.#begin(work))
    this.#last = mine.catch(() => {})
    return mine
  }

  async probe(): Promise<void> {
    const { bavail, bsize } = await statfs(dirname(this.place))
    // The log may have room in it for this row, and for nothing larger.
    if (bavail * bsize < this.#leastFree) throw new StorageUnavailable('disk full')
    await writeProbe(this)
  }

  async close(): Promise<void> {
    await this.#last
    this.#reader.close()
    this.#writer.close()
  }

  async #begin<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    // At once, so that what the work reads is what it will write on: `--pair` writes beside us.
    this.#writer.exec('BEGIN IMMEDIATE')
    try {
      const result = await work(this.#writer)
      this.#writer.exec('COMMIT')
      return result
    } catch (error) {
      // A full disk has rolled it back already.
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK')
      throw error
    }
  }
}

class SqliteConnection implements SqlConnection {
  readonly forUpdate = ''
  readonly forUpdateIfFree = ''
  readonly #connection: Sqlite.Database
  readonly #statements = new Map<string, Sqlite.Statement>()

  constructor(connection: Sqlite.Database) {
    this.#connection = connection
  }

  async all<R extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<R[]> {
    return blameTheDisk(() => this.#prepare(text).all(...parameters) as R[])
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return blameTheDisk(() => this.#prepare(text).run(...parameters).changes)
  }

  async insertAll(
    table: string,
    rows: readonly Readonly<Record<string, SqlValue>>[],
  ): Promise<void> {
    const columns = Object.keys(rows[0] ?? {})
    const marks = columns.map(() => '?').join(', ')
    const statement = this.#prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`,
    )
    blameTheDisk(() => {
      for (const row of rows) statement.run(...columns.map((column) => row[column]))
    })
  }

  exec(text: string): void {
    blameTheDisk(() => this.#connection.exec(text))
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction
  }

  close(): void {
    this.#connection.close()
  }

  #prepare(text: string): Sqlite.Statement {
    let statement = this.#statements.get(text)
    if (!statement) this.#statements.set(text, (statement = this.#connection.prepare(text)))
    return statement
  }
}

function openWriter(file: string): Sqlite.Database {
  const connection = new Sqlite(file)
  try {
    for (const [name, value] of Object.entries(pragmas)) connection.pragma(`${name} = ${value}`)
    // better-sqlite3 lowers a new WAL file to NORMAL at its first write: write, then set and look again.
    connection.pragma('user_version = 1')
    connection.pragma(`synchronous = ${pragmas.synchronous}`)
    connection.pragma('user_version = 1')
    for (const [name, value] of Object.entries(pragmas)) {
      const actual: unknown = connection.pragma(name, { simple: true })
      if (actual !== value) throw new Error(`PRAGMA ${name} is ${String(actual)} in ${file}.`)
    }
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function blameTheDisk<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error
    if (refused.test(error.code)) throw new ValueRefused(error.code, { cause: error })
    if (outside.test(error.code)) throw new StorageUnavailable(error.code, { cause: error })
    throw error
  }
}
