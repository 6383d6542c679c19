import { matches } from '../../shared/event-pattern.ts'
import { instantFrom, type Instant } from '../../shared/time.ts'
import { LeaseLost, type Lease } from '../operations/lease.ts'
import { StorageUnavailable, type SqlConnection, type SqlServer } from '../storage/sql-server.ts'
import {
  closeDelivery,
  listDue,
  markProcessed,
  openDelivery,
  readStanding,
  recordFailure,
  type DueDelivery,
} from './event-delivery.ts'
import { findEvent, isOurLog, type EventPlace, type StoredEvent } from './find-event.ts'
import type { Worker, WholeEvent } from './worker.ts'

/**
 * What came of an event:
 *
 * - `handled`: done, or there was nothing to do
 * - `repeated`: it was known already
 * - `booked`: it stands in the books and is tried next
 * - `parked`: an earlier event of its subject is not processed yet
 * - `failed`: it is tried again later, or is a dead letter now
 * - `unknown`: where the message points there is nothing for this worker
 */
export type Outcome = 'handled' | 'repeated' | 'booked' | 'parked' | 'failed' | 'unknown'

/**
 * The broker brings events of a log that this database does not have. They are another endpoint's:
 * whoever acknowledged them would lose them for it.
 */
export class ForeignLog extends Error {
  override readonly name = 'ForeignLog'
  constructor() {
    super(
      'The broker brings events that are not of this database. Is this the endpoint’s own --database' +
        ' or --data-dir? Endpoints that share a broker need a ?namespace= each.',
    )
  }
}

/**
 * One worker's books: which events it has processed, and which it owes. They are in the database, so
 * whatever a broker brings, once or five times, comes to the same. What the message says is not
 * believed: the event, and whose it is, is read from the log.
 *
 * Every transaction holds the worker's lease, so they come one after the other, also those of another
 * process that believes to be this worker.
 */
export class WorkerBooks {
  readonly #worker: Worker
  readonly #server: SqlServer
  readonly #lease: Pick<Lease, 'hold'>
  readonly #clock: () => number

  constructor(
    worker: Worker,
    parts: {
      readonly server: SqlServer
      readonly lease: Pick<Lease, 'hold'>
      readonly clock?: () => number
    },
  ) {
    this.#worker = worker
    this.#server = parts.server
    this.#lease = parts.lease
    this.#clock = parts.clock ?? Date.now
  }

  /**
   * Takes an event that the broker brought. When this resolves, the broker need not keep it.
   *
   * @throws ForeignLog
   */
  async take(place: EventPlace): Promise<Outcome> {
    const event = await findEvent(this.#server, place)
    if (!event && !(await isOurLog(this.#server, place.logId))) throw new ForeignLog()
    if (!event || !matches(this.#worker.pattern, event.type)) return 'unknown'
    const { name } = this.#worker
    try {
      return await this.#write(async (connection) => {
        const standing = await readStanding(connection, name, event)
        if (standing === 'known') return 'repeated'
        if (standing === 'behind') {
          await openDelivery(connection, name, event, 'parked', this.#now)
          return 'parked'
        }
        if (await this.#isForOutside(event, connection)) {
          await openDelivery(connection, name, event, 'retry', this.#now)
          return 'booked'
        }
        return this.#process(event, connection)
      })
    } catch (error) {
      return this.#fail(event, error)
    }
  }

  /** What is due, the longest waiting first, and at most so much of one tenant. */
  async due(perTenant: number): Promise<readonly DueDelivery[]> {
    return listDue(this.#server, this.#worker.name, this.#now, perTenant)
  }

  /** Tries an event that stands in the books. */
  async attempt(delivery: DueDelivery): Promise<Outcome> {
    const event = await findEvent(this.#server, delivery)
    if (!event) throw new Error(`Event ${delivery.seq} of log ${delivery.logId} is gone.`)
    try {
      if (this.#worker.kind === 'outside' && (await this.#isForOutside(event, this.#server))) {
        await this.#worker.handle(event as WholeEvent, `${event.id}:${this.#worker.name}`)
      }
      return await this.#write(async (connection) => {
        const outcome = await this.#process(event, connection)
        await closeDelivery(connection, this.#worker.name, event, this.#now)
        return outcome
      })
    } catch (error) {
      return this.#fail(event, error)
    }
  }

  /** The mark first: only who sets it goes on. */
  async #process(event: StoredEvent, connection: SqlConnection): Promise<Outcome> {
    const first = await markProcessed(connection, this.#worker.name, event, this.#now)
    if (!first) return 'repeated'
    // Of an event without its data nothing can be made; what follows it goes on.
    if (this.#worker.kind === 'database' && event.data !== null) {
      await this.#worker.handle(event as WholeEvent, connection)
    }
    return 'handled'
  }

  async #isForOutside(
    event: StoredEvent,
    connection: Pick<SqlConnection, 'all'>,
  ): Promise<boolean> {
    if (this.#worker.kind !== 'outside' || event.data === null) return false
    return this.#worker.wants(event as WholeEvent, connection)
  }

  /** Puts a failure into the books. What is not the event's fault is thrown on. */
  async #fail(event: StoredEvent, error: unknown): Promise<Outcome> {
    if (error instanceof StorageUnavailable || error instanceof LeaseLost) throw error
    await this.#write(async (connection) => {
      const { name } = this.#worker
      const standing = await readStanding(connection, name, event)
      if (standing === 'new') await openDelivery(connection, name, event, 'retry', this.#now)
      await recordFailure(connection, this.#worker, event, error, this.#now)
    })
    return 'failed'
  }

  #write<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.#server.transaction(async (connection) => {
      await this.#lease.hold(connection)
      return work(connection)
    })
  }

  get #now(): Instant {
    return instantFrom(this.#clock())
  }
}
