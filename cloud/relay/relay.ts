import type { Transport } from '../../brokers/index.ts'
import { isOneOf } from '../../shared/thrown.ts'
import { instantFrom } from '../../shared/time.ts'
import { Bell, rest } from '../operations/bell.ts'
import { fullJitter } from '../operations/full-jitter.ts'
import { holdUp, Lease, LeaseLost, leaseRenewalMs } from '../operations/lease.ts'
import { StorageUnavailable, type SqlConnection, type SqlServer } from '../storage/sql-server.ts'
import { EventIntake } from '../workers/event-intake.ts'
import { leaseOf, type Worker } from '../workers/worker.ts'
import {
  countUnsent,
  listUnsent,
  moveCursor,
  readUnsent,
  relayLease,
  type UnsentLog,
} from './relay-cursors.ts'
import { TroubledLogs } from './troubled-logs.ts'

/** What a relay works with. */
export interface RelayParts {
  readonly server: SqlServer
  readonly transport: Transport
  /** Whom the broker keeps events for, also before they receive for the first time. */
  readonly subscribers: readonly Worker[]
  /** Hears how many events the broker has confirmed. */
  readonly onSent?: (count: number) => void
  /** Hears what went wrong, once until it is right again. */
  readonly onAway?: (error: unknown) => void
}

const eventsAtOnce = 200
/** Another process may have stored something. Also how old the news of the broker may be. */
const idleMs = 5_000
const backoff = { baseMs: 250, capMs: 30_000 }

/**
 * Sends what is stored to a broker, each log in its order.
 *
 * - No push waits for it, and none fails because of it: it begins when a push has been answered.
 * - The cursor of a log moves when the broker has confirmed, so a crash sends again and never leaves
 *   out. Who receives knows what it has handled.
 * - Of several endpoints on one database, one relays at a time.
 * - While the broker is away it rests longer and longer, and never gives up.
 * - One log that cannot be sent holds up no other: what it is that cannot be is found, and becomes a
 *   dead letter of its tenant.
 */
export class Relay {
  readonly #parts: RelayParts
  readonly #lease: Lease
  readonly #bell = new Bell()
  readonly #stopping = new AbortController()
  readonly #troubled = new TroubledLogs()
  #running: Promise<void> | null = null
  #up = false
  #askedAt = Number.NEGATIVE_INFINITY
  #renewedAt = Number.NEGATIVE_INFINITY

  constructor(parts: RelayParts) {
    this.#parts = parts
    this.#lease = new Lease(parts.server, relayLease)
  }

  /** Whether the broker answered when it was last asked. False also while another endpoint relays. */
  get isUp(): boolean {
    return this.#up
  }

  /** How many stored events the broker has not confirmed. */
  async countWaiting(): Promise<number> {
    return countUnsent(this.#parts.server, this.#parts.transport.place)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Something was stored. */
  wake(): void {
    this.#bell.ring()
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    await this.#lease.release().catch(() => {})
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    let failures = 0
    while (!signal.aborted) {
      try {
        if (!(await this.#holdLease())) {
          this.#up = false
          await rest(leaseRenewalMs, signal)
          continue
        }
        await this.#askBroker()
        const sentAll = await this.#sendRound()
        failures = 0
        if (sentAll) await this.#bell.wait(Math.min(idleMs, this.#troubled.soonest), signal)
      } catch (error) {
        this.#askedAt = this.#renewedAt = Number.NEGATIVE_INFINITY
        if (error instanceof LeaseLost) continue
        // The storage's fault says nothing about the broker.
        if (!(error instanceof StorageUnavailable)) this.#up = false
        failures += 1
        if (failures === 1) this.#parts.onAway?.(error)
        // A push wakes nobody up here: a broker that is away must not be asked at every push.
        await rest(fullJitter(backoff, failures), signal)
      }
    }
  }

  async #holdLease(): Promise<boolean> {
    if (performance.now() - this.#renewedAt < leaseRenewalMs) return true
    if (!(await this.#lease.take())) return false
    this.#renewedAt = performance.now()
    return true
  }

  /** Has it keep what is sent, also if it lost its memory meanwhile. */
  async #askBroker(): Promise<void> {
    if (performance.now() - this.#askedAt < idleMs) return
    const { transport, subscribers } = this.#parts
    for (const subscriber of subscribers) await transport.subscribe(subscriber)
    this.#askedAt = performance.now()
    this.#up = true
  }

  /** Sends a piece of every log of which something waits. True when that was all. */
  async #sendRound(): Promise<boolean> {
    const { server, transport } = this.#parts
    const logs = await listUnsent(server, transport.place)
    let sentAll = true
    for (const log of logs) {
      if (this.#stopping.signal.aborted) return true
      if (this.#troubled.rests(log.id)) continue
      const through = await this.#sendNext(log).catch((error: unknown) =>
        this.#findWhatIsWrong(log, error),
      )
      if (through < log.head) sentAll = false
    }
    return sentAll
  }

  async #sendNext(log: UnsentLog): Promise<number> {
    const { server, transport, onSent } = this.#parts
    const most = this.#troubled.has(log.id) ? 1 : eventsAtOnce
    const { events, through } = await readUnsent(server, log, most)
    if (events.length > 0) await transport.send(events)
    await this.#moveCursor(log, through)
    this.#troubled.passed(log.id)
    onSent?.(events.length)
    return through
  }

  async #moveCursor(log: UnsentLog, through: number): Promise<void> {
    const { server, transport } = this.#parts
    await server.transaction(async (connection) => {
      await this.#lease.hold(connection)
      await moveCursor(connection, transport.place, log, through, instantFrom(Date.now()))
    })
  }

  /**
   * A log could not be sent, and the broker is there: it is something in the log. It rests, and is then
   * sent one event at a time; an event that fails again and again is given up. How far the log is now.
   */
  async #findWhatIsWrong(log: UnsentLog, error: unknown): Promise<number> {
    if (isOneOf<Error>(error, StorageUnavailable, LeaseLost)) throw error
    const { server, transport, subscribers, onAway } = this.#parts
    // Throws while it is away.
    for (const subscriber of subscribers.slice(0, 1)) await transport.subscribe(subscriber)
    if (this.#troubled.note(log.id)) return log.head
    const seq = log.sent + 1
    for (const worker of subscribers) {
      const lease = {
        hold: (connection: SqlConnection) => holdUp(connection, leaseOf(worker.name)),
      }
      await new EventIntake(worker, { server, lease }).giveUp({ logId: log.id, seq }, error)
    }
    await this.#moveCursor(log, seq)
    this.#troubled.passed(log.id)
    onAway?.(error)
    return seq
  }
}
