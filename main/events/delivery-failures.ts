import type { FitFlowEvent } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { instantFrom } from '../../shared/time.ts'
import { sql } from '../db/studio-database.ts'
import type { Tx } from '../db/unit-of-work.ts'
import type { Subscription } from './subscriptions.ts'

/**
 * Where an event stands with one subscription. No row: not reached yet, or handled at once.
 *
 * - `retry` → handled (row gone) | `retry` again, later | `dead` after the last attempt
 * - `parked` → `retry` when the event of the same subject before it is handled or discarded
 * - `dead` → stays until somebody replays or discards it; later events of its subject stay parked
 */

/** Writes down that a handler failed: another attempt after a random wait, or a dead letter. */
export function recordFailure(
  tx: Tx,
  subscription: Subscription,
  event: FitFlowEvent,
  error: unknown,
): void {
  const { name, message, stack } = asError(error)
  const before = tx.database.first(
    sql
      .selectFrom('event_delivery')
      .select(['attempts', 'first_failed_at'])
      .where('subscription_id', '=', subscription.id)
      .where('seq', '=', event.seq),
  )
  const attempts = (before?.attempts ?? 0) + 1
  const firstFailedAt = before?.first_failed_at ?? tx.now
  const dead = attempts >= subscription.maxAttempts
  const row = {
    state: dead ? 'dead' : 'retry',
    attempts,
    next_attempt_at: dead ? null : nextAttempt(tx, subscription, attempts),
    blocked_by_seq: null,
    last_error: `${name}: ${message}`,
  } as const
  tx.database.run(
    sql
      .insertInto('event_delivery')
      .values({
        subscription_id: subscription.id,
        seq: event.seq,
        subject_key: subjectKey(event),
        first_failed_at: firstFailedAt,
        ...row,
      })
      .onConflict((conflict) => conflict.columns(['subscription_id', 'seq']).doUpdateSet(row)),
  )
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
  event: FitFlowEvent,
  blockedBySeq: number,
): void {
  tx.database.run(
    sql.insertInto('event_delivery').values({
      subscription_id: subscription.id,
      seq: event.seq,
      subject_key: subjectKey(event),
      state: 'parked',
      attempts: 0,
      next_attempt_at: null,
      blocked_by_seq: blockedBySeq,
      last_error: null,
      first_failed_at: tx.now,
    }),
  )
}

/** Clears an event that was handled after all and lets the next one of its subject try. */
export function clearFailure(tx: Tx, subscription: Subscription, event: FitFlowEvent): void {
  const rows = sql.deleteFrom('event_delivery').where('subscription_id', '=', subscription.id)
  tx.database.run(rows.where('seq', '=', event.seq))
  const next = tx.database.first(
    sql
      .selectFrom('event_delivery')
      .select('seq')
      .where('subscription_id', '=', subscription.id)
      .where('subject_key', '=', subjectKey(event))
      .where('state', '=', 'parked')
      .orderBy('seq')
      .limit(1),
  )
  if (!next) return
  tx.database.run(
    sql
      .updateTable('event_delivery')
      .set({ state: 'retry', blocked_by_seq: null, next_attempt_at: tx.now })
      .where('subscription_id', '=', subscription.id)
      .where('seq', '=', next.seq),
  )
}

/** The earliest event of the same subject that this subscription still owes, if any. */
export function blockerOf(tx: Tx, subscription: Subscription, event: FitFlowEvent): number | null {
  const row = tx.database.first(
    sql
      .selectFrom('event_delivery')
      .select('seq')
      .where('subscription_id', '=', subscription.id)
      .where('subject_key', '=', subjectKey(event))
      .where('seq', '<', event.seq)
      .orderBy('seq')
      .limit(1),
  )
  return row?.seq ?? null
}

/** Full jitter: spreads retries evenly over a window that doubles until the cap. */
function nextAttempt(tx: Tx, subscription: Subscription, attempts: number) {
  const window = Math.min(
    subscription.backoffCapMs,
    subscription.backoffBaseMs * 2 ** Math.min(attempts, 10),
  )
  return instantFrom(Date.parse(tx.now) + Math.floor(Math.random() * window))
}

function subjectKey(event: FitFlowEvent): string {
  return `${event.subject.type}:${event.subject.id}`
}

function asError(error: unknown): { name: string; message: string; stack: string | null } {
  if (error instanceof Error) {
    return { name: error.name, message: error.message, stack: error.stack ?? null }
  }
  return { name: 'Error', message: String(error), stack: null }
}
