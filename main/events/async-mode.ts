/**
 * Lets a message broker carry events to the after-commit handlers.
 *
 *   embedded ──enable──▶ from the log up to the switch, then from the broker ──disable──▶ embedded
 *
 * - Publishing does not change: the event is in the log and the inline handlers have run when the
 *   command is confirmed. Attempts, retries, parking, dead letters and what was handled already are in
 *   the database, the same as without a broker; it only says when to look at an event, and of which.
 * - What is committed before the switch is read from the log, what comes after it is sent and received
 *   (see `BrokerRelay`, `BrokerWorker`). So nothing is sent twice that an earlier time had sent, which
 *   brokers that know an event by its number would swallow.
 * - A checkpoint that stands still below what the broker has confirmed is a loss: the broker came back
 *   without its disk, or a handler was new to it. Then the log is read up to there.
 * - Going back needs no broker. What it still holds is brought when it is used again, and ignored: it
 *   is below the checkpoint, marked, or set aside.
 */
import { brokerOf } from '../../brokers/broker-address.ts'
import { BrokerUnavailable, openTransport, type Transport } from '../../brokers/index.ts'
import type { BrokerState } from '../../shared/event-monitor.ts'
import { topics } from '../../shared/topics.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import { readBroker, type AsyncModeConfig } from './broker-config.ts'
import { BrokerLine } from './broker-line.ts'
import { BrokerRelay, brokerRelayName } from './broker-relay.ts'
import { BrokerWorker } from './broker-worker.ts'
import type { Delivery } from './delivery.ts'
import type { Origin } from './event-log.ts'
import { dropRelay, findRelay, saveRelay } from './relay-row.ts'
import type { RestTimes } from './rest-between-tries.ts'
import type { Subscription, Subscriptions } from './subscriptions.ts'

/** How long things may take, in milliseconds. */
export interface AsyncModeTimes extends RestTimes {
  /** How long a checkpoint may stand still below what the broker has. */
  readonly overdueMs: number
}

const usualTimes: AsyncModeTimes = {
  backoffBaseMs: 1_000,
  // A broker is one's own: somebody has just started it again, and waits.
  backoffCapMs: 60_000,
  wakeJitterMs: 2_000,
  overdueMs: 30_000,
}

/** One time of being switched on. */
interface Session {
  readonly place: string
  readonly line: BrokerLine
  readonly workers: readonly BrokerWorker[]
  readonly over: AbortController
  transport: Transport | null
}

export class AsyncMode {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #delivery: Delivery
  readonly #origin: () => Origin
  readonly #times: AsyncModeTimes
  readonly #onError: (error: unknown) => void
  #session: Session | null = null
  #woken = new Set<() => void>()

  constructor(parts: {
    readonly work: UnitOfWork
    readonly subscriptions: Subscriptions
    readonly delivery: Delivery
    readonly origin: () => Origin
    readonly times?: AsyncModeTimes | undefined
    readonly onError?: ((error: unknown) => void) | undefined
  }) {
    this.#work = parts.work
    this.#subscriptions = parts.subscriptions
    this.#delivery = parts.delivery
    this.#origin = parts.origin
    this.#times = parts.times ?? usualTimes
    this.#onError = parts.onError ?? (() => {})
    this.#work.onCommit(() => this.#wakeAll())
  }

