import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Delivered, Subscriber, Transport } from '../../brokers/transport.ts'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { BrokerLine } from './broker-line.ts'
import type { Delivery } from './delivery.ts'
import { readRows, type EventRow } from './event-log.ts'
import { prunedThrough } from './prune-log.ts'
import type { Subscription } from './subscriptions.ts'

/**
 * Receives for one subscription. An event goes into our books first (handled, or set aside for a
 * retry), in one transaction, and is acknowledged after the commit: dying between the two brings it
 * once more, and the books know it.
 */
export class BrokerWorker {
  readonly subscription: Subscription
  readonly subscriber: Subscriber
  readonly #work: UnitOfWork
  readonly #delivery: Delivery
  readonly #onError: (error: unknown) => void
  #hasReported = false

  constructor(
    subscription: Subscription,
    work: UnitOfWork,
    delivery: Delivery,
    onError: (error: unknown) => void,
  ) {
    this.subscription = subscription
    this.subscriber = { name: subscription.name, pattern: subscription.pattern }
    this.#work = work
    this.#delivery = delivery
    this.#onError = onError
  }

  /**
   * Takes in what is brought until the signal, or until it may not any more: what it leaves is brought
   * again to who receives next.
   *
   * @param mayTake whether the subscription is running, and the log has been read as far as it must be.
   * @throws when the broker is lost.
   */
  async receive(
    transport: Transport,
    line: BrokerLine,
    mayTake: () => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const delivered of transport.receive(this.subscriber, signal)) {
      line.found()
      if (!(await this.#take(delivered, mayTake, signal))) return
      await delivered.ack()
      // A broker that has many at hand must not keep the desk.
      await nextTurn()
    }
  }

  /** Tells whether the event is in the books, or none of ours. */
  async #take({ event }: Delivered, mayTake: () => boolean, signal: AbortSignal): Promise<boolean> {
    const row = this.#ownRow(event)
    if (!row) return true
    while (!signal.aborted && mayTake()) {
      if (await this.#delivery.bring(this.subscription, row, signal)) return true
      // Another handler must run alone first.
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return false
  }

  /** The event as our own log has it; undefined when it is not in there, or is another one. */
  #ownRow(event: SyncEvent): EventRow | undefined {
    const seq = Number(event.sequence)
    const row = readRows(this.#work.database, seq - 1, 1)[0]
    if (row?.seq === seq && row.id === event.id && row.hash.toString('hex') === event.hash) {
      return row
    }
    // In an archive: it was handled long ago.
    if (seq <= prunedThrough(this.#work.database)) return undefined
    if (!this.#hasReported) {
      const what = `Event ${seq} (${event.id}, from ${event.source}) that the broker brought`
      this.#onError(
        new Error(`${what} for ${this.subscription.name} is not the one of this log. Ignored.`),
      )
    }
    this.#hasReported = true
    return undefined
  }
}
