import { sql } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import { ProcessCrash, recordFailure, refOfRow } from './delivery-failures.ts'
import { readRows } from './event-log.ts'
import type { Subscription, SubscriptionRow, Subscriptions } from './subscriptions.ts'

/**
 * Looks, at start, for handlers that the process died in. Their events are to be run again, one by
 * one; one that kills the process a second time while alone becomes a dead letter.
 *
 * @returns by subscription id, up to which event to go one by one.
 */
export function recoverInFlight(
  work: UnitOfWork,
  subscriptions: Subscriptions,
): Map<string, number> {
  const careful = new Map<string, number>()
  for (const subscription of subscriptions.inTier('after_commit')) {
    const row = subscriptions.row(subscription.id)
    if (row.inflight_from === null || row.inflight_to === null) continue
    const goOn = recoverBatch(work, subscription, row, row.inflight_from, row.inflight_to)
    if (goOn) careful.set(subscription.id, row.inflight_to)
  }
  const running = sql.selectFrom('event_delivery').selectAll().where('state', '=', 'running')
  for (const { subscription_id, seq, subject_key, last_error } of work.database.all(running)) {
    const subscription = subscriptions.byId(subscription_id)
    if (!subscription) continue
    const lastAttempt = last_error?.startsWith('ProcessCrash') ?? false
    const event = { seq, subjectKey: subject_key }
    work.run(onItsOwn(), (tx) =>
      recordFailure(tx, subscription, event, new ProcessCrash(), { lastAttempt }),
    )
  }
  return careful
}

/** Tells whether its events are to be run again. */
function recoverBatch(
  work: UnitOfWork,
  subscription: Subscription,
  row: SubscriptionRow,
  from: number,
  to: number,
): boolean {
  const crashes = row.crash_count + 1
  const killsAlone = from === to && crashes >= 2
  work.run(onItsOwn(), (tx) => {
    const event = killsAlone ? readRows(tx.database, from - 1, 1)[0] : undefined
    if (event) {
      recordFailure(tx, subscription, refOfRow(event), new ProcessCrash(), { lastAttempt: true })
    }
    const checkpoint = killsAlone ? { cursor_seq: to, crash_count: 0 } : { crash_count: crashes }
    tx.database.run(
      sql
        .updateTable('event_subscriptions')
        .set({ ...checkpoint, inflight_from: null, inflight_to: null })
        .where('id', '=', subscription.id),
    )
  })
  return !killsAlone
}
