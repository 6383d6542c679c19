import type { EventData, EventType, FitFlowEvent } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { topics } from '../../shared/topics.ts'
import type { Tx, UnitOfWork } from '../db/unit-of-work.ts'
import { appendEvent, type Origin } from './event-log.ts'
import { blockerOf, park, recordFailure } from './delivery-failures.ts'
import {
  Subscriptions,
  type Pattern,
  type Subscription,
  type SubscriptionOptions,
} from './subscriptions.ts'

/** The types a pattern matches: itself, a family, or all. */
export type TypesOf<P extends Pattern> = P extends EventType
  ? P
  : P extends `${infer Family}.*`
    ? Extract<EventType, `${Family}.${string}`>
    : EventType

/** What is done about an event, inside the given transaction and synchronously. */
export type Handler<P extends Pattern> = (event: FitFlowEvent<TypesOf<P>>, tx: Tx) => void

/**
 * Publishes facts. Every event is in the log before any handler runs; a handler that throws takes
 * only its own writes back and never stops the command or another handler.
 *
 * - `inline` handlers run in the publishing transaction, each in a savepoint.
 * - `after_commit` handlers run from the log, each in a transaction of its own (see `Delivery`).
 */
export class EventBus {
  readonly subscriptions: Subscriptions
  readonly #work: UnitOfWork
  readonly #origin: () => Origin

  constructor(work: UnitOfWork, origin: () => Origin) {
    this.#work = work
    this.#origin = origin
    this.subscriptions = new Subscriptions(work)
  }

  /**
   * Subscribes a handler. Its `name` is stable: the position in the log is kept under it.
   *
   * @throws when the handler is async (nothing could wait for it inside a transaction), the
   * pattern matches no declared type, or the name is taken.
   * @example
   * bus.on('payment.completed', recordEarning, { name: 'earnings', tier: 'inline' })
   */
  on<P extends Pattern>(pattern: P, handler: Handler<P>, options: SubscriptionOptions): void {
    this.subscriptions.add(pattern, handler as Handler<Pattern>, options)
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
  publish<T extends EventType>(
    type: T,
    data: EventData<T>,
    options: { readonly causationId?: string } = {},
  ): string {
    const { current } = this.#work
    if (current) return this.#publishIn(current, type, data, options)
    const context = { actorId: null, commandId: null, correlationId: newId() }
    return this.#work.run(context, (tx) => this.#publishIn(tx, type, data, options))
  }

  #publishIn<T extends EventType>(
    tx: Tx,
    type: T,
    data: EventData<T>,
    options: { readonly causationId?: string },
  ): string {
    const event = appendEvent(tx, this.#origin(), type, data, options)
    tx.touch(topics.activity)
    for (const subscription of this.subscriptions.matching(type, 'inline')) {
      this.#runInline(tx, subscription, event)
    }
    return event.id
  }

  #runInline(tx: Tx, subscription: Subscription, event: FitFlowEvent): void {
    const blocker = subscription.ordering === 'subject' ? blockerOf(tx, subscription, event) : null
    if (blocker !== null) return park(tx, subscription, event, blocker)
    tx.database.exec('SAVEPOINT handler')
    try {
      subscription.handler(event, tx)
      tx.database.exec('RELEASE handler')
    } catch (error) {
      // A full disk has already rolled the whole transaction back: then the command must fail too.
      if (!tx.database.inTransaction) throw error
      tx.database.exec('ROLLBACK TO handler; RELEASE handler')
      recordFailure(tx, subscription, event, error)
    }
  }
}
