import { sql } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import {
  blockerOf,
  clearFailure,
  maySuspect,
  owesAnything,
  park,
  recordFailure,
  refOfRow,
} from './delivery-failures.ts'
import { readRows, toEvent, type EventRow } from './event-log.ts'
import { matches } from '../../shared/event-pattern.ts'
import type {
  OutsideHandler,
  Subscription,
  SubscriptionRow,
  Subscriptions,
} from './subscriptions.ts'
import type { Turns } from './turns.ts'

/** How long something outside may take before it counts as failed. */
const outsideLimitMs = 30_000

/**
 * Brings events to handlers with effects outside the database: one at a time per subscription,
 * marked before and after. The mark after the effect can be lost in a crash; then the handler is
 * called again with the same key.
 */
export class OutsideDelivery {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #turns: Turns
  readonly #onHandled: (subscriptionId: string) => void
  readonly #onError: (error: unknown) => void
  readonly #busy = new Map<string, Promise<void>>()
  /** Up to which event a subscription runs alone, because the process died in there. */
  #careful = new Map<string, number>()
  #stopped = false

  constructor(
    work: UnitOfWork,
    subscriptions: Subscriptions,
    turns: Turns,
    onHandled: (subscriptionId: string) => void,
    onError: (error: unknown) => void,
  ) {
    this.#work = work
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

  /** Runs until nothing is waiting that could run now. */
  async drain(): Promise<void> {
    this.run()
    await Promise.all(this.#busy.values())
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
    while (!this.#stopped && (await this.#next(subscription, handler)));
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
    if (due) {
      const attempt = () => this.#attempt(subscription, handler, due.row, 'retry')
      return this.#inTurn(maySuspect(due.lastError), attempt)
    }
    return this.#nextFirst(subscription, handler, row)
  }

  /** Runs an attempt if it may run now. Tells whether it did. */
  async #inTurn(alone: boolean, attempt: () => Promise<void>): Promise<boolean> {
    if (!this.#turns.enter(alone)) return false
    try {
      await attempt()
    } finally {
      this.#turns.leave()
    }
    return true
  }

  async #nextFirst(
    subscription: Subscription,
    handler: OutsideHandler,
    { cursor_seq: cursor, crash_count: crashes }: SubscriptionRow,
  ): Promise<boolean> {
    const row = this.#nextWanted(subscription, cursor)
    if (!row) return false
    const setAside = this.#work.run(onItsOwn(), (tx) => {
      if (!owesAnything(tx, subscription.id)) return false
      const blocker = blockerOf(tx, subscription, refOfRow(row))
      if (blocker === null) return false
      park(tx, subscription, refOfRow(row), blocker)
      this.#moveCursor(subscription, row.seq)
      return true
    })
    if (setAside) return true
    const careful = (this.#careful.get(subscription.id) ?? 0) >= row.seq
    const attempt = () => this.#attempt(subscription, handler, row, 'first')
    return this.#inTurn(careful || crashes > 0, attempt)
  }

  async #attempt(
    subscription: Subscription,
    handler: OutsideHandler,
    row: EventRow,
    kind: 'first' | 'retry',
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
    this.#work.run(onItsOwn(), (tx) => {
      if (failure) recordFailure(tx, subscription, refOfRow(row), failure.error)
      else if (kind === 'retry') clearFailure(tx, subscription.id, refOfRow(row))
      if (kind === 'first') this.#moveCursor(subscription, row.seq)
    })
    if (!failure) this.#onHandled(subscription.id)
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

  /** The next event it wants after the checkpoint; moves the checkpoint past those it does not. */
  #nextWanted(subscription: Subscription, cursor: number): EventRow | undefined {
    let after = cursor
    while (true) {
      const rows = readRows(this.#work.database, after, 200)
      const wanted = rows.find(
        (row) => row.event_data !== null && matches(subscription.pattern, row.event_type),
      )
      const reached = wanted ? wanted.seq - 1 : rows.at(-1)?.seq
      if (reached === undefined) return undefined
      if (reached > after) {
        this.#work.run(onItsOwn(), () => this.#moveCursor(subscription, reached))
      }
      if (wanted) return wanted
      after = reached
    }
  }

  #markInFlight(subscription: Subscription, row: EventRow, kind: 'first' | 'retry'): void {
    const { database } = this.#work
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
