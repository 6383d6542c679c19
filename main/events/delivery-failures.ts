import type { FitFlowEvent } from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import { readThrown } from '../../shared/thrown.ts'
import { instantFrom, type Instant } from '../../shared/time.ts'
import { topics } from '../../shared/topics.ts'
import { sql } from '../db/studio-database.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import type { EventRow } from './event-log.ts'
import { forgetMarks, markDone } from './handled-marks.ts'
import type { Subscription } from './subscriptions.ts'

/**
 * Where an event stands with one subscription. No row: not reached yet, or handled at once.
 *
 * - none      → `running`, without an error, while a broker's event is tried for the first time
 * - `retry`   → `running` when its time has come
 * - `running` → handled (row gone) | `retry`, later | `dead` after the last attempt
 * - `parked`  → `retry` when the event of the same subject before it is handled or discarded
 * - `dead`    → `retry` when replayed | gone when discarded; until then its subject's later events
 *               stay parked
 */

/** An event by its place, whether or not its data can be read. */
export interface EventRef {
  readonly seq: number
  readonly subjectKey: string
}

/** The place of a row. */
export function refOfRow(row: EventRow): EventRef {
  return { seq: row.seq, subjectKey: `${row.subject_type}:${row.subject_id}` }
}

/** The place of an event. */
export function refOfEvent({ seq, subject }: FitFlowEvent): EventRef {
  return { seq, subjectKey: `${subject.type}:${subject.id}` }
}

/** What is recorded when the process ended in the middle of a handler. */
export class ProcessCrash extends Error {
  override readonly name = 'ProcessCrash'
  constructor() {
    super('FitFlow ended in the middle of this handler.')
  }
}

/** What is recorded when the process ended in the middle of several handlers: any of them may be why. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
  constructor() {
    super('FitFlow ended while this and other handlers were at work.')
  }
}

/** Whether an event of which this was recorded may be what the process died of. */
export function maySuspect(lastError: string | null): boolean {
  return lastError !== null && /^(ProcessCrash|Interruption):/.test(lastError)
}

/**
 * Notes that an event is tried for the first time, before it is: should the process die of it, the
 * next start knows. Written without waiting for the disk: it has to outlive this process, not a power cut.
 */
export function beginFirstAttempt(
  work: UnitOfWork,
  subscription: Subscription,
  event: EventRef,
): void {
  const now = work.now()
  work.database.runUnsynced(
    `INSERT INTO event_delivery (subscription_id, seq, subject_key, state, attempts,
       next_attempt_at, blocked_by_seq, last_error, first_failed_at)
     VALUES (?, ?, ?, 'running', 0, ?, NULL, NULL, ?)`,
    [subscription.id, event.seq, event.subjectKey, now, now],
  )
}

/** Writes down that a handler failed: another attempt after a random wait, or a dead letter. */
export function recordFailure(
  tx: Tx,
  subscription: Subscription,
  event: EventRef,
  error: unknown,
  options: { readonly lastAttempt?: boolean } = {},
): void {
  const { name, message, stack } = readThrown(error)
  const before = tx.database.first(rowOf(subscription, event.seq).selectAll())
  const attempts = (before?.attempts ?? 0) + 1
  const firstFailedAt = before?.first_failed_at ?? tx.now
  const dead = options.lastAttempt === true || attempts >= subscription.maxAttempts
  const row = {
    state: dead ? 'dead' : 'retry',
    attempts,
    next_attempt_at: dead ? null : nextAttempt(tx.now, subscription, attempts),
    blocked_by_seq: null,
    last_error: `${name}: ${message}`,
  } as const
  tx.database.run(
    sql
      .insertInto('event_delivery')
      .values({
        subscription_id: subscription.id,
        seq: event.seq,
        subject_key: event.subjectKey,
        first_failed_at: firstFailedAt,
        ...row,
      })
      .onConflict((conflict) => conflict.columns(['subscription_id', 'seq']).doUpdateSet(row)),
  )
  tx.touch(topics.delivery)
  if (!dead) return
  tx.database.run(
    sql.insertInto('dead_letters').values({
      id: newId(),
      subscription_id: subscription.id,
      seq: event.seq,
      attempts,
      error_name: name,
      error_message: message,
      error_stack: stack,
      handler_version: subscription.handlerVersion,
      first_failed_at: firstFailedAt,
      dead_at: tx.now,
      resolution: null,
      resolved_by: null,
      note: null,
    }),
  )
}

