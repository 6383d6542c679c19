import { instantFrom, type Instant } from '../../shared/time.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'
import { closeDelivery, isStillDue, markProcessed, type DueDelivery } from './event-delivery.ts'
import { findEvent, type StoredEvent } from './find-event.ts'
import { handleInOneGo } from './handle-in-one-go.ts'
import { noteFailed, standInFor, throwOnOutage, withoutAttempts } from './note-failure.ts'
import type { Outcome } from './outcome.ts'
import {
  claimDue,
  holdTurn,
  keepClaims,
  listDue,
  listTenantsDue,
  takeTurn,
} from './tenant-turns.ts'
import type { Worker, WholeEvent } from './worker.ts'

/** So long one tenant's turn lasts, when each of its events has to be tried alone. */
const turnMs = 50
/** So many events of a tenant are tried in a turn. */
const perTurn = 100

/**
 * What one worker owes, and has done. All of it stands in the database, and what changes what a tenant
 * is owed is done in that tenant's turn: so any number of processes may do it side by side.
 */
export class WorkerBooks {
  readonly #worker: Worker
  readonly #server: SqlServer
  readonly #clock: () => number

  constructor(
    worker: Worker,
    parts: { readonly server: SqlServer; readonly clock?: () => number },
  ) {
    this.#worker = worker
    this.#server = parts.server
    this.#clock = parts.clock ?? Date.now
  }

  /** The tenants of whom something is due. */
  async tenantsDue(): Promise<readonly string[]> {
    return listTenantsDue(this.#server, this.#worker.name, this.#now)
  }

  /**
   * Does what is due of a tenant, many events in one transaction. Resolves with what came of them; with
   * nothing while another process is at it.
   *
   * @throws only when the storage is away. When one event fails, each is tried alone.
   */
  async turn(tenantId: string): Promise<readonly Outcome[]> {
    const worker = this.#worker
    if (worker.kind !== 'database') throw new Error(`${worker.name} claims what it does.`)
    try {
      return await this.#server.transaction(async (connection) => {
        if (!(await takeTurn(connection, worker.name, tenantId))) return []
        return handleInOneGo(connection, worker, tenantId, this.#now, perTurn)
      })
    } catch (error) {
      throwOnOutage(error)
      return this.#turnOneByOne(tenantId)
    }
  }

  async #turnOneByOne(tenantId: string): Promise<Outcome[]> {
    const startedAt = performance.now()
    const outcomes: Outcome[] = []
    const due = await listDue(this.#server, this.#worker.name, tenantId, this.#now, perTurn)
    for (const delivery of due) {
      outcomes.push(await this.attempt(delivery))
      if (performance.now() - startedAt > turnMs) break
    }
    return outcomes
  }

  /** Claims what is due of a tenant, so that it is told by this process alone; in all so many at a time. */
  async claim(tenantId: string, atATime: number): Promise<readonly DueDelivery[]> {
    return this.#server.transaction(async (connection) => {
      if (!(await takeTurn(connection, this.#worker.name, tenantId))) return []
      return claimDue(connection, this.#worker.name, tenantId, this.#now, atATime)
    })
  }

  /** Says that what was claimed is still being told. */
  async keepClaims(claimed: readonly DueDelivery[]): Promise<void> {
    await keepClaims(this.#server, this.#worker.name, claimed, this.#now)
  }

  /** Tries an event that stands in the books. Rejects only when the storage is away. */
  async attempt(delivery: DueDelivery): Promise<Outcome> {
    try {
      return await this.#tryDue(delivery)
    } catch (error) {
      throwOnOutage(error)
      const event = await standInFor(this.#server, delivery, this.#now, delivery)
      return event ? this.#record(withoutAttempts(this.#worker), event, delivery, error) : 'foreign'
    }
  }

  async #tryDue(delivery: DueDelivery): Promise<Outcome> {
    const event = await findEvent(this.#server, delivery)
    if (!event) return this.#forget(delivery)
    const worker = this.#worker
    try {
      if (worker.kind === 'outside' && event.data !== null) {
        const whole = event as WholeEvent
        if (await worker.wants(whole, this.#server)) {
          await worker.handle(whole, `${event.id}:${worker.name}`)
        }
      }
      return await this.#inTurn(event.tenantId, async (connection) => {
        const isOurs =
          worker.kind === 'outside' ||
          (await isStillDue(connection, worker.name, event, delivery.attempts))
        // Another process has done it, or has found out that it cannot be done.
        if (!isOurs) return 'repeated'
        const outcome = await this.#process(event, connection)
        await closeDelivery(connection, worker.name, event, this.#now)
        return outcome
      })
    } catch (error) {
      throwOnOutage(error)
      return this.#record(worker, event, delivery, error)
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

  /** What stands in the books and is not carried any more: nothing can be made of it. */
  async #forget({ tenantId, eventId, subject }: DueDelivery): Promise<Outcome> {
    const event = { id: eventId, tenantId, subject }
    await this.#inTurn(tenantId, (connection) =>
      closeDelivery(connection, this.#worker.name, event, this.#now),
    )
    return 'unknown'
  }

  async #record(
    worker: Worker,
    event: StoredEvent,
    { attempts }: DueDelivery,
    error: unknown,
  ): Promise<Outcome> {
    return this.#inTurn(event.tenantId, (connection) =>
      noteFailed(connection, worker, { event, attempts }, error, this.#now),
    )
  }

  #inTurn<T>(tenantId: string, work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.#server.transaction(async (connection) => {
      await holdTurn(connection, this.#worker.name, tenantId)
      return work(connection)
    })
  }

  get #now(): Instant {
    return instantFrom(this.#clock())
  }
}
