import { sql } from '../db/studio-database.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import { advanceCursor, advanceIfPossible, isWanted, openUpTo } from './advance-cursor.ts'
import {
  beginFirstAttempt,
  blockerOf,
  clearFailure,
  holdBackRetry,
  maySuspect,
  park,
  refOfRow,
  rowOf,
} from './delivery-failures.ts'
import { readRows, type EventRow } from './event-log.ts'
import { forgetMarks, hasMarks, owesAnything } from './handled-marks.ts'
import { HandlerCalls, landed } from './handler-calls.ts'
import type { RunHandler } from './run-limited.ts'
import type { DatabaseHandler, Subscription, Subscriptions } from './subscriptions.ts'
import type { Turns } from './turns.ts'

/** Events taken at a time, and how long that may keep the main thread. */
const batchSize = 200
const sliceMs = 12

/**
 * Brings events to handlers that write to the database, from the log or as a broker delivers them.
 * What one writes and its checkpoint commit together or not at all, so every event takes effect
 * exactly once, whenever the process dies. `processed_events` holds a mark for each event handled
 * while an earlier one is still owed or has not come; after that the checkpoint alone says it.
 */
export class DatabaseDelivery {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #calls: HandlerCalls
  readonly #turns: Turns
  /** Up to which event a subscription goes one by one, because the process died in there. */
  #careful = new Map<string, number>()

  constructor(
    work: UnitOfWork,
    subscriptions: Subscriptions,
    runHandler: RunHandler,
    turns: Turns,
    onHandled: (subscriptionId: string, count: number) => void,
  ) {
    this.#work = work
    this.#subscriptions = subscriptions
    this.#calls = new HandlerCalls(work, runHandler, onHandled)
    this.#turns = turns
  }

  /** Goes one by one up to these events, by subscription id. See `recoverInFlight`. */
  beCareful(until: Map<string, number>): void {
    this.#careful = until
  }

  /**
   * Handles events of the log for a few milliseconds from the checkpoint on, and moves it. Tells
   * whether more is waiting.
   *
   * @param through no further than this: what comes behind it is brought by a broker.
   */
  slice(subscription: Subscription, handler: DatabaseHandler, through: number): boolean {
    const { database } = this.#work
    const { cursor_seq: cursor, status, crash_count } = this.#subscriptions.row(subscription.id)
    const { seq: head } = database.prepare('SELECT seq FROM event_log_head').get() as {
      seq: number
    }
    if (status !== 'running' || cursor >= head) return false
    if (cursor >= through) return advanceIfPossible(this.#work, subscription)

    const careful = (this.#careful.get(subscription.id) ?? 0) > cursor
    if (!this.#turns.enter(careful || crash_count > 0)) return false
    const last = Math.min(head, through)
    try {
      const size = careful ? 1 : Math.min(batchSize, last - cursor)
      return this.#runNext(subscription, handler, cursor, size) < last
    } finally {
      this.#turns.leave()
    }
  }

  /**
   * Takes events that a broker brought into the books, in one transaction, as many as a few milliseconds
   * allow: each is handled, set aside, or was one or the other before. Answers how many, from the first
   * on; none when that is not possible now, or when what was done is to be done again without one of them.
   */
  bring(subscription: Subscription, handler: DatabaseHandler, rows: readonly EventRow[]): number {
    const { database } = this.#work
    const { status, crash_count: crashes } = this.#subscriptions.row(subscription.id)
    if (status !== 'running') return 0
    const isKnown = (row: EventRow) => openUpTo(database, subscription, row).length === 0
    if (rows.every(isKnown)) return rows.length
    const first = rows[0]!
    const until = this.#careful.get(subscription.id) ?? 0
    const alone = crashes > 0 || rows.some(({ seq }) => seq <= until)
    if (!this.#turns.enter(alone)) return 0
    try {
      // What the process died of is found out one by one; and one event needs no slice.
      if (!alone && rows.some(({ seq }) => seq !== first.seq)) {
        return this.#takeInTogether(subscription, handler, rows)
      }
      for (const open of openUpTo(database, subscription, first)) {
        this.#takeIn(subscription, handler, open)
      }
      return 1
    } finally {
      this.#turns.leave()
    }
  }

  #takeInTogether(
    subscription: Subscription,
    handler: DatabaseHandler,
    rows: readonly EventRow[],
  ): number {
    const seqs = rows.map(({ seq }) => seq)
    this.#markInFlight(subscription, Math.min(...seqs), Math.max(...seqs))
    return this.#calls.runBlaming(subscription, 0, (tx) => {
      let taken = 0
      let owing = owesAnything(tx, subscription.id)
      const startedAt = performance.now()
      const isWhole = this.#calls.inSlice(tx, subscription, (begin) => {
        for (const row of rows) {
          for (const open of openUpTo(tx.database, subscription, row)) {
            begin(open)
            const before = { owing, marks: true }
            if (!this.#calls.deliver(tx, subscription, handler, open, before)) owing = true
          }
          taken += 1
          if (performance.now() - startedAt > sliceMs) break
        }
      })
      landed(tx, subscription)
      advanceCursor(tx, subscription)
      return isWhole ? taken : 0
    })
  }

