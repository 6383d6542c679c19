/** What a column holds. Instants are text, hashes bytes, flags and numbers numbers. */
export type SqlValue = string | number | Buffer | null

/** Runs statements. SQL is the part of the language that SQLite and PostgreSQL share; `?` is a value. */
export interface SqlConnection {
  /**
   * Ends a SELECT whose rows nobody else may change before this transaction is over. Empty where
   * there is only ever one writer.
   */
  readonly forUpdate: '' | ' FOR UPDATE'
  /** The same, but rows that somebody else holds are left out instead of waited for. */
  readonly forUpdateIfFree: '' | ' FOR UPDATE SKIP LOCKED'
  all<R extends object>(text: string, parameters?: readonly SqlValue[]): Promise<R[]>
  /** @returns how many rows it changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>
  /** Adds rows, all with the same columns. */
  insertAll(table: string, rows: readonly Readonly<Record<string, SqlValue>>[]): Promise<void>
}

/**
 * Where the endpoint keeps everything: the one thing that differs between an SQLite file and
 * PostgreSQL. What a transaction wrote is on the disk when its promise resolves, and nothing of it
 * is when the promise rejects before the commit was sent.
 */
export interface SqlServer extends Omit<
  SqlConnection,
  'insertAll' | 'forUpdate' | 'forUpdateIfFree'
> {
  /** For people: the file, or the host and database. Never a password. */
  readonly place: string
  /** Rejects when a push could not be stored now: the server is away, or the disk is full. */
  probe(): Promise<void>
  transaction<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>
  /** Waits for what is running. */
  close(): Promise<void>
}

/** Writes the one row that says whether anything can be written. */
export async function writeProbe(server: Pick<SqlServer, 'run'>): Promise<void> {
  await server.run(
    `INSERT INTO readiness (id, looked_at) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET looked_at = excluded.looked_at`,
    [new Date().toISOString()],
  )
}

/** The disk is full, the server is away: not a bug, and worth trying again. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
}

/** This very value cannot be stored, now or later, and any other can: its sender's fault. */
export class ValueRefused extends Error {
  override readonly name = 'ValueRefused'
}
