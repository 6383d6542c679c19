import { sql } from '../db/studio-database.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import {
  blockerOf,
  clearFailure,
  owesAnything,
  park,
  ProcessCrash,
  recordFailure,
  refOfRow,
  rowOf,
} from './delivery-failures.ts'
import { readRows, toEvent, type EventRow } from './event-log.ts'
import { matches } from './event-pattern.ts'
import { HandledRate } from './handled-rate.ts'
import { OutsideDelivery } from './outside-delivery.ts'
import { HandlerTimeout, runLimited, type RunHandler } from './run-limited.ts'
import type {
  DatabaseHandler,
  Subscription,
  SubscriptionRow,
  Subscriptions,
} from './subscriptions.ts'

/** Events taken at a time, and how long that may keep the main thread. */
const batchSize = 200
const sliceMs = 12

/**
 * Brings `after_commit` handlers the events that were committed, in order.
 *
 * Database handlers: what one writes and its checkpoint commit together or not at all, so every
 * event takes effect exactly once, whenever the process dies. `processed_events` holds a mark for
 * each event handled while an earlier one is still owed; once nothing is owed the checkpoint alone
 * says it. Outside handlers: see `OutsideDelivery`.
 *
 * A subscription works in slices of a few milliseconds, so that the desk never waits behind it.
 */
export class Delivery {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #outside: OutsideDelivery
  readonly #onError: (error: unknown) => void
  readonly #runHandler: RunHandler
  /** Up to which event a subscription goes one by one, because the process died in there. */
  readonly #careful = new Map<string, number>()
  readonly #rate = new HandledRate()
  #timer: NodeJS.Timeout | null = null
  #running = false
  #nudgedMeanwhile = false

  constructor(
    work: UnitOfWork,
    subscriptions: Subscriptions,
    onError: (error: unknown) => void = () => {},
    runHandler: RunHandler = runLimited,
  ) {
    this.#work = work
    this.#runHandler = runHandler
    this.#subscriptions = subscriptions
    this.#onError = onError
    this.#outside = new OutsideDelivery(work, subscriptions, (id) => this.#rate.add(id, 1), onError)
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
          ? [this.#slice.bind(this, subscription, subscription.run.handler)]
          : [],
      )
    return [...slices, () => this.#retryDue()]
  }

  /** One step at a time, so that the desk gets its turn between any two. */
  #turn(steps: readonly (() => boolean)[]): void {
    const [step, ...rest] = steps
    if (!this.#timer || !step) {
      this.#running = false
      if (this.#timer && this.#nudgedMeanwhile) this.#begin()
      return
    }
    try {
      const again = step()
      setImmediate(() => this.#turn(again ? [...rest, step] : rest))
    } catch (error) {
      this.#running = false
      // The disk refused, not a handler: what is owed stays owed and is tried at the next poll.
      this.#onError(error)
    }
  }

  /** Runs until no database handler has anything it could do now. For tests and the command line. */
  drain(): void {
    while (this.runOnce());
  }

  /** The same for handlers with effects outside. */
  drainOutside(): Promise<void> {
    return this.#outside.drain()
  }

  /** How many events a subscription has handled in the last minute. */
  handledPerMinute(subscriptionId: string): number {
    return this.#rate.perMinute(subscriptionId)
  }

  /**
   * Looks for handlers that the process died in. The events are run again, one by one; one that
   * kills the process a second time while alone becomes a dead letter.
   */
  recover(): void {
    for (const subscription of this.#subscriptions.inTier('after_commit')) {
      const row = this.#subscriptions.row(subscription.id)
      if (row.inflight_from !== null && row.inflight_to !== null) {
        this.#recoverBatch(subscription, row, row.inflight_from, row.inflight_to)
      }
    }
    const running = sql.selectFrom('event_delivery').selectAll().where('state', '=', 'running')
    for (const { subscription_id, seq, subject_key, last_error } of this.#work.database.all(
      running,
    )) {
      const subscription = this.#subscriptions.byId(subscription_id)
      if (!subscription) continue
      const lastAttempt = last_error?.startsWith('ProcessCrash') ?? false
      const event = { seq, subjectKey: subject_key }
      this.#work.run(onItsOwn(), (tx) =>
        recordFailure(tx, subscription, event, new ProcessCrash(), { lastAttempt }),
      )
    }
  }

