import type { RowWatch } from '../coverage/watch-rows.ts'
import type { FitFlowEvent } from '../../shared/events/event.ts'
import type { EventData, EventType } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { topics } from '../../shared/topics.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import type { AsyncMode } from './async-mode.ts'
import type { AsyncModeConfig } from './broker-config.ts'
import { blockerOf, park, recordFailure, refOfEvent } from './delivery-failures.ts'
import { appendEvent, type Origin } from './event-log.ts'
import { holdTransaction } from './hold-transaction.ts'
import { HandlerTimeout, runLimited, runUnlimited, type RunHandler } from './run-limited.ts'
import {
  Subscriptions,
  type DatabaseHandler,
  type OutsideHandler,
  type Pattern,
  type Subscription,
  type SubscriptionOptions,
  type Tier,
  type TypesOf,
} from './subscriptions.ts'

/** What is done about an event, inside the given transaction and synchronously. */
export type Handler<P extends Pattern> = (event: FitFlowEvent<TypesOf<P>>, tx: Tx) => void

interface PublishOptions {
  /** The event that made this one necessary. */
  readonly causationId?: string
}

/**
 * Publishes facts. Every event is in the log before any handler runs; a handler that throws or does
 * not come back takes only its own writes back and never stops the command or another handler.
 *
 * - `inline` handlers run in the publishing transaction, each in a savepoint.
 * - `after_commit` handlers run from the log, in a transaction with their checkpoint (see `Delivery`),
 *   or as a message broker brings them their events (see `AsyncMode`).
 */
export class EventBus {
  readonly subscriptions: Subscriptions
  readonly #work: UnitOfWork
  readonly #origin: () => Origin
  #runHandler: RunHandler
  #asyncMode: AsyncMode | null = null
  #rows: RowWatch | null = null
  readonly #readers = new Set<() => number | null>()

  /** @param runHandler how inline handlers are run; see {@link runLimited}. */
  constructor(work: UnitOfWork, origin: () => Origin, runHandler: RunHandler = runLimited) {
    this.#work = work
    this.#origin = origin
    this.#runHandler = runHandler
    this.subscriptions = new Subscriptions(work)
  }

  /**
   * Subscribes a handler that writes to the database. Its `name` is stable: the position in the
   * log is kept under it. It can hear several patterns, which are one subscription: in order, and
   * none of the types in between.
   *
   * @throws when the handler is async (nothing could wait for it inside a transaction), the
   * pattern matches no declared type, or the name is taken.
   * @example
   * bus.on('payment.completed', recordEarning, { name: 'earnings', tier: 'inline' })
   */
  on<P extends Pattern>(
    pattern: P | readonly P[],
    handler: Handler<P>,
    options: SubscriptionOptions & { readonly tier: Tier },
  ): void {
    const run = { kind: 'database', handler: handler as DatabaseHandler } as const
    this.subscriptions.add([pattern].flat().join(' '), options.tier, run, options)
  }

  /**
   * Subscribes a handler that does something outside the database, after the commit and at least
   * once: its idempotency key `eventId:name` is the same each time. See {@link on}.
   */
  onOutside<P extends Pattern>(
    pattern: P,
    handler: (event: FitFlowEvent<TypesOf<P>>, idempotencyKey: string) => Promise<void>,
    options: SubscriptionOptions,
  ): void {
    const run = { kind: 'outside', handler: handler as OutsideHandler } as const
    this.subscriptions.add(pattern, 'after_commit', run, options)
  }

  /**
   * Does work in which inline handlers may take as long as they need: a long history is written at
   * once, and a computer that stalls for a moment must not leave failed handlers in it.
   */
  withoutLimit(work: () => void): void {
    const usual = this.#runHandler
    this.#runHandler = runUnlimited
    try {
      work()
    } finally {
      this.#runHandler = usual
    }
  }

  /** Says with each event what was written into the tables; called once, before anything is. */
  logRowsOf(rows: RowWatch): void {
    this.#rows = rows
    this.#work.beforeCommit((tx) => this.#logTheRest(tx))
  }

  /** Gives the bus what it switches with; called once, where the parts are put together. */
  switchWith(asyncMode: AsyncMode): void {
    this.#asyncMode = asyncMode
  }

