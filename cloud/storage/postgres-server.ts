import { Pool, TypeOverrides, type PoolClient } from 'pg'
import { createTables } from './schema.ts'
import {
  StorageUnavailable,
  ValueRefused,
  writeProbe,
  type SqlConnection,
  type SqlServer,
  type SqlValue,
} from './sql-server.ts'

const int8 = 20
/** PostgreSQL takes 65,535 values in one statement. */
const mostValues = 60_000
/**
 * The server's fault, by PostgreSQL's error classes: connection lost (08, but for what it did not
 * understand, 08P01), nobody let in (28), no such
 * database (3D), transactions that got in each other's way (40), out of resources (53), in use (55),
 * shut down (57), its disk (58), a standby that only reads (25006), a transaction that stood still
 * for too long (25P03); and Node's own codes.
 */
const outside = /^(?:08(?!P01$)|28|3D|40|53|55|57|58)...$|^25006$|^25P03$|^E(?!RR_)[A-Z_]+$/
/** The value's fault: data that its type cannot hold (22), or that is beyond a limit (54). */
const refused = /^(?:22|54)...$/
/** An error that PostgreSQL sent has one; it may quote values, so its words say nothing. */
const sqlState = /^[0-9A-Z]{5}$/

/**
 * Connects to PostgreSQL and creates the tables it lacks.
 *
 * @param url `postgres://user:password@host/database`
 */
export async function openPostgresServer(url: string): Promise<SqlServer> {
  const types = new TypeOverrides()
  // Sequence numbers stay far below what a number holds exactly.
  types.setTypeParser(int8, Number)
  const pool = new Pool({
    connectionString: url,
    types,
    max: 10,
    connectionTimeoutMillis: 5_000,
    // Whatever the server's own settings are: an answered push is on its disk, and a process that is
    // lost in the middle of a transaction, with its machine, keeps nobody waiting for long.
    options: '-c synchronous_commit=on -c idle_in_transaction_session_timeout=15s',
  })
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  const server = new PostgresServer(pool, url)
  try {
    await server.transaction(async (connection) => {
      // Two endpoints may start at once.
      await connection.all('SELECT pg_advisory_xact_lock(4611686018)')
      await createTables(connection, 'postgres')
    })
  } catch (error) {
    await server.close()
    throw error
  }
  return server
}

class PostgresServer implements SqlServer {
  readonly place: string
  readonly #pool: Pool

  constructor(pool: Pool, url: string) {
    this.#pool = pool
    const { host, pathname } = new URL(url)
    this.place = `PostgreSQL ${host}${pathname}`
  }

  async all<R extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<R[]> {
    return blameTheServer(async () => {
      const { rows } = await this.#pool.query(numbered(text), [...parameters])
      return rows as R[]
    })
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return blameTheServer(async () => {
      const { rowCount } = await this.#pool.query(numbered(text), [...parameters])
      return rowCount ?? 0
    })
  }

  async transaction<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    const client = await blameTheServer(() => this.#pool.connect())
    let broken = false
    // Lost between two statements: the next statement says so.
    const onError = () => (broken = true)
    client.on('error', onError)
    try {
      const connection = new PostgresConnection(client)
      await connection.run('BEGIN')
      try {
        const result = await work(connection)
        await connection.run('COMMIT')
        return result
      } catch (error) {
        await connection.run('ROLLBACK').catch(() => (broken = true))
        throw error
      }
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  async probe(): Promise<void> {
    await writeProbe(this)
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}

class PostgresConnection implements SqlConnection {
  readonly forUpdate = ' FOR UPDATE'
  readonly forUpdateIfFree = ' FOR UPDATE SKIP LOCKED'
  readonly #client: PoolClient

  constructor(client: PoolClient) {
    this.#client = client
  }

  async all<R extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<R[]> {
    return blameTheServer(async () => {
      const { rows } = await this.#client.query(numbered(text), [...parameters])
      return rows as R[]
    })
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return blameTheServer(async () => {
      const { rowCount } = await this.#client.query(numbered(text), [...parameters])
      return rowCount ?? 0
    })
  }

  async insertAll(
    table: string,
    rows: readonly Readonly<Record<string, SqlValue>>[],
  ): Promise<void> {
    const columns = Object.keys(rows[0] ?? {})
    const marks = `(${columns.map(() => '?').join(', ')})`
    const most = Math.floor(mostValues / columns.length)
    for (let from = 0; from < rows.length; from += most) {
      const part = rows.slice(from, from + most)
      await this.run(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => marks).join(', ')}`,
        part.flatMap((row) => columns.map((column) => row[column] ?? null)),
      )
    }
  }
}

/** `?` as PostgreSQL writes it. Our statements hold no question mark otherwise. */
function numbered(text: string): string {
  let count = 0
  return text.replaceAll('?', () => `$${(count += 1)}`)
}

async function blameTheServer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (refused.test(code)) throw new ValueRefused(code, { cause: error })
    const lost =
      !sqlState.test(code) &&
      error instanceof Error &&
      /terminated|timeout|not queryable/i.test(error.message)
    if (outside.test(code) || lost) throw new StorageUnavailable(code, { cause: error })
    throw error
  }
}
