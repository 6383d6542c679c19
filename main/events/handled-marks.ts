import type { StudioDatabase } from '../db/studio-database.ts'
import type { Tx } from '../db/unit-of-work.ts'

/** Leaves a mark for an event above the checkpoint: nothing else says that it is done. */
export function markDone(tx: Tx, subscriptionId: string, seq: number): void {
  tx.database
    .prepare(
      `INSERT OR IGNORE INTO processed_events (subscription_id, event_id, processed_at, seq)
       SELECT s.id, e.id, ?, e.seq FROM event_subscriptions s JOIN event_log e ON e.seq = ?
       WHERE s.id = ? AND s.tier = 'after_commit' AND s.cursor_seq < e.seq`,
    )
    .run(tx.now, seq, subscriptionId)
}

/** Whether any event of a subscription is marked as handled. */
export function hasMarks(database: StudioDatabase, subscriptionId: string): boolean {
  return (
    database
      .prepare('SELECT 1 FROM processed_events WHERE subscription_id = ? LIMIT 1')
      .get(subscriptionId) !== undefined
  )
}

/** The events above the checkpoint that are handled already, in order. */
export function markedAbove(database: StudioDatabase, subscriptionId: string): number[] {
  return database
    .prepare(
      `SELECT p.seq FROM processed_events p JOIN event_subscriptions s ON s.id = p.subscription_id
       WHERE p.subscription_id = ? AND p.seq > s.cursor_seq ORDER BY p.seq`,
    )
    .pluck()
    .all(subscriptionId) as number[]
}

/** Takes away the marks that have done their work: nothing is owed, and the checkpoint says it all. */
export function forgetMarks(tx: Tx, subscriptionId: string): void {
  if (owesAnything(tx, subscriptionId)) return
  // Inline handlers have no checkpoint that moves: they are called while the event is published.
  const { tier, cursor_seq: cursor } = tx.database
    .prepare('SELECT tier, cursor_seq FROM event_subscriptions WHERE id = ?')
    .get(subscriptionId) as { tier: string; cursor_seq: number }
  tx.database
    .prepare('DELETE FROM processed_events WHERE subscription_id = ? AND seq <= ?')
    .run(subscriptionId, tier === 'inline' ? Number.MAX_SAFE_INTEGER : cursor)
}

/** Tells whether a subscription has any event in retry, parked or dead. */
export function owesAnything(tx: Pick<Tx, 'database'>, subscriptionId: string): boolean {
  return (
    tx.database
      .prepare('SELECT 1 FROM event_delivery WHERE subscription_id = ? LIMIT 1')
      .get(subscriptionId) !== undefined
  )
}
