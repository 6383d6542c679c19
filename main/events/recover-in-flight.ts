import { sql } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import { isWanted } from './advance-cursor.ts'
import { Interruption, ProcessCrash, recordFailure, refOfRow } from './delivery-failures.ts'
import { readRows } from './event-log.ts'
import type { SubscriptionRow, Subscriptions } from './subscriptions.ts'

/**
 * Looks, at start, for handlers that the process died in. Their events are run again, one by one and
 * with nothing beside them. Only a death with one event in flight, and nothing else, is blamed on
 * it; the second such death makes it a dead letter.
 *
 * @returns by subscription id, up to which event to go one by one.
 */
export function recoverInFlight(
  work: UnitOfWork,
  subscriptions: Subscriptions,
): Map<string, number> {
  const careful = new Map<string, number>()
  const inFlight = subscriptions
    .inTier('after_commit')
    .map(({ id }) => subscriptions.row(id))
    .filter((row) => row.inflight_from !== null && row.inflight_to !== null)
  const running = work.database
    .all(sql.selectFrom('event_delivery').selectAll().where('state', '=', 'running'))
    .filter((row) => subscriptions.byId(row.subscription_id))
  const sure = inFlight.length + running.length === 1

  for (const row of inFlight) {
    const goOn = recoverFirst(work, subscriptions, row, sure)
    if (goOn) careful.set(row.id, row.inflight_to ?? 0)
  }
  for (const row of running) {
    const subscription = subscriptions.byId(row.subscription_id)!
    const lastAttempt = sure && (row.last_error?.startsWith('ProcessCrash') ?? false)
    const event = { seq: row.seq, subjectKey: row.subject_key }
    work.run(onItsOwn(), (tx) => {
      if (sure) return recordFailure(tx, subscription, event, new ProcessCrash(), { lastAttempt })
      const { name, message } = new Interruption()
      tx.database.run(
        sql
          .updateTable('event_delivery')
          .set({
            state: 'retry',
            next_attempt_at: tx.now,
            // What was blamed once stays blamed.
            last_error: row.last_error?.startsWith('ProcessCrash')
              ? row.last_error
              : `${name}: ${message}`,
          })
          .where('subscription_id', '=', row.subscription_id)
          .where('seq', '=', row.seq),
      )
    })
  }
  return careful
}

/** Tells whether its events are to be run again. */
function recoverFirst(
  work: UnitOfWork,
  subscriptions: Subscriptions,
  row: SubscriptionRow,
  sure: boolean,
): boolean {
  const from = row.inflight_from ?? 0
  const to = row.inflight_to ?? 0
  const crashes = row.crash_count + (sure && from === to ? 1 : 0)
  const kills = crashes >= 2
  work.run(onItsOwn(), (tx) => {
    const event = kills ? readRows(tx.database, from - 1, 1)[0] : undefined
    const subscription = subscriptions.byId(row.id)!
    if (event && isWanted(subscription, event)) {
      recordFailure(tx, subscription, refOfRow(event), new ProcessCrash(), { lastAttempt: true })
    }
    const checkpoint = kills ? { cursor_seq: to, crash_count: 0 } : { crash_count: crashes }
    tx.database.run(
      sql
        .updateTable('event_subscriptions')
        .set({ ...checkpoint, inflight_from: null, inflight_to: null })
        .where('id', '=', row.id),
    )
  })
  return !kills
}
