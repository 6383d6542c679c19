import type { UnitOfWork } from '../db/unit-of-work.ts'
import { DatabaseDelivery } from './database-delivery.ts'
import { HandledRate } from './handled-rate.ts'
import { OutsideDelivery } from './outside-delivery.ts'
import { recoverInFlight } from './recover-in-flight.ts'
import { runLimited, type RunHandler } from './run-limited.ts'
import { Turns } from './turns.ts'
import type { EventRow } from './event-log.ts'
import type { DatabaseHandler, Subscription, Subscriptions } from './subscriptions.ts'

/**
 * Brings `after_commit` handlers the events that were committed, in order: see `DatabaseDelivery`
 * and `OutsideDelivery` for what each kind of handler can rely on. Here is only when: soon after a
 * commit, each second for retries, and in turns of milliseconds between which the desk goes on.
 */
export class Delivery {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #database: DatabaseDelivery
  readonly #outside: OutsideDelivery
  readonly #onError: (error: unknown) => void
  readonly #rate = new HandledRate()
  /** Up to where a subscription reads the log; see {@link readLogThrough}. */
  #through: (subscriptionId: string) => number = toTheEnd
  #timer: NodeJS.Timeout | null = null
  #running = false
  #nudgedMeanwhile = false
  /** Of one run, only the first error is told. */
  #hasReported = false

  constructor(
    work: UnitOfWork,
    subscriptions: Subscriptions,
    onError: (error: unknown) => void = () => {},
    runHandler: RunHandler = runLimited,
  ) {
    this.#work = work
    this.#subscriptions = subscriptions
    this.#onError = onError
    const turns = new Turns()
    const count = (id: string, handled: number) => this.#rate.add(id, handled)
    this.#database = new DatabaseDelivery(work, subscriptions, runHandler, turns, count)
    const through = (id: string) => this.#through(id)
    const countOne = (id: string) => count(id, 1)
    this.#outside = new OutsideDelivery(work, subscriptions, turns, through, countOne, onError)
  }

  /**
   * Reads the log only this far for first attempts, because a broker brings the rest; without a
   * limit, to the end. Retries come from the database either way.
   */
  readLogThrough(through: (subscriptionId: string) => number = toTheEnd): void {
    this.#through = through
    this.nudge()
  }

  /**
   * Takes events that a broker brought into the books of a subscription, as many as can be now: each is
   * handled, set aside for a retry, parked or dead, or was so before. Only then may the broker forget it.
   *
   * @returns how many, from the first on. None when the subscription is paused, or another handler must
   * run alone.
   */
  async bring(
    subscription: Subscription,
    rows: readonly EventRow[],
    signal: AbortSignal,
  ): Promise<number> {
    const { run } = subscription
    if (run.kind === 'database') return this.#database.bring(subscription, run.handler, rows)
    return (await this.#outside.bring(subscription, rows[0]!, signal)) ? 1 : 0
  }

  /** Recovers what was in flight, then polls each second; what is waiting runs at once. */
  start(): void {
    if (this.#timer) return
    this.recover()
    this.#timer = setInterval(() => this.nudge(), 1_000)
    this.#timer.unref()
    this.nudge()
  }

  /** Stops for good: what is owed waits for the next start. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#outside.stop()
  }

  /** Runs soon, after the caller has answered its window. Many nudges make one run. */
  nudge(): void {
    if (!this.#timer) return
    this.#outside.run()
    // What was committed while a run is going on gets a run of its own afterwards.
    if (this.#running) this.#nudgedMeanwhile = true
    else this.#begin()
  }

  #begin(): void {
    this.#running = true
    this.#hasReported = false
    this.#nudgedMeanwhile = false
    setImmediate(() => this.#turn(this.#steps()))
  }

  /** Takes every step once. Tells whether more is waiting. */
  runOnce(): boolean {
    return this.#steps()
      .map((step) => step())
      .some(Boolean)
  }

  /** One slice of each subscription, then the retries that are due; each tells whether it has more. */
  #steps(): (() => boolean)[] {
    const slices = this.#subscriptions
      .inTier('after_commit')
      .flatMap((subscription) =>
        subscription.run.kind === 'database'
          ? [this.#sliceOf(subscription, subscription.run.handler)]
          : [],
      )
    return [...slices, () => this.#database.retryDue()]
  }

  #sliceOf(subscription: Subscription, handler: DatabaseHandler): () => boolean {
    return () => this.#database.slice(subscription, handler, this.#through(subscription.id))
  }

  /** One step at a time, so that the desk gets its turn between any two. */
  #turn(steps: readonly (() => boolean)[]): void {
    const [step, ...rest] = steps
    if (!this.#timer || !step) {
      this.#running = false
      if (this.#timer && this.#nudgedMeanwhile) this.#begin()
      return
    }
    let again = false
    try {
      again = step()
    } catch (error) {
      // The disk refused, or nobody foresaw it: what is owed stays owed and is tried at the next poll.
      // The others go on: it may be only this one.
      if (!this.#hasReported) this.#onError(error)
      this.#hasReported = true
    }
    setImmediate(() => this.#turn(again ? [...rest, step] : rest))
  }

  /**
   * Runs until no handler of either kind has anything that it could do now: what waits for its time,
   * or for somebody to decide, stays. For tests and the command line.
   */
  async drain(): Promise<void> {
    do this.drainDatabase()
    while (await this.#outside.drain())
  }

  /** The same for handlers that write to the database alone, while nothing outside is at work. */
  drainDatabase(): void {
    while (this.runOnce());
  }

  /** How many events a subscription has handled in the last minute. */
  handledPerMinute(subscriptionId: string): number {
    return this.#rate.perMinute(subscriptionId)
  }

  /** Puts right what a process that died left in flight. {@link start} begins with it. */
  recover(): void {
    const careful = recoverInFlight(this.#work, this.#subscriptions)
    this.#database.beCareful(careful)
    this.#outside.beCareful(careful)
  }
}

const toTheEnd = () => Number.POSITIVE_INFINITY
