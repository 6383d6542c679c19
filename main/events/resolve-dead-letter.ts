import { ok, refuse, type Result } from '../../shared/result.ts'
import { topics } from '../../shared/topics.ts'
import { sql } from '../db/studio-database.ts'
import type { Tx } from '../db/unit-of-work.ts'
import { clearFailure } from './delivery-failures.ts'
import type { EventBus } from './event-bus.ts'

/**
 * Gives a dead letter another round of attempts, at once. The later events of its subject stay
 * parked until it is handled, so order holds.
 */
export function replayDeadLetter(tx: Tx, bus: EventBus, deadLetterId: string): Result<null> {
  const open = findOpen(tx, deadLetterId)
  if (!open.ok) return open
  const { subscription_id, seq, service_name } = open.value
  tx.database.run(
    sql
      .updateTable('event_delivery')
      .set({ state: 'retry', attempts: 0, next_attempt_at: tx.now })
      .where('subscription_id', '=', subscription_id)
      .where('seq', '=', seq),
  )
  resolve(tx, deadLetterId, 'replayed', null)
  bus.publish('delivery.replayed', { deadLetterId, subscription: service_name, seq })
  return ok(null)
}

/**
 * Gives an event up for one handler and says why; the later events of its subject go on. The event
 * itself stays in the log, as ever.
 */
export function discardDeadLetter(
  tx: Tx,
  bus: EventBus,
  deadLetterId: string,
  reason: string,
): Result<null> {
  const open = findOpen(tx, deadLetterId)
  if (!open.ok) return open
  const { subscription_id, seq, subject_key, service_name } = open.value
  clearFailure(tx, subscription_id, { seq, subjectKey: subject_key })
  resolve(tx, deadLetterId, 'discarded', reason)
  bus.publish('delivery.discarded', { deadLetterId, subscription: service_name, seq })
  return ok(null)
}

function findOpen(tx: Tx, deadLetterId: string) {
  const open = tx.database.first(
    sql
      .selectFrom('dead_letters as l')
      .innerJoin('event_subscriptions as s', 's.id', 'l.subscription_id')
      .innerJoin('event_delivery as d', (join) =>
        join.onRef('d.subscription_id', '=', 'l.subscription_id').onRef('d.seq', '=', 'l.seq'),
      )
      .select(['l.subscription_id', 'l.seq', 'd.subject_key', 's.service_name'])
      .where('l.id', '=', deadLetterId)
      .where('l.resolution', 'is', null),
  )
  return open ? ok(open) : refuse('dead_letter_not_found', {})
}

function resolve(
  tx: Tx,
  deadLetterId: string,
  resolution: 'replayed' | 'discarded',
  note: string | null,
): void {
  tx.database.run(
    sql
      .updateTable('dead_letters')
      .set({ resolution, resolved_by: tx.actorId, note })
      .where('id', '=', deadLetterId),
  )
  tx.touch(topics.delivery)
}
