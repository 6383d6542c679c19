import { matches } from '../../shared/event-pattern.ts'
import { instantFrom, type Instant } from '../../shared/time.ts'
import type { Lease } from '../operations/lease.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import { bookEvents } from './book-events.ts'
import { findEvent, findEvents, findOwner, placeKey } from './find-event.ts'
import type { EventPlace, StoredEvent } from './find-event.ts'
import { noteFailedAtFirst, standInFor, throwOnOutage, withoutAttempts } from './note-failure.ts'
import type { Outcome } from './outcome.ts'
import { holdTurn } from './tenant-turns.ts'
import type { Worker } from './worker.ts'

/**
 * Enters in one worker's books what the broker brings, once or five times. What a message says is not
 * believed: the event, and whose it is, is read from the log.
 *
 * Whoever enters events holds the worker's lease, so that they stand there in the order in which they
 * came; and it holds the turns of their tenants, so that nobody does anything of them meanwhile.
 */
export class EventIntake {
  readonly #worker: Worker
  readonly #server: SqlServer
  readonly #lease: Pick<Lease, 'hold'>
  readonly #clock: () => number

  constructor(
    worker: Worker,
    parts: {
      readonly server: SqlServer
      /** Held by each transaction. */
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
   * Takes events that the broker brought, in its order, all in one transaction. When this resolves,
   * the broker need not keep them. Resolves with what came of each.
   *
   * Rejects only when the storage is away or the lease was lost. Whatever else goes wrong with one
   * costs that event's tenant a dead letter: then the others are taken without it.
   */
  async takeAll(places: readonly EventPlace[]): Promise<Outcome[]> {
    const outcomes = new Map<EventPlace, Outcome>()
    // The same place may be there twice, each with an outcome of its own.
    const each = places.map((place) => ({ ...place }))
    await this.#takeSome(each, outcomes)
    return each.map((place) => outcomes.get(place)!)
  }

  async #takeSome(
    places: readonly EventPlace[],
    outcomes: Map<EventPlace, Outcome>,
  ): Promise<void> {
    try {
      const entered = await this.#enter(places)
      for (const [index, place] of places.entries()) outcomes.set(place, entered[index]!)
    } catch (error) {
      throwOnOutage(error)
      const [first] = places
      if (places.length === 1) {
        outcomes.set(first!, await this.giveUp(first!, error))
        return
      }
      // One of them is bad. What is of other logs goes together; of its own, each alone.
      const logs = [...Map.groupBy(places, ({ logId }) => logId).values()]
      const parts = logs.length > 1 ? logs : places.map((place) => [place])
      for (const part of parts) await this.#takeSome(part, outcomes)
    }
  }

  async #enter(places: readonly EventPlace[]): Promise<Outcome[]> {
    const found = await findEvents(this.#server, places)
    const wanted = new Map<string, StoredEvent>()
    for (const [key, event] of found) {
      if (matches(this.#worker.pattern, event.type)) wanted.set(key, event)
    }
    const owners = new Map<string, string | undefined>()
    for (const place of places) {
      if (found.has(placeKey(place)) || owners.has(place.logId)) continue
      owners.set(place.logId, await findOwner(this.#server, place.logId))
    }
    const keys = places.map(placeKey)
    const ofTenants = Map.groupBy(
      [...new Set(keys)].flatMap((key) => wanted.get(key) ?? []),
      ({ tenantId }) => tenantId,
    )
    const booked = new Map<string, Outcome>()
    if (ofTenants.size > 0) {
      await this.#server.transaction(async (connection) => {
        await this.#lease.hold(connection)
        // Always in one order, so that no two wait for each other.
        for (const tenantId of [...ofTenants.keys()].toSorted()) {
          await holdTurn(connection, this.#worker.name, tenantId)
        }
        for (const events of ofTenants.values()) {
          const outcomes = await bookEvents(connection, this.#worker, events, this.#now)
          for (const [index, event] of events.entries()) {
            booked.set(placeKey(event), outcomes[index]!)
          }
        }
      })
    }
    const told = new Set<string>()
    return places.map((place, index) => {
      const key = keys[index]!
      if (!found.has(key) && owners.get(place.logId) === undefined) return 'foreign'
      const outcome = told.has(key) ? 'repeated' : booked.get(key)
      if (outcome !== undefined) told.add(key)
      return outcome ?? 'unknown'
    })
  }

  /**
   * Makes a dead letter of an event that never came as far as this worker: the broker does not take it.
   * An admin's replay has it handled without the broker.
   */
  async giveUp(place: EventPlace, error: unknown): Promise<Outcome> {
    try {
      const event = await findEvent(this.#server, place)
      if (event && !matches(this.#worker.pattern, event.type)) return 'unknown'
      if (event) return await this.#record(event, error)
    } catch (another) {
      throwOnOutage(another)
    }
    const standIn = await standInFor(this.#server, place, this.#now)
    return standIn ? this.#record(standIn, error) : 'foreign'
  }

  async #record(event: StoredEvent, error: unknown): Promise<Outcome> {
    return this.#server.transaction(async (connection) => {
      await this.#lease.hold(connection)
      await holdTurn(connection, this.#worker.name, event.tenantId)
      const worker = withoutAttempts(this.#worker)
      return noteFailedAtFirst(connection, worker, event, error, this.#now)
    })
  }

  get #now(): Instant {
    return instantFrom(this.#clock())
  }
}
