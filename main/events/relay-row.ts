import { newId } from '../../shared/ids.ts'
import { topics } from '../../shared/topics.ts'
import { sql, type StudioDatabase } from '../db/studio-database.ts'
import type { Tx } from '../db/unit-of-work.ts'

/**
 * The row of something that sends the log on, to a cloud endpoint or to a broker: where it goes and
 * how far it is. It has no handler here, and nothing of it becomes a dead letter: it never gives up.
 */

/** Notes down where the log goes. A relay that has a row keeps its checkpoint. */
export function saveRelay(
  tx: Tx,
  name: string,
  { to, cursor }: { readonly to: string; readonly cursor: number },
): void {
  tx.database.run(
    sql
      .insertInto('event_subscriptions')
      .values({
        id: newId(),
        service_name: name,
        event_type: '*',
        endpoint_url: to,
        active: 1,
        created_at: tx.now,
        tier: 'relay',
        ordering: 'none',
        cursor_seq: cursor,
        handler_version: 1,
        status: 'running',
        inflight_from: null,
        inflight_to: null,
        crash_count: 0,
        max_attempts: 0,
        backoff_base_ms: 1_000,
        backoff_cap_ms: 900_000,
        heartbeat_at: null,
        log_through: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['service_name', 'event_type']).doUpdateSet({ endpoint_url: to }),
      ),
  )
  tx.touch(topics.delivery)
}

/** Where a relay sends the log, and up to which event it has; undefined while there is none. */
export function findRelay(
  database: StudioDatabase,
  name: string,
): { readonly to: string; readonly cursor: number } | undefined {
  return database
    .prepare(
      `SELECT endpoint_url AS "to", cursor_seq AS cursor FROM event_subscriptions
       WHERE service_name = ? AND tier = 'relay'`,
    )
    .get(name) as { to: string; cursor: number } | undefined
}

/** Moves a relay's checkpoint, in either direction. */
export function moveRelay(tx: Tx, name: string, seq: number): void {
  tx.database
    .prepare(
      'UPDATE event_subscriptions SET cursor_seq = ?, heartbeat_at = ? WHERE service_name = ?',
    )
    .run(seq, tx.now, name)
  tx.touch(topics.delivery)
}

/** Forgets a relay and how far it was. */
export function dropRelay(tx: Tx, name: string): void {
  tx.database.run(sql.deleteFrom('event_subscriptions').where('service_name', '=', name))
  tx.touch(topics.delivery)
}
