import { sql } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import { advanceCursor, advanceIfPossible, openUpTo } from './advance-cursor.ts'
import {
  beginFirstAttempt,
  blockerOf,
  clearFailure,
  holdBackRetry,
  maySuspect,
  park,
  recordFailure,
  refOfRow,
} from './delivery-failures.ts'
import { readRows, toEvent, type EventRow } from './event-log.ts'
import type {
  OutsideHandler,
  Subscription,
  SubscriptionRow,
  Subscriptions,
} from './subscriptions.ts'
import type { Turns } from './turns.ts'

/** How long something outside may take before it counts as failed. */
const outsideLimitMs = 30_000

/** An event that a broker brought and that waits for its turn. */
interface Brought {
  readonly row: EventRow
  readonly signal: AbortSignal
  /** Told whether it is in the books now. */
  readonly done: (isTaken: boolean) => void
}

/**
 * Brings events to handlers with effects outside the database, from the log or as a broker delivers
 * them: one at a time per subscription, marked before and after. The mark after the effect can be lost in a crash; then the handler is
 * called again with the same key.
 */
export class OutsideDelivery {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #turns: Turns
  readonly #onHandled: (subscriptionId: string) => void
  readonly #onError: (error: unknown) => void
  readonly #through: (subscriptionId: string) => number
  readonly #busy = new Map<string, Promise<void>>()
  readonly #brought = new Map<string, Brought>()
  /** Up to which event a subscription runs alone, because the process died in there. */
  #careful = new Map<string, number>()
  #stopped = false
  /** Somebody was told to come again. */
  #wasHeldBack = false
  #hasWorked = false

  /** @param through up to which event a subscription reads the log; the rest is brought by a broker. */
  constructor(
    work: UnitOfWork,
    subscriptions: Subscriptions,
    turns: Turns,
    through: (subscriptionId: string) => number,
    onHandled: (subscriptionId: string) => void,
    onError: (error: unknown) => void,
  ) {
    this.#work = work
    this.#through = through
    this.#subscriptions = subscriptions
    this.#turns = turns
    this.#onHandled = onHandled
    this.#onError = onError
  }