  #recoverBatch(subscription: Subscription, row: SubscriptionRow, from: number, to: number): void {
    const crashes = row.crash_count + 1
    const alone = from === to
    this.#work.run(onItsOwn(), (tx) => {
      const checkpoint = sql.updateTable('event_subscriptions').where('id', '=', subscription.id)
      if (alone && crashes >= 2) {
        const event = readRows(tx.database, from - 1, 1)[0]
        if (event) {
          recordFailure(tx, subscription, refOfRow(event), new ProcessCrash(), {
            lastAttempt: true,
          })
        }
        const done = { cursor_seq: to, inflight_from: null, inflight_to: null, crash_count: 0 }
        tx.database.run(checkpoint.set(done))
        return
      }
      tx.database.run(
        checkpoint.set({ crash_count: crashes, inflight_from: null, inflight_to: null }),
      )
      this.#careful.set(subscription.id, to)
    })
  }

  #slice(subscription: Subscription, handler: DatabaseHandler): boolean {
    const { database } = this.#work
    const { cursor_seq: cursor, status } = this.#subscriptions.row(subscription.id)
    const { seq: head } = database.prepare('SELECT seq FROM event_log_head').get() as {
      seq: number
    }
    if (status !== 'running' || cursor >= head) return false

    const careful = (this.#careful.get(subscription.id) ?? 0) > cursor
    const rows = readRows(database, cursor, careful ? 1 : batchSize)
    this.#markInFlight(subscription, rows[0]!.seq, rows.at(-1)!.seq)
    const reached = this.#work.run(onItsOwn(), (tx) => {
      const last = this.#runSlice(tx, subscription, handler, rows)
      const cursorNow = last ?? cursor
      const stillCareful = (this.#careful.get(subscription.id) ?? 0) > cursorNow
      if (!stillCareful) this.#careful.delete(subscription.id)
      database
        .prepare(
          `UPDATE event_subscriptions SET cursor_seq = ?, inflight_from = NULL, inflight_to = NULL,
             crash_count = CASE WHEN ? THEN crash_count ELSE 0 END, heartbeat_at = ? WHERE id = ?`,
        )
        .run(cursorNow, stillCareful ? 1 : 0, tx.now, subscription.id)
      return cursorNow
    })
    return reached < head
  }

  /** Handles rows until the slice is over. Answers the last one that is done; null when none is. */
  #runSlice(
    tx: Tx,
    subscription: Subscription,
    handler: DatabaseHandler,
    rows: readonly EventRow[],
  ): number | null {
    const startedAt = performance.now()
    let owing = owesAnything(tx, subscription.id)
    let current: EventRow | null = null
    let done: number | null = null
    let handled = 0
    tx.database.exec('SAVEPOINT slice')
    const inTime = this.#runHandler(() => {
      for (const row of rows) {
        current = row
        if (row.event_data !== null && matches(subscription.pattern, row.event_type)) {
          if (!this.#deliver(tx, subscription, handler, row, owing)) owing = true
          handled += 1
        }
        done = row.seq
        if (performance.now() - startedAt > sliceMs) break
      }
    })
    if (!inTime && current) {
      // Whatever the slice did is taken back and done again; only the one that hung is set aside.
      tx.database.exec('ROLLBACK TO slice; RELEASE slice')
      recordFailure(tx, subscription, refOfRow(current), new HandlerTimeout())
      return null
    }
    tx.database.exec('RELEASE slice')
    this.#rate.add(subscription.id, handled)
    return done
  }

  /** Handles one event, or sets it aside. Tells whether the subscription owes nothing for it. */
  #deliver(
    tx: Tx,
    subscription: Subscription,
    handler: DatabaseHandler,
    row: EventRow,
    owing: boolean,
  ): boolean {
    const event = refOfRow(row)
    if (owing) {
      // Set aside in an earlier slice: the retries take care of it.
      if (tx.database.first(rowOf(subscription, row.seq).select('seq'))) return false
      const blocker = blockerOf(tx, subscription, event)
      if (blocker !== null) {
        park(tx, subscription, event, blocker)
        return false
      }
    }
    return this.#attempt(tx, subscription, handler, row, owing)
  }

  #attempt(
    tx: Tx,
    subscription: Subscription,
    handler: DatabaseHandler,
    row: EventRow,
    owing: boolean,
  ): boolean {
    tx.database.exec('SAVEPOINT handler')
    try {
      if (!owing || markProcessed(tx, subscription, row)) {
        const event = toEvent(row)
        // What a handler writes belongs to the request that caused the event.
        const { correlationId } = event.metadata
        this.#work.within({ correlationId }, (inner) => handler(event, inner))
      }
      tx.database.exec('RELEASE handler')
      return true
    } catch (error) {
      if (!tx.database.inTransaction) throw error
      tx.database.exec('ROLLBACK TO handler; RELEASE handler')
      recordFailure(tx, subscription, refOfRow(row), error)
      return false
    }
  }

  #retryDue(): boolean {
    const due = this.#work.database.all(
      sql
        .selectFrom('event_delivery as d')
        .innerJoin('event_subscriptions as s', 's.id', 'd.subscription_id')
        .select(['d.subscription_id', 'd.seq'])
        .where('d.state', '=', 'retry')
        // Only who can be called now: twenty of a handler that is gone would starve the rest.
        .where('d.subscription_id', 'in', this.#subscriptions.databaseIds())
        .where('s.status', '=', 'running')
        .where('d.next_attempt_at', '<=', this.#work.now())
        .orderBy('d.seq')
        .limit(20),
    )
    let handled = false
    for (const { subscription_id, seq } of due) {
      const subscription = this.#subscriptions.byId(subscription_id)
      if (!subscription || subscription.run.kind !== 'database') continue
      handled = this.#retry(subscription, subscription.run.handler, seq) || handled
    }
    return handled
  }

  #retry(subscription: Subscription, handler: DatabaseHandler, seq: number): boolean {
    const row = readRows(this.#work.database, seq - 1, 1)[0]
    if (!row || row.event_data === null) {
      this.#work.run(onItsOwn(), (tx) => {
        const { subject_key } = tx.database.one(rowOf(subscription, seq).select('subject_key'))
        clearFailure(tx, subscription.id, { seq, subjectKey: subject_key })
      })
      return true
    }
    this.#work.database.runUnsynced(
      `UPDATE event_delivery SET state = 'running' WHERE subscription_id = ? AND seq = ?`,
      [subscription.id, seq],
    )
    return this.#work.run(onItsOwn(), (tx) => {
      let succeeded = false
      tx.database.exec('SAVEPOINT slice')
      const inTime = this.#runHandler(() => {
        succeeded = this.#attempt(tx, subscription, handler, row, true)
      })
      if (!inTime) {
        tx.database.exec('ROLLBACK TO slice')
        recordFailure(tx, subscription, refOfRow(row), new HandlerTimeout())
      }
      tx.database.exec('RELEASE slice')
      if (!inTime || !succeeded) return false
      clearFailure(tx, subscription.id, refOfRow(row))
      this.#rate.add(subscription.id, 1)
      return true
    })
  }

  /** Written without waiting for the disk: it has to outlive this process, not a power cut. */
  #markInFlight(subscription: Subscription, from: number, to: number): void {
    this.#work.database.runUnsynced(
      'UPDATE event_subscriptions SET inflight_from = ?, inflight_to = ? WHERE id = ?',
      [from, to, subscription.id],
    )
  }
}

/** Tells whether this is the first time: the same event never takes effect twice. */
function markProcessed(tx: Tx, subscription: Subscription, row: EventRow): boolean {
  return (
    tx.database
      .prepare('INSERT OR IGNORE INTO processed_events VALUES (?, ?, ?)')
      .run(subscription.id, row.id, tx.now).changes === 1
  )
}
