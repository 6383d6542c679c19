import type { Subscriber, Transport } from '../../brokers/index.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import type { BrokerLine } from './broker-line.ts'
import { toCloudEvent } from './cloud-event.ts'
import { readRows } from './event-log.ts'
import { findRelay, moveRelay } from './relay-row.ts'

/** The name of this relay among the subscriptions; its checkpoint is kept under it. */
export const brokerRelayName = 'broker'

/** So many events are sent at a time: they are read and said on the thread that the desk waits for. */
const batchSize = 250

/**
 * Sends what is committed to the broker, in the log's order. Its checkpoint moves when the broker has
 * confirmed, so an answer that was lost sends the same events again; their receivers know them.
 */
export class BrokerRelay {
  readonly #work: UnitOfWork
  readonly #transport: Transport
  readonly #line: BrokerLine
  readonly #deviceId: string
  readonly #subscribers: readonly Subscriber[]
  /** After which outage the broker has said that it keeps events for everybody. */
  #subscribedAfter = -1

  constructor(
    work: UnitOfWork,
    transport: Transport,
    line: BrokerLine,
    from: { readonly deviceId: string; readonly subscribers: readonly Subscriber[] },
  ) {
    this.#work = work
    this.#transport = transport
    this.#line = line
    this.#deviceId = from.deviceId
    this.#subscribers = from.subscribers
  }

  /** Sends until nothing is left, or the signal. @throws when the broker is lost. */
  async sendAll(signal: AbortSignal): Promise<void> {
    // A broker that came back may have come back empty.
    while (!signal.aborted) {
      const { outages } = this.#line
      if (this.#subscribedAfter !== outages) {
        await this.#subscribe()
        this.#subscribedAfter = outages
      }
      if (!(await this.#sendBatch(signal))) return
    }
  }

  async #subscribe(): Promise<void> {
    for (const subscriber of this.#subscribers) await this.#transport.subscribe(subscriber)
    this.#line.found()
  }

  /** Tells whether there was anything to send. */
  async #sendBatch(signal: AbortSignal): Promise<boolean> {
    const { database } = this.#work
    const { cursor } = findRelay(database, brokerRelayName)!
    const rows = readRows(database, cursor, batchSize)
    const last = rows.at(-1)
    if (!last) return false
    const { epoch } = database.prepare('SELECT epoch FROM event_log_head').get() as {
      epoch: string
    }
    await this.#transport.send(rows.map((row) => toCloudEvent(row, this.#deviceId, epoch)))
    // Switched off meanwhile: the checkpoint is gone, or belongs to another broker.
    if (signal.aborted) return false
    this.#work.run(onItsOwn(), (tx) => moveRelay(tx, brokerRelayName, last.seq))
    this.#line.found()
    return true
  }
}