  /**
   * Lets a message broker carry events to the `after_commit` handlers. `inline` handlers and publishing
   * stay as they are. Switches whether or not the broker is there: while it is away the desk goes on,
   * and what is committed waits in the log. Lasts until {@link disableAsyncMode} or the end of the
   * process; with the same broker, the next process goes on where this one stood.
   *
   * @throws when a handler is not registered as `asyncReady`, naming it, or the connection is not one
   * of this provider's. Nothing is changed then.
   * @example
   * await bus.enableAsyncMode({ provider: 'redis-streams', connection: { host: '127.0.0.1', port: 6379 } })
   */
  async enableAsyncMode(config: AsyncModeConfig): Promise<void> {
    await this.#asyncMode?.enable(config)
  }

  /**
   * Lets handlers read the log again, from where each of them is. Needs no broker; what one still
   * holds is ignored when it comes back.
   */
  async disableAsyncMode(): Promise<void> {
    await this.#asyncMode?.disable()
  }

  /**
   * Says that something reads old events out of the log beside the subscriptions, so that what it needs
   * is not archived.
   *
   * @param firstNeeded the sequence number of the first event it still needs; null: none
   */
  keepFrom(firstNeeded: () => number | null): void {
    this.#readers.add(firstNeeded)
  }

  /** The first event that anybody who reads the log beside the subscriptions still needs; null: none. */
  get firstKept(): number | null {
    const needed = [...this.#readers].flatMap((firstNeeded) => firstNeeded() ?? [])
    return needed.length === 0 ? null : Math.min(...needed)
  }

  /** Stops calling the handler; its position in the log is kept for when it comes back. */
  off(name: string): void {
    this.subscriptions.remove(name)
  }

  /**
   * Logs an event and runs its inline handlers. Inside a unit of work it joins that transaction;
   * outside it opens its own.
   *
   * @returns the event's id.
   * @throws when the type is undeclared or the data malformed: nothing is written then.
   */
  publish<T extends EventType>(type: T, data: EventData<T>, options: PublishOptions = {}): string {
    const { current } = this.#work
    if (current) return this.#publishIn(current, type, data, options)
    return this.#work.run(onItsOwn(), (tx) => this.#publishIn(tx, type, data, options))
  }

  #publishIn<T extends EventType>(
    tx: Tx,
    type: T,
    data: EventData<T>,
    options: PublishOptions,
  ): string {
    const event = this.#append(tx, type, data, options)
    tx.published.push(event)
    tx.touch(topics.activity)
    for (const subscription of this.subscriptions.matching(type, 'inline')) {
      this.#runInline(tx, subscription, event)
    }
    return event.id
  }

  #append<T extends EventType>(
    tx: Tx,
    type: T,
    data: EventData<T>,
    options: PublishOptions,
    rows = this.#rows?.take(),
  ): FitFlowEvent {
    return appendEvent(tx, this.#origin(), type, data, { ...options, ...(rows && { rows }) })
  }

  /** What handlers wrote after the last event is in the log, too, before it is committed. */
  #logTheRest(tx: Tx): void {
    for (let rows = this.#rows?.take(); rows; rows = this.#rows?.take()) {
      this.#append(tx, 'log.rows_written', { writeId: newId() }, {}, rows)
    }
  }

  #runInline(tx: Tx, subscription: Subscription, event: FitFlowEvent): void {
    const { run } = subscription
    if (run.kind !== 'database') throw new Error('Only database handlers are inline.')
    const ref = refOfEvent(event)
    const blocker = blockerOf(tx, subscription, ref)
    if (blocker !== null) return park(tx, subscription, ref, blocker)
    // A name of its own: when a handler is cut off inside of what it published, the rollback must
    // reach this savepoint and not stop at the one of the handler in there.
    const savepoint = `inline_${event.seq}`
    const { length } = tx.published
    const letGo = holdTransaction(tx)
    tx.database.exec(`SAVEPOINT ${savepoint}`)
    try {
      if (!this.#runHandler(() => run.handler(event, tx))) throw new HandlerTimeout()
      tx.database.exec(`RELEASE ${savepoint}`)
      letGo()
    } catch (error) {
      // A full disk has already rolled the whole transaction back: then the command must fail too.
      if (!tx.database.inTransaction) throw error
      tx.database.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`)
      letGo()
      tx.published.length = length
      recordFailure(tx, subscription, ref, error)
    }
  }
}