/** Holds an event back because an earlier one of its subject has not been handled. */
export function park(
  tx: Tx,
  subscription: Subscription,
  event: EventRef,
  blockedBySeq: number,
): void {
  tx.database.run(
    sql.insertInto('event_delivery').values({
      subscription_id: subscription.id,
      seq: event.seq,
      subject_key: event.subjectKey,
      state: 'parked',
      attempts: 0,
      next_attempt_at: null,
      blocked_by_seq: blockedBySeq,
      last_error: null,
      first_failed_at: tx.now,
    }),
  )
  tx.touch(topics.delivery)
}

/**
 * Holds back an event that is to be tried again, because an earlier one of its subject has failed
 * since: a computer that stalls can end a whole slice, and what was in it fails in another order.
 * Tells whether it did.
 */
export function holdBackRetry(
  work: UnitOfWork,
  subscription: Subscription,
  event: EventRef,
): boolean {
  const blocker = blockerOf(work, subscription, event)
  if (blocker === null) return false
  work.run(onItsOwn(), (tx) => {
    tx.database
      .prepare(
        `UPDATE event_delivery SET state = 'parked', next_attempt_at = NULL, blocked_by_seq = ?
         WHERE subscription_id = ? AND seq = ?`,
      )
      .run(blocker, subscription.id, event.seq)
    tx.touch(topics.delivery)
  })
  return true
}

/**
 * Forgets a failure because the event was handled or discarded, and lets the next event of its
 * subject try. When a subscription owes nothing any more, its marks in `processed_events` up to the
 * checkpoint have done their work: everything there is handled.
 */
export function clearFailure(tx: Tx, subscriptionId: string, event: EventRef): void {
  const { database } = tx
  database
    .prepare('DELETE FROM event_delivery WHERE subscription_id = ? AND seq = ?')
    .run(subscriptionId, event.seq)
  const next = database
    .prepare(
      `SELECT seq FROM event_delivery WHERE subscription_id = ? AND subject_key = ?
       AND state = 'parked' ORDER BY seq LIMIT 1`,
    )
    .get(subscriptionId, event.subjectKey) as { seq: number } | undefined
  if (next) {
    database
      .prepare(
        `UPDATE event_delivery SET state = 'retry', blocked_by_seq = NULL, next_attempt_at = ?
         WHERE subscription_id = ? AND seq = ?`,
      )
      .run(tx.now, subscriptionId, next.seq)
  }
  markDone(tx, subscriptionId, event.seq)
  forgetMarks(tx, subscriptionId)
  tx.touch(topics.delivery)
}

/** The earliest event of the same subject that this subscription still owes, if order matters. */
export function blockerOf(
  tx: Pick<Tx, 'database'>,
  subscription: Subscription,
  event: EventRef,
): number | null {
  if (subscription.ordering === 'none') return null
  const row = tx.database
    .prepare(
      `SELECT min(seq) AS seq FROM event_delivery
       WHERE subscription_id = ? AND subject_key = ? AND seq < ?`,
    )
    .get(subscription.id, event.subjectKey, event.seq) as { seq: number | null }
  return row.seq
}

/** The whole row an event has with a subscription. */
export function rowOf(subscription: Pick<Subscription, 'id'>, seq: number) {
  return sql
    .selectFrom('event_delivery')
    .where('subscription_id', '=', subscription.id)
    .where('seq', '=', seq)
}

/** Full jitter: spreads retries evenly over a window that doubles until the cap. */
export function nextAttempt(
  now: Instant,
  settings: Pick<Subscription, 'backoffBaseMs' | 'backoffCapMs'>,
  attempts: number,
  random: () => number = Math.random,
): Instant {
  const window = Math.min(
    settings.backoffCapMs,
    settings.backoffBaseMs * 2 ** Math.min(attempts, 10),
  )
  return instantFrom(Date.parse(now) + Math.floor(random() * window))
}