  #takeIn(subscription: Subscription, handler: DatabaseHandler, row: EventRow): void {
    const event = refOfRow(row)
    const blocker = blockerOf(this.#work, subscription, event)
    if (blocker === null) {
      beginFirstAttempt(this.#work, subscription, event)
      this.#try(subscription, handler, row)
      return
    }
    this.#work.run(onItsOwn(), (tx) => {
      park(tx, subscription, event, blocker)
      advanceCursor(tx, subscription)
    })
  }

  /** Answers how far it came. */
  #runNext(
    subscription: Subscription,
    handler: DatabaseHandler,
    cursor: number,
    size: number,
  ): number {
    const { database } = this.#work
    const rows = readRows(database, cursor, size)
    this.#markInFlight(subscription, rows[0]!.seq, rows.at(-1)!.seq)
    return this.#calls.runBlaming(subscription, cursor, (tx) => {
      const last = this.#runSlice(tx, subscription, handler, rows)
      const cursorNow = last ?? cursor
      if ((this.#careful.get(subscription.id) ?? 0) <= cursorNow) {
        this.#careful.delete(subscription.id)
      }
      database
        .prepare(
          `UPDATE event_subscriptions SET cursor_seq = ?, inflight_from = NULL, inflight_to = NULL,
             crash_count = 0, heartbeat_at = ? WHERE id = ?`,
        )
        .run(cursorNow, tx.now, subscription.id)
      forgetMarks(tx, subscription.id)
      return cursorNow
    })
  }

  /** Handles rows until the slice is over. Answers the last one that is done; null when none is. */
  #runSlice(
    tx: Tx,
    subscription: Subscription,
    handler: DatabaseHandler,
    rows: readonly EventRow[],
  ): number | null {
    const startedAt = performance.now()
    let owing = owesAnything(tx, subscription.id) || hasMarks(tx.database, subscription.id)
    let done: number | null = null
    const isWhole = this.#calls.inSlice(tx, subscription, (begin) => {
      for (const row of rows) {
        if (isWanted(subscription, row)) {
          begin(row)
          // Set aside in an earlier slice: the retries take care of it.
          const isOwed =
            owing && tx.database.first(rowOf(subscription, row.seq).select('seq')) !== undefined
          const before = { owing, marks: owing }
          if (isOwed || !this.#calls.deliver(tx, subscription, handler, row, before)) owing = true
        }
        done = row.seq
        if (performance.now() - startedAt > sliceMs) break
      }
    })
    return isWhole ? done : null
  }

  /** Tries again what has waited long enough. Tells whether anything was handled. */
  retryDue(): boolean {
    const due = this.#work.database.all(
      sql
        .selectFrom('event_delivery as d')
        .innerJoin('event_subscriptions as s', 's.id', 'd.subscription_id')
        .select(['d.subscription_id', 'd.seq', 'd.last_error'])
        .where('d.state', '=', 'retry')
        // Only who can be called now: twenty of a handler that is gone would starve the rest.
        .where('d.subscription_id', 'in', this.#subscriptions.databaseIds())
        .where('s.status', '=', 'running')
        .where('d.next_attempt_at', '<=', this.#work.now())
        .orderBy('d.seq')
        .limit(20),
    )
    let handled = false
    for (const { subscription_id, seq, last_error } of due) {
      const subscription = this.#subscriptions.byId(subscription_id)
      if (!subscription || subscription.run.kind !== 'database') continue
      if (!this.#turns.enter(maySuspect(last_error))) continue
      try {
        handled = this.#retry(subscription, subscription.run.handler, seq) || handled
      } finally {
        this.#turns.leave()
      }
    }
    return handled
  }

  #retry(subscription: Subscription, handler: DatabaseHandler, seq: number): boolean {
    const row = readRows(this.#work.database, seq - 1, 1)[0]
    // Erased since, or set aside by a former FitFlow although nobody is called for it.
    if (!row || !isWanted(subscription, row)) {
      this.#work.run(onItsOwn(), (tx) => {
        const { subject_key } = tx.database.one(rowOf(subscription, seq).select('subject_key'))
        clearFailure(tx, subscription.id, { seq, subjectKey: subject_key })
      })
      return true
    }
    if (holdBackRetry(this.#work, subscription, refOfRow(row))) return false
    this.#work.database.runUnsynced(
      `UPDATE event_delivery SET state = 'running' WHERE subscription_id = ? AND seq = ?`,
      [subscription.id, seq],
    )
    return this.#try(subscription, handler, row)
  }

  /** Tries an event that is noted as running. Tells whether it was handled. */
  #try(subscription: Subscription, handler: DatabaseHandler, row: EventRow): boolean {
    return this.#calls.runBlaming(subscription, false, (tx) => {
      let succeeded = false
      const isWhole = this.#calls.inSlice(tx, subscription, (begin) => {
        begin(row)
        succeeded = this.#calls.attempt(tx, subscription, handler, row, true)
      })
      const handled = isWhole && succeeded
      if (handled) clearFailure(tx, subscription.id, refOfRow(row))
      advanceCursor(tx, subscription)
      return handled
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
