import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { isOneOf } from '../../shared/thrown.ts'
import { StorageUnavailable, type SqlServer, type SqlValue } from '../storage/sql-server.ts'

const minuteMs = 60_000
/** What is let through beyond a limit while processes do not know of each other: one in so many. */
const precision = 100

interface Counted {
  /** What all processes together had counted when this one last asked. */
  known: number
  /** What came here since. */
  since: number
}

/**
 * Counts requests by who sends them, minute by minute. The numbers lie in the database: all processes
 * on it have one limit together, and a restart forgets nothing. They are told now and then, a small
 * limit at every request. While the storage is away each process counts for itself.
 *
 * @example
 * const limit = new RequestLimit(server, 'pairing', 10)
 * await limit.take('203.0.113.7', Date.now()) // 0, or the seconds to wait
 */
export class RequestLimit {
  readonly #server: SqlServer
  readonly #name: string
  readonly #perMinute: number
  readonly #counts = new Map<string, Counted>()
  #minute = Number.NaN

  constructor(server: SqlServer, name: string, perMinute: number) {
    this.#server = server
    // Who is held to another limit is counted apart.
    this.#name = `${name} ${perMinute}`
    this.#perMinute = perMinute
  }

  /** Counts a request. 0 when it may go on, otherwise how many seconds until the next may. */
  async take(who: string, nowMs: number): Promise<number> {
    const counted = await this.#count(who, nowMs, 1)
    return this.#waitFor(counted, nowMs)
  }

  /** How many were counted in this minute, everywhere. */
  async look(who: string, nowMs: number): Promise<number> {
    const { known, since } = await this.#count(who, nowMs, 0)
    return known + since
  }

  /** As {@link take}, for a number that was looked at. */
  waitAt(count: number, nowMs: number): number {
    return count < this.#perMinute ? 0 : this.#waitFor({ known: count + 1, since: 0 }, nowMs)
  }

  #waitFor({ known, since }: Counted, nowMs: number): number {
    if (known + since <= this.#perMinute) return 0
    return Math.max(1, Math.ceil((minuteMs - (nowMs % minuteMs)) / 1_000))
  }

  async #count(who: string, nowMs: number, more: 0 | 1): Promise<Counted> {
    const minute = Math.floor(nowMs / minuteMs)
    if (minute !== this.#minute) {
      this.#counts.clear()
      this.#minute = minute
    }
    const before = this.#counts.get(who)
    const counted = before ?? { known: 0, since: 0 }
    counted.since += more
    if (!before) this.#counts.set(who, counted)
    const isDue = !before || more === 0 || counted.since * precision >= this.#perMinute
    // What is over its limit stays so: whoever goes on asking costs the database nothing.
    if (isDue && counted.known <= this.#perMinute) await this.#tell(who, minute, counted)
    return counted
  }

  async #tell(who: string, minute: number, counted: Counted): Promise<void> {
    const told = counted.since
    counted.known += told
    counted.since = 0
    const hash = createHash('sha256').update(`${this.#name} ${minute} ${who}`).digest('hex')
    try {
      counted.known = Math.max(counted.known, await this.#add([hash, minute, told]))
    } catch (error) {
      if (!isOneOf(error, StorageUnavailable)) throw error
    }
  }

  async #add(row: readonly SqlValue[]): Promise<number> {
    return this.#server.transaction(async (connection) => {
      const [answer] = await connection.all<{ count: number }>(
        `INSERT INTO request_counts (who, minute, count) VALUES (?, ?, ?)
         ON CONFLICT (who, minute) DO UPDATE SET count = request_counts.count + excluded.count
         RETURNING count`,
        row,
      )
      const count = answer?.count ?? 0
      if (count <= 1) {
        await connection.run('DELETE FROM request_counts WHERE minute < ?', [Number(row[1]) - 1])
      }
      return count
    })
  }
}

/** Who an address is: of IPv6 its network, because whoever has one has all its addresses. */
export function whoseAddress(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [before = '', after = ''] = address.split('::')
  const head = before.split(':')
  const tail = after === '' ? [] : after.split(':')
  const between = address.includes('::') ? Array(8 - head.length - tail.length).fill('0') : []
  return [...head, ...between, ...tail].slice(0, 4).join(':')
}
