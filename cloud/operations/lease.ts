import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { newId } from '../../shared/ids.ts'
import { instantFrom } from '../../shared/time.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'

/** Somebody else holds the lease by now: what was under way under it is not committed. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** How long a lease outlives the last sign of its holder. */
const lifeMs = 15_000
/** How often its holder gives a sign. */
export const leaseRenewalMs = lifeMs / 3

interface LeaseRow {
  readonly holder: string
  readonly place: string
  readonly expires_at: string
}

/**
 * The right to do what only one process may do at a time. It lies in the database, so that the
 * processes may be on different machines. A holder that is silent for {@link lifeMs} has lost it; one
 * that is known to be dead, at once.
 *
 * Clocks that differ can give it to a second process early. That is slow, never wrong: whatever must
 * not be done twice begins its transaction with {@link hold}, which only the last one to take it can.
 *
 * @example
 * const lease = new Lease(server, 'relay')
 * if (await lease.take()) …
 */
export class Lease {
  readonly #server: SqlServer
  readonly #name: string
  readonly #holder = newId()

  constructor(server: SqlServer, name: string) {
    this.#server = server
    this.#name = name
    held.add(this.#holder)
  }

  /** Takes it, or gives the sign that it is still held. False while somebody else holds it. */
  async take(): Promise<boolean> {
    return this.#server.transaction(async (connection) => {
      const nowMs = Date.now()
      const mine = [this.#holder, place, instantFrom(nowMs + lifeMs)]
      await connection.run(
        `INSERT INTO leases (name, holder, place, expires_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO NOTHING`,
        [this.#name, ...mine],
      )
      const row = await readLease(connection, this.#name)
      const free =
        row === undefined ||
        row.holder === this.#holder ||
        row.expires_at <= instantFrom(nowMs) ||
        isDead(row)
      if (!free) return false
      await connection.run(
        'UPDATE leases SET holder = ?, place = ?, expires_at = ? WHERE name = ?',
        [...mine, this.#name],
      )
      return true
    })
  }

  /**
   * Makes a transaction one of the holder's: no other process's comes between, and none does after
   * the lease was lost.
   *
   * @throws LeaseLost
   */
  async hold(connection: SqlConnection): Promise<void> {
    const row = await readLease(connection, this.#name)
    if (row?.holder !== this.#holder) throw new LeaseLost(`Another process took ${this.#name}.`)
  }

  /** Lets the next one have it. */
  async release(): Promise<void> {
    held.delete(this.#holder)
    await this.#server.run(`UPDATE leases SET ${nobody} WHERE name = ? AND holder = ?`, [
      this.#name,
      this.#holder,
    ])
  }
}

/** Keeps whoever holds a lease from writing until this transaction is over. */
export async function holdUp(connection: SqlConnection, name: string): Promise<void> {
  // Where nobody ever was, there must be a row to lock.
  await connection.run(
    `INSERT INTO leases (name, holder, place, expires_at) VALUES (?, '', '', '')
     ON CONFLICT (name) DO NOTHING`,
    [name],
  )
  await readLease(connection, name)
}

const nobody = `holder = '', place = '', expires_at = ''`

async function readLease(connection: SqlConnection, name: string): Promise<LeaseRow | undefined> {
  const [row] = await connection.all<LeaseRow>(
    `SELECT holder, place, expires_at FROM leases WHERE name = ?${connection.forUpdate}`,
    [name],
  )
  return row
}

/** The holders in this very process. */
const held = new Set<string>()

/** Names this process among all that may share a database, also where containers share a host name. */
const machine = `${hostname()} ${pidNamespace()}`
const place = `${machine} ${process.pid}`

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    // Only Linux has them.
    return ''
  }
}

/** Whether a holder was a process of this machine that is no more. */
function isDead(row: LeaseRow): boolean {
  if (!row.place.startsWith(`${machine} `)) return false
  const pid = Number(row.place.slice(machine.length + 1))
  if (pid === process.pid) return !held.has(row.holder)
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
