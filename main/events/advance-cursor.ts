import type { StudioDatabase } from '../db/studio-database.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import { readRows, type EventRow } from './event-log.ts'
import { matches } from '../../shared/event-pattern.ts'
import { forgetMarks } from './handled-marks.ts'
import type { Subscription } from './subscriptions.ts'

/**
 * What a checkpoint says, whoever brought the events: all up to it are handled, set aside in
 * `event_delivery`, or not wanted. From the log, events come in its order and the checkpoint is where
 * the next one begins. From a broker they may come in another one; then each that is handled above
 * the checkpoint has a mark in `processed_events`, and the checkpoint follows when the gap is closed.
 */

/** So many rows are passed at a time: walking a long log must not keep the desk. */
const stepSize = 500

const isSettledSql = `
  EXISTS (SELECT 1 FROM event_delivery d WHERE d.subscription_id = @id AND d.seq = e.seq)
  OR EXISTS (SELECT 1 FROM processed_events p WHERE p.subscription_id = @id AND p.seq = e.seq)`

/** Whether a subscription is to be called for an event at all; an erased one says nothing to anybody. */
export function isWanted(
  subscription: Pick<Subscription, 'pattern'>,
  row: Pick<EventRow, 'event_type' | 'event_data'>,
): boolean {
  return row.event_data !== null && matches(subscription.pattern, row.event_type)
}

/** Moves the checkpoint over what is settled or not wanted, up to {@link stepSize} rows of it. */
export function advanceCursor(tx: Tx, subscription: Subscription): void {
  const cursor = cursorOf(tx.database, subscription.id)
  const reached = settledThrough(tx.database, subscription, cursor)
  if (reached === cursor) return
  tx.database
    .prepare('UPDATE event_subscriptions SET cursor_seq = ?, heartbeat_at = ? WHERE id = ?')
    .run(reached, tx.now, subscription.id)
  forgetMarks(tx, subscription.id)
}

/** The same in a transaction of its own, if there is anything to pass. Tells whether there was. */
export function advanceIfPossible(work: UnitOfWork, subscription: Subscription): boolean {
  const cursor = cursorOf(work.database, subscription.id)
  if (settledThrough(work.database, subscription, cursor) === cursor) return false
  work.run(onItsOwn(), (tx) => advanceCursor(tx, subscription))
  return true
}

/** Up to where everything behind a checkpoint is settled or not wanted. */
function settledThrough(
  database: StudioDatabase,
  subscription: Subscription,
  cursor: number,
): number {
  const rows = database
    .prepare(
      `SELECT e.seq, e.event_type, iif(e.event_data IS NULL, NULL, '') AS event_data,
         (${isSettledSql}) AS settled FROM event_log e
       WHERE e.seq > @cursor ORDER BY e.seq LIMIT ${stepSize}`,
    )
    .iterate({ id: subscription.id, cursor }) as Iterable<EventRow & { settled: 0 | 1 }>
  let reached = cursor
  for (const row of rows) {
    if (row.settled === 0 && isWanted(subscription, row)) break
    reached = row.seq
  }
  return reached
}

/**
 * An event and, where order matters, the earlier ones of its subject that this subscription has not
 * been brought: whatever a broker lost or mixed up, nothing of a subject is handled before them.
 * Nothing when the event itself is settled or not wanted.
 */
export function openUpTo(
  database: StudioDatabase,
  subscription: Subscription,
  row: EventRow,
): EventRow[] {
  const open = database
    .prepare(
      `SELECT e.seq FROM event_log e
       WHERE e.subject_type = @type AND e.subject_id = @subject AND e.subject_seq <= @last
       AND e.seq > @cursor AND NOT (${isSettledSql})`,
    )
    .pluck()
    .all({
      id: subscription.id,
      type: row.subject_type,
      subject: row.subject_id,
      last: row.subject_seq,
      cursor: cursorOf(database, subscription.id),
    }) as number[]
  const wanted = open
    .toSorted((a, b) => a - b)
    .map((seq) => (seq === row.seq ? row : readRows(database, seq - 1, 1)[0]!))
    .filter((one) => isWanted(subscription, one))
  if (wanted.at(-1)?.seq !== row.seq) return []
  return subscription.ordering === 'none' ? wanted.slice(-1) : wanted
}

function cursorOf(database: StudioDatabase, subscriptionId: string): number {
  return database
    .prepare('SELECT cursor_seq FROM event_subscriptions WHERE id = ?')
    .pluck()
    .get(subscriptionId) as number
}