  /** Through which broker events go, how many wait to be sent, and whether it is away; null: embedded. */
  get state(): BrokerState | null {
    if (!this.#session) return null
    const { place, line } = this.#session
    return { place, waiting: this.#headSeq() - this.#relayCursor(), away: line.away }
  }

  /**
   * Switches over, at once and whether or not the broker is there: see `EventBus.enableAsyncMode`.
   */
  async enable(config: AsyncModeConfig): Promise<void> {
    this.#refuseUnready()
    const { deviceId } = this.#origin()
    // A stream and queues of this laptop's own, however many share the broker.
    const broker = readBroker(config, deviceId)
    const { place } = brokerOf(broker)
    if (this.#session?.place === place) return
    if (this.#session) await this.disable()
    const session = this.#begin(place)
    try {
      session.transport = await openTransport(broker, {
        onUnreadable: ({ subscriber, where, reason }) =>
          this.#onError(new Error(`${place} brought ${subscriber} no event (${where}): ${reason}`)),
      })
    } catch (error) {
      if (this.#session === session) await this.disable()
      throw error
    }
    if (!session.over.signal.aborted) this.#run(session, session.transport, deviceId)
  }

  /** Switches back, at once: see `EventBus.disableAsyncMode`. */
  async disable(): Promise<void> {
    const session = this.#session
    this.#end()
    // Also what an earlier run of FitFlow left behind: it would keep old events from being archived.
    if (findRelay(this.#work.database, brokerRelayName)) {
      this.#work.run(onItsOwn(), (tx) => this.#forget(tx))
    }
    this.#delivery.readLogThrough()
    await session?.transport?.close().catch(() => {})
  }

  /** The network or the computer is back: a rest ends within seconds. */
  wake(): void {
    this.#session?.line.wake()
  }

  /** Stops; the next start goes on where this one stood. */
  close(): void {
    const session = this.#session
    this.#end()
    void session?.transport?.close().catch(() => {})
  }

  #refuseUnready(): void {
    const unready = this.#carried().filter(({ asyncReady }) => !asyncReady)
    if (unready.length === 0) return
    const names = unready.map(({ name }) => name).join(', ')
    throw new Error(
      `These handlers are not registered as async-ready: ${names}. See asyncReady in main/events/subscriptions.ts.`,
    )
  }

  #carried(): Subscription[] {
    return this.#subscriptions.inTier('after_commit')
  }

  /** All that is decided before the broker is asked anything. */
  #begin(place: string): Session {
    const { database } = this.#work
    const carried = this.#carried()
    this.#work.run(onItsOwn(), (tx) => {
      if (findRelay(database, brokerRelayName)?.to !== place) {
        this.#forget(tx)
        saveRelay(tx, brokerRelayName, { to: place, cursor: this.#headSeq() })
      }
      // The broker keeps nothing for a handler that is new to it, of what was sent before.
      const sent = this.#relayCursor()
      for (const { id } of carried) {
        if (this.#subscriptions.row(id).log_through !== null) continue
        this.#subscriptions.readLogThrough(tx, id, sent)
      }
    })
    const announce = () => this.#work.announce(topics.delivery)
    const session: Session = {
      place,
      line: new BrokerLine(this.#times, () => this.#work.now(), announce),
      workers: carried.map(
        (one) => new BrokerWorker(one, this.#work, this.#delivery, this.#onError),
      ),
      over: new AbortController(),
      transport: null,
    }
    this.#session = session
    this.#delivery.readLogThrough((id) => this.#readsThrough(id))
    return session
  }

  #end(): void {
    this.#session?.over.abort()
    this.#session?.line.close()
    this.#session = null
    this.#wakeAll()
  }

  #run(session: Session, transport: Transport, deviceId: string): void {
    const { signal } = session.over
    const { line } = session
    const subscribers = session.workers.map(({ subscriber }) => subscriber)
    const relay = new BrokerRelay(this.#work, transport, line, { deviceId, subscribers })
    void this.#repeat(session, async () => {
      await relay.sendAll(signal)
      if (this.#relayCursor() === this.#headSeq()) await this.#nextCommit(signal)
    })
    for (const worker of session.workers) {
      const mayTake = () => this.#mayTake(worker.subscription)
      void this.#repeat(session, async () => {
        if (mayTake()) await worker.receive(transport, line, mayTake, signal)
        else await this.#nextCommit(signal)
      })
    }
    this.#watchForLosses(session)
  }

  /** Does `step` again and again until the session is over, and rests while the broker is away. */
  async #repeat({ line, over: { signal } }: Session, step: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await line.ready(signal)
      try {
        if (!signal.aborted) await step()
      } catch (error) {
        if (signal.aborted) return
        // Told once per outage; anything else is the disk, or a bug.
        const isAway = error instanceof BrokerUnavailable
        if (!isAway || line.lost()) this.#onError(error)
        if (!isAway) await this.#nextCommit(signal)
      }
    }
  }

  #mayTake({ id }: Subscription): boolean {
    if (!this.#subscriptions.byId(id)) return false
    const { status, cursor_seq: cursor } = this.#subscriptions.row(id)
    return status === 'running' && cursor >= this.#readsThrough(id)
  }

  #readsThrough(id: string): number {
    return this.#subscriptions.row(id).log_through ?? Number.POSITIVE_INFINITY
  }

  #forget(tx: Tx): void {
    dropRelay(tx, brokerRelayName)
    this.#subscriptions.readLogToTheEnd(tx)
  }

  #watchForLosses({ workers, over: { signal } }: Session): void {
    let confirmed = this.#relayCursor()
    let before = new Map<string, number>()
    const look = () => {
      const cursors = new Map<string, number>()
      for (const { subscription } of workers) {
        const { id } = subscription
        const { cursor_seq: cursor } = this.#subscriptions.row(id)
        cursors.set(id, cursor)
        if (cursor !== before.get(id) || cursor >= confirmed) continue
        if (this.#readsThrough(id) >= confirmed) continue
        const reached = confirmed
        this.#work.run(onItsOwn(), (tx) => this.#subscriptions.readLogThrough(tx, id, reached))
      }
      before = cursors
      confirmed = this.#relayCursor()
    }
    const timer = setInterval(look, this.#times.overdueMs)
    timer.unref()
    signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  }

  /** Resolves at the next commit, or after a second: a pause may end without one. */
  #nextCommit(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        this.#woken.delete(done)
        resolve()
      }
      const timer = setTimeout(done, 1_000)
      timer.unref()
      this.#woken.add(done)
    })
  }

  #wakeAll(): void {
    for (const wake of this.#woken) wake()
  }

  #headSeq(): number {
    const head = this.#work.database.prepare('SELECT seq FROM event_log_head').get()
    return (head as { seq: number }).seq
  }

  #relayCursor(): number {
    return findRelay(this.#work.database, brokerRelayName)?.cursor ?? 0
  }
}
