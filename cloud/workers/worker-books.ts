import { matches } from '../../shared/event-pattern.ts'
import { isOneOf } from '../../shared/thrown.ts'
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
import { findEvent, findOwner, type EventPlace, type StoredEvent } from './find-event.ts'
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
 * - `foreign`: it points to a log that this database does not have
 */
export type Outcome =
  | 'handled'
  | 'repeated'
  | 'booked'
  | 'parked'
  | 'failed'
  | 'unknown'
  | 'foreign'

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
   * Rejects only when the storage is away or the lease was lost. Whatever else goes wrong costs this
   * event's tenant a dead letter, and no other tenant a second.
   */
  async take(place: EventPlace): Promise<Outcome> {
    try {
      return await this.#enter(place)
    } catch (error) {
      return this.#setAside(place, error)
    }
  }

  async #enter(place: EventPlace): Promise<Outcome> {
    const event = await findEvent(this.#server, place)
    if (!event && !(await findOwner(this.#server, place.logId))) return 'foreign'
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
      return this.#record(this.#worker, event, error, 'new')
    }
  }

  /** What is due, the longest waiting first, and at most so much of one tenant. */
  async due(perTenant: number): Promise<readonly DueDelivery[]> {
    return listDue(this.#server, this.#worker.name, this.#now, perTenant)
  }

  /** Tries an event that stands in the books. */
  async attempt(delivery: DueDelivery): Promise<Outcome> {
    try {
      return await this.#tryDue(delivery)
    } catch (error) {
      return this.#setAside(delivery, error, delivery)
    }
  }

  async #tryDue(delivery: DueDelivery): Promise<Outcome> {
    const event = await findEvent(this.#server, delivery)
    if (!event) return this.#forget(delivery)
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
      return this.#record(this.#worker, event, error, 'known')
    }
  }

  /**
   * Makes a dead letter of an event that never came as far as this worker: the broker does not take it.
   * An admin's replay has it handled without the broker.
   */
  async giveUp(place: EventPlace, error: unknown): Promise<Outcome> {
    const event = await findEvent(this.#server, place).catch(throwOnOutage)
    if (!event) return this.#setAside(place, error)
    if (!matches(this.#worker.pattern, event.type)) return 'unknown'
    return this.#record({ ...this.#worker, maxAttempts: 1 }, event, error, 'new')
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

  /** What stands in the books and is not carried any more: nothing can be made of it. */
  async #forget({ tenantId, eventId, subject }: DueDelivery): Promise<Outcome> {
    const event = { id: eventId, tenantId, subject }
    await this.#write((connection) =>
      closeDelivery(connection, this.#worker.name, event, this.#now),
    )
    return 'unknown'
  }

  /**
   * Makes a dead letter of an event that cannot even be entered, because something went wrong that
   * nobody foresaw. It is known by its place: what it says of itself may be what cannot be stored.
   */
  async #setAside(place: EventPlace, error: unknown, due?: DueDelivery): Promise<Outcome> {
    throwOnOutage(error)
    const tenantId = await findOwner(this.#server, place.logId)
    if (tenantId === undefined) return 'foreign'
    const called = `${place.logId}:${place.seq}`
    const event: StoredEvent = {
      ...place,
      id: due?.eventId ?? called,
      tenantId,
      subject: due?.subject ?? `unreadable/${called}`,
      type: 'unreadable',
      version: '',
      time: this.#now,
      receivedAt: this.#now,
      data: null,
    }
    return this.#record({ ...this.#worker, maxAttempts: 1 }, event, error, due ? 'known' : 'new')
  }

  /** Puts a failure into the books. What is not the event's fault is thrown on. */
  async #record(
    worker: Worker,
    event: StoredEvent,
    error: unknown,
    before: 'new' | 'known',
  ): Promise<Outcome> {
    throwOnOutage(error)
    return this.#write(async (connection) => {
      const standing = await readStanding(connection, worker.name, event)
      if (before === 'new' && standing === 'known') return 'repeated'
      if (standing !== 'known') {
        await openDelivery(connection, worker.name, event, 'retry', this.#now)
      }
      await recordFailure(connection, worker, event, error, this.#now)
      return 'failed'
    })
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

/** Where the storage is away or the lease lost, no event is to blame. */
function throwOnOutage(error: unknown): void {
  if (isOneOf<Error>(error, StorageUnavailable, LeaseLost)) throw error
}