  /** Starts every subscription that is not at work. Each goes on until it has nothing to do. */
  run(): void {
    for (const subscription of this.#subscriptions.inTier('after_commit')) {
      if (subscription.run.kind !== 'outside' || this.#busy.has(subscription.id)) continue
      const { handler } = subscription.run
      // Not in this call: its first commit nudges again, and must find it at work already.
      const busy = Promise.resolve()
        .then(() => this.#runAll(subscription, handler))
        .catch(this.#onError)
        .finally(() => this.#busy.delete(subscription.id))
      this.#busy.set(subscription.id, busy)
    }
  }

  /**
   * Takes an event that a broker brought into the books: it is handled, set aside, or was one or the
   * other before. False when the signal came first.
   */
  bring(subscription: Subscription, row: EventRow, signal: AbortSignal): Promise<boolean> {
    return new Promise((done) => {
      this.#brought.set(subscription.id, { row, signal, done })
      signal.addEventListener('abort', () => done(false), { once: true })
      // A run that was about to end does not see it any more; one that sees it needs no other.
      void Promise.resolve(this.#busy.get(subscription.id)).then(() => this.run())
      this.run()
    })
  }

  /**
   * Runs until nothing is waiting that could run now. Who must run alone, and whoever waits for them,
   * is asked again when the others are done. Tells whether anything was done, and more may be.
   */
  async drain(): Promise<boolean> {
    this.#hasWorked = false
    do {
      this.#wasHeldBack = false
      this.run()
      await Promise.all(this.#busy.values())
    } while (this.#wasHeldBack && !this.#stopped)
    return this.#hasWorked && !this.#stopped
  }

  /** Runs alone up to these events, by subscription id. See `recoverInFlight`. */
  beCareful(until: ReadonlyMap<string, number>): void {
    this.#careful = new Map(until)
  }

  /**
   * Begins nothing more; what is at work is not recorded and will be done again with its key. Its
   * marks are taken away: FitFlow was closed in the middle of it, and did not die of it.
   */
  stop(): void {
    this.#stopped = true
    if (this.#busy.size === 0) return
    const { database } = this.#work
    try {
      database.runUnsynced(
        'UPDATE event_subscriptions SET inflight_from = NULL, inflight_to = NULL',
        [],
      )
      database.runUnsynced(`UPDATE event_delivery SET state = 'retry' WHERE state = 'running'`, [])
    } catch (error) {
      // A full disk: then the next start takes it for a death, and goes carefully.
      this.#onError(error)
    }
  }

  async #runAll(subscription: Subscription, handler: OutsideHandler): Promise<void> {
    while (!this.#stopped && (await this.#next(subscription, handler))) this.#hasWorked = true
  }

  async #next(subscription: Subscription, handler: OutsideHandler): Promise<boolean> {
    const row = this.#subscriptions.row(subscription.id)
    if (row.status !== 'running') return false
    const due = this.#dueRetry(subscription)
    if (due && due.row.event_data === null) {
      // Erased since: nobody can do anything about it any more.
      this.#work.run(onItsOwn(), (tx) => clearFailure(tx, subscription.id, refOfRow(due.row)))
      return true
    }
    if (due && holdBackRetry(this.#work, subscription, refOfRow(due.row))) return true
    if (due) {
      const attempt = () => this.#attempt(subscription, handler, due.row, 'retry')
      return this.#inTurn(maySuspect(due.lastError), attempt)
    }
    const brought = this.#brought.get(subscription.id)
    if (brought) return this.#nextBrought(subscription, handler, row, brought)
    return this.#nextFirst(subscription, handler, row)
  }

  /** Runs an attempt if it may run now. Tells whether it did. */
  async #inTurn(alone: boolean, attempt: () => Promise<void>): Promise<boolean> {
    if (!this.#turns.enter(alone)) {
      this.#wasHeldBack = true
      return false
    }
    try {
      await attempt()
    } finally {
      this.#turns.leave()
    }
    return true
  }

  async #nextBrought(
    subscription: Subscription,
    handler: OutsideHandler,
    { crash_count: crashes }: SubscriptionRow,
    brought: Brought,
  ): Promise<boolean> {
    const [row] = brought.signal.aborted
      ? []
      : openUpTo(this.#work.database, subscription, brought.row)
    if (!row) {
      this.#brought.delete(subscription.id)
      brought.done(!brought.signal.aborted)
      return true
    }
    if (this.#parkIfBlocked(subscription, row)) return true
    const careful = (this.#careful.get(subscription.id) ?? 0) >= row.seq
    const attempt = () => this.#attempt(subscription, handler, row, 'brought')
    return this.#inTurn(careful || crashes > 0, attempt)
  }

  async #nextFirst(
    subscription: Subscription,
    handler: OutsideHandler,
    { cursor_seq: cursor, crash_count: crashes }: SubscriptionRow,
  ): Promise<boolean> {
    if (advanceIfPossible(this.#work, subscription)) return true
    if (cursor >= this.#through(subscription.id)) return false
    const row = readRows(this.#work.database, cursor, 1)[0]
    if (!row) return false
    if (this.#parkIfBlocked(subscription, row)) return true
    const careful = (this.#careful.get(subscription.id) ?? 0) >= row.seq
    const attempt = () => this.#attempt(subscription, handler, row, 'first')
    return this.#inTurn(careful || crashes > 0, attempt)
  }

  /** Sets an event aside while an earlier one of its subject is owed. Tells whether it did. */
  #parkIfBlocked(subscription: Subscription, row: EventRow): boolean {
    const event = refOfRow(row)
    const blocker = blockerOf(this.#work, subscription, event)
    if (blocker === null) return false
    this.#work.run(onItsOwn(), (tx) => {
      park(tx, subscription, event, blocker)
      advanceCursor(tx, subscription)
    })
    return true
  }

  async #attempt(
    subscription: Subscription,
    handler: OutsideHandler,
    row: EventRow,
    kind: 'first' | 'brought' | 'retry',
  ): Promise<void> {
    this.#markInFlight(subscription, row, kind)
    let failure: { readonly error: unknown } | null = null
    try {
      const event = toEvent(row)
      await withinLimit(handler(event, `${event.id}:${subscription.name}`))
    } catch (error) {
      failure = { error }
    }
    if (this.#stopped) return
    failure ??= this.#endStrayTransaction()
    this.#work.run(onItsOwn(), (tx) => {
      if (failure) recordFailure(tx, subscription, refOfRow(row), failure.error)
      else if (kind !== 'first') clearFailure(tx, subscription.id, refOfRow(row))
      if (kind === 'first') this.#moveCursor(subscription, row.seq)
      advanceCursor(tx, subscription)
    })
    if (!failure) this.#onHandled(subscription.id)
  }

  /** Nobody else could write while a transaction stays open that no unit of work began. */
  #endStrayTransaction(): { readonly error: unknown } | null {
    const { database, current } = this.#work
    if (current !== null || !database.inTransaction) return null
    database.exec('ROLLBACK')
    return { error: new Error('A transaction was left open; it was rolled back.') }
  }

  #dueRetry(subscription: Subscription) {
    const due = this.#work.database.first(
      sql
        .selectFrom('event_delivery')
        .select(['seq', 'last_error'])
        .where('subscription_id', '=', subscription.id)
        .where('state', '=', 'retry')
        .where('next_attempt_at', '<=', this.#work.now())
        .orderBy('seq')
        .limit(1),
    )
    const row = due && readRows(this.#work.database, due.seq - 1, 1)[0]
    return due && row && { row, lastError: due.last_error }
  }

  #markInFlight(
    subscription: Subscription,
    row: EventRow,
    kind: 'first' | 'brought' | 'retry',
  ): void {
    const { database } = this.#work
    if (kind === 'brought') return beginFirstAttempt(this.#work, subscription, refOfRow(row))
    if (kind === 'retry') {
      database.runUnsynced(
        `UPDATE event_delivery SET state = 'running' WHERE subscription_id = ? AND seq = ?`,
        [subscription.id, row.seq],
      )
      return
    }
    database.runUnsynced(
      'UPDATE event_subscriptions SET inflight_from = ?, inflight_to = ? WHERE id = ?',
      [row.seq, row.seq, subscription.id],
    )
  }

  #moveCursor(subscription: Subscription, seq: number): void {
    this.#work.database
      .prepare(
        `UPDATE event_subscriptions SET cursor_seq = ?, inflight_from = NULL, inflight_to = NULL,
           crash_count = 0, heartbeat_at = ? WHERE id = ?`,
      )
      .run(seq, this.#work.now(), subscription.id)
  }
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`No answer within ${outsideLimitMs / 1_000} s.`)),
      outsideLimitMs,
    )
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
