import type { FitFlowEvent } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { sql } from '../db/studio-database.ts'
import type { Tx, UnitOfWork, WorkContext } from '../db/unit-of-work.ts'
import { blockerOf, clearFailure, park, recordFailure } from './delivery-failures.ts'
import { readEvents, toEvent, type EventRow } from './event-log.ts'
import { matches } from './event-pattern.ts'
import type { Subscription, Subscriptions } from './subscriptions.ts'

/** How many events a subscription takes at a time, so that the desk never waits long behind it. */
const batchSize = 100

/**
 * Brings `after_commit` handlers the events that were committed, in order, exactly once: what a
 * handler writes, its mark in `processed_events` and the checkpoint commit together or not at all.
 * A crash in between repeats nothing and loses nothing.
 */
export class Delivery {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #onError: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null
  #nudged = false
  #stopped = false

  constructor(
    work: UnitOfWork,
    subscriptions: Subscriptions,
    onError: (error: unknown) => void = () => {},
  ) {
    this.#work = work
    this.#subscriptions = subscriptions
    this.#onError = onError
  }

  /** Starts polling each second, for retries that fall due; what is waiting runs at once. */
  start(): void {
    this.#stopped = false
    this.#timer ??= setInterval(() => this.nudge(), 1_000)
    this.#timer.unref()
    this.nudge()
  }

  /** Nothing runs any more after this, also not what was nudged a moment ago: the file may be closed next. */
  stop(): void {
    this.#stopped = true
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /** Runs soon, after the caller has answered its window. Many nudges make one run. */
  nudge(): void {
    if (this.#nudged) return
    this.#nudged = true
    setImmediate(() => {
      this.#nudged = false
      if (this.#stopped) return
      try {
        if (this.runOnce()) this.nudge()
      } catch (error) {
        // The disk refused, not a handler: what is owed stays owed and is tried at the next poll.
        this.#onError(error)
      }
    })
  }

  /** Runs one batch per subscription and the retries that are due. Tells whether more is waiting. */
  runOnce(): boolean {
    let more = false
    for (const subscription of this.#subscriptions.inTier('after_commit')) {
      more = this.#catchUp(subscription) || more
    }
    return this.#retryDue() || more
  }

  /** Runs until nothing is waiting that could run now. For tests and the command line. */
  drain(): void {
    while (this.runOnce());
  }

  #catchUp(subscription: Subscription): boolean {
    const { database } = this.#work
    const { cursor } = database
      .prepare('SELECT cursor_seq AS cursor FROM event_subscriptions WHERE id = ?')
      .get(subscription.id) as { cursor: number }
    const { seq: head } = database.prepare('SELECT seq FROM event_log_head').get() as {
      seq: number
    }
    if (cursor >= head) return false

    const events = readEvents(database, { after: cursor, through: head, limit: batchSize })
    const reached = events.length < batchSize ? head : events.at(-1)!.seq
    // One transaction for the batch: one wait for the disk, and each event still in its savepoint.
    this.#work.run(onItsOwn(), (tx) => {
      for (const event of events) {
        if (matches(subscription.pattern, event.type)) this.#deliver(tx, subscription, event)
      }
      database
        .prepare('UPDATE event_subscriptions SET cursor_seq = ? WHERE id = ?')
        .run(reached, subscription.id)
    })
    return reached < head
  }

  #deliver(tx: Tx, subscription: Subscription, event: FitFlowEvent): void {
    const blocker = subscription.ordering === 'subject' ? blockerOf(tx, subscription, event) : null
    if (blocker !== null) park(tx, subscription, event, blocker)
    else this.#attempt(tx, subscription, event)
  }

  #attempt(tx: Tx, subscription: Subscription, event: FitFlowEvent): boolean {
    tx.database.exec('SAVEPOINT handler')
    try {
      const first = tx.database
        .prepare('INSERT OR IGNORE INTO processed_events VALUES (?, ?, ?)')
        .run(subscription.id, event.id, tx.now)
      if (first.changes === 1) {
        // What a handler writes belongs to the request that caused the event.
        const { correlationId } = event.metadata
        this.#work.within({ correlationId }, (inner) => subscription.handler(event, inner))
      }
      tx.database.exec('RELEASE handler')
      return true
    } catch (error) {
      if (!tx.database.inTransaction) throw error
      tx.database.exec('ROLLBACK TO handler; RELEASE handler')
      recordFailure(tx, subscription, event, error)
      return false
    }
  }

  #retryDue(): boolean {
    const due = this.#work.database.all(
      sql
        .selectFrom('event_delivery')
        .select(['subscription_id', 'seq'])
        .where('state', '=', 'retry')
        .where('next_attempt_at', '<=', this.#work.now())
        .orderBy('seq')
        .limit(batchSize),
    )
    let handled = false
    for (const { subscription_id, seq } of due) {
      const subscription = this.#subscriptions.byId(subscription_id)
      if (!subscription) continue
      const row = this.#work.database.prepare('SELECT * FROM event_log WHERE seq = ?').get(seq)
      const event = toEvent(row as EventRow)
      this.#work.run(onItsOwn(), (tx) => {
        if (!this.#attempt(tx, subscription, event)) return
        clearFailure(tx, subscription, event)
        handled = true
      })
    }
    return handled
  }
}

function onItsOwn(): WorkContext {
  return { actorId: null, commandId: null, correlationId: newId() }
}
