import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { atHand } from '../../brokers/at-hand.ts'
import type { Delivered, Subscriber, Transport } from '../../brokers/transport.ts'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { BrokerLine } from './broker-line.ts'
import type { Delivery } from './delivery.ts'
import { readRowsAt, type EventRow } from './event-log.ts'
import { prunedThrough } from './prune-log.ts'
import type { Subscription } from './subscriptions.ts'

/** So many that the broker has at hand are taken together; see `mostUnacknowledged`. */
const atOnce = 200

/**
 * Receives for one subscription. What is at hand goes into our books first (handled, or set aside for a
 * retry), many events in one transaction, and is acknowledged together after the commit: dying between
 * the two brings it once more, and the books know it.
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
    const receive = (until: AbortSignal) => transport.receive(this.subscriber, until)
    for await (const delivered of atHand(receive, atOnce, signal)) {
      line.found()
      if (!(await this.#take(delivered, mayTake, signal))) return
    }
  }

  /** Tells whether all of them are in the books, or none of ours. */
  async #take(
    delivered: readonly Delivered[],
    mayTake: () => boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const left: { readonly row: EventRow; readonly ack: () => Promise<void> }[] = []
    const rows = readRowsAt(
      this.#work.database,
      delivered.map(({ event }) => Number(event.sequence)),
    )
    for (const one of delivered) {
      const row = this.#ownRow(one.event, rows)
      if (row) left.push({ row, ack: () => one.ack() })
      else await one.ack()
    }
    while (left.length > 0) {
      if (signal.aborted || !mayTake()) return false
      const rows = left.map(({ row }) => row)
      const taken = await this.#delivery.bring(this.subscription, rows, signal)
      await Promise.all(left.splice(0, taken).map(({ ack }) => ack()))
      // A broker that has many at hand must not keep the desk; and another handler may have to run alone.
      if (taken > 0) await nextTurn()
      else await sleep(20)
    }
    return true
  }

  /** The event as our own log has it; undefined when it is not in there, or is another one. */
  #ownRow(event: SyncEvent, rows: ReadonlyMap<number, EventRow>): EventRow | undefined {
    const seq = Number(event.sequence)
    const row = rows.get(seq)
    if (row && row.id === event.id && row.hash.toString('hex') === event.hash) {
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
