import { isOneOf } from '../../shared/thrown.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import { advanceCursor } from './advance-cursor.ts'
import { blockerOf, park, recordFailure, refOfRow } from './delivery-failures.ts'
import { toEvent, type EventRow } from './event-log.ts'
import { holdTransaction, rollBackTo, TransactionLost } from './hold-transaction.ts'
import { HandlerTimeout, type RunHandler } from './run-limited.ts'
import type { DatabaseHandler, Subscription } from './subscriptions.ts'

/**
 * Calls handlers that write to the database, inside a transaction of ours, and writes down what failed:
 * one that throws, hangs, or ends the transaction costs its own event an attempt, and nobody else.
 */
export class HandlerCalls {
  readonly #work: UnitOfWork
  readonly #runHandler: RunHandler
  readonly #onHandled: (subscriptionId: string, count: number) => void

  constructor(
    work: UnitOfWork,
    runHandler: RunHandler,
    onHandled: (subscriptionId: string, count: number) => void,
  ) {
    this.#work = work
    this.#runHandler = runHandler
    this.#onHandled = onHandled
  }

  /**
   * Runs `work` in a transaction. Where a handler ended it, everything in it is gone: the event whose
   * handler it was is set aside, and the rest is done again. `otherwise` is the answer then.
   */
  runBlaming<T>(subscription: Subscription, otherwise: T, work: (tx: Tx) => T): T {
    try {
      return this.#work.run(onItsOwn(), work)
    } catch (error) {
      if (!isOneOf(error, TransactionLost)) throw error
      this.#work.run(onItsOwn(), (tx) => {
        recordFailure(tx, subscription, refOfRow(error.row), error)
        landed(tx, subscription)
        advanceCursor(tx, subscription)
      })
      return otherwise
    }
  }

  /**
   * Runs handlers in a slice of a transaction, for as long as handlers may take. When that is not
   * enough, whatever the slice did is taken back, to be done again, and the one that hung is set aside.
   *
   * @param work says of each event when it begins with it.
   * @returns whether what it did stands.
   */
  inSlice(
    tx: Tx,
    subscription: Subscription,
    work: (begin: (row: EventRow) => void) => void,
  ): boolean {
    // What nobody is called for is never why the time ran out, wherever that was noticed.
    let current: EventRow | null = null
    let handled = 0
    const letGo = holdTransaction(tx)
    tx.database.exec('SAVEPOINT slice')
    const inTime = this.#runHandler(() =>
      work((row) => {
        current = row
        handled += 1
      }),
    )
    if (!inTime && current) {
      tx.database.exec('ROLLBACK TO slice; RELEASE slice')
      letGo()
      recordFailure(tx, subscription, refOfRow(current), new HandlerTimeout())
      return false
    }
    tx.database.exec('RELEASE slice')
    letGo()
    this.#onHandled(subscription.id, handled)
    return true
  }

  /**
   * Handles one event, or sets it aside behind one that its subscription owes. Tells whether the
   * subscription owes nothing for it.
   */
  deliver(
    tx: Tx,
    subscription: Subscription,
    handler: DatabaseHandler,
    row: EventRow,
    before: { readonly owing: boolean; readonly marks: boolean },
  ): boolean {
    const event = refOfRow(row)
    const blocker = before.owing ? blockerOf(tx, subscription, event) : null
    if (blocker === null) return this.attempt(tx, subscription, handler, row, before.marks)
    park(tx, subscription, event, blocker)
    return false
  }

  /**
   * Calls the handler, and writes down how it failed if it did. Tells whether it did not.
   *
   * @param marks whether it is marked as handled, because the checkpoint alone does not say so.
   */
  attempt(
    tx: Tx,
    subscription: Subscription,
    handler: DatabaseHandler,
    row: EventRow,
    marks: boolean,
  ): boolean {
    tx.database.exec('SAVEPOINT handler')
    try {
      if (!marks || markProcessed(tx, subscription, row)) {
        const event = toEvent(row)
        // What a handler writes belongs to the request that caused the event.
        const { correlationId } = event.metadata
        this.#work.within({ correlationId }, (inner) => handler(event, inner))
      }
      tx.database.exec('RELEASE handler')
      return true
    } catch (error) {
      rollBackTo(tx, 'handler', row, error)
      recordFailure(tx, subscription, refOfRow(row), error)
      return false
    }
  }
}

/** Nothing of a subscription is in flight any more. */
export function landed(tx: Tx, { id }: Subscription): void {
  tx.database
    .prepare('UPDATE event_subscriptions SET inflight_from = NULL, inflight_to = NULL WHERE id = ?')
    .run(id)
}

/** Tells whether this is the first time: the same event never takes effect twice. */
function markProcessed(tx: Tx, subscription: Subscription, row: EventRow): boolean {
  return (
    tx.database
      .prepare('INSERT OR IGNORE INTO processed_events VALUES (?, ?, ?, ?)')
      .run(subscription.id, row.id, tx.now, row.seq).changes === 1
  )
}
