import { newId } from '../../shared/ids.ts'
import { readThrown } from '../../shared/thrown.ts'
import { instantFrom, type Instant } from '../../shared/time.ts'
import { fullJitter } from '../operations/full-jitter.ts'
import type { SqlConnection } from '../storage/sql-server.ts'
import type { EventPlace, StoredEvent } from './find-event.ts'
import type { Worker } from './worker.ts'

/**
 * Where an event stands with one worker:
 *
 * - no row, not processed: not seen yet
 * - `retry`  → processed | `retry`, later | `dead` after the last attempt
 * - `parked` → `retry` when the event of the same subject before it is processed
 * - `dead`   → `retry` when replayed | processed when discarded; until then its subject's later
 *              events stay parked
 * - processed: for good
 */

/** An event that a worker owes, and whose time has come. */
export interface DueDelivery extends EventPlace {
  readonly eventId: string
  readonly tenantId: string
  readonly subject: string
}

/** An event by whose it is and what it is about. */
export type EventKey = Pick<StoredEvent, 'id' | 'tenantId' | 'subject'>

/** Marks an event as processed. False when it was already: then it must have no effect again. */
export async function markProcessed(
  connection: SqlConnection,
  worker: string,
  event: EventKey,
  now: Instant,
): Promise<boolean> {
  const added = await connection.run(
    `INSERT INTO processed_events (worker, tenant_id, event_id, processed_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (worker, tenant_id, event_id) DO NOTHING`,
    [worker, event.tenantId, event.id, now],
  )
  return added > 0
}

/** What a worker knows of an event and owes of its subject. */
export async function readStanding(
  connection: SqlConnection,
  worker: string,
  event: EventKey,
): Promise<'new' | 'known' | 'behind'> {
  const [processed] = await connection.all(
    'SELECT 1 AS found FROM processed_events WHERE worker = ? AND tenant_id = ? AND event_id = ?',
    [worker, event.tenantId, event.id],
  )
  if (processed) return 'known'
  const open = await connection.all<{ event_id: string }>(
    'SELECT event_id FROM event_delivery WHERE worker = ? AND tenant_id = ? AND subject = ?',
    [worker, event.tenantId, event.subject],
  )
  if (open.some(({ event_id: id }) => id === event.id)) return 'known'
  return open.length > 0 ? 'behind' : 'new'
}

/** Puts an event into the books: to be tried at once, or when the one before it is processed. */
export async function openDelivery(
  connection: SqlConnection,
  worker: string,
  event: StoredEvent,
  state: 'retry' | 'parked',
  now: Instant,
): Promise<void> {
  const [last] = await connection.all<{ position: number | null }>(
    'SELECT max(position) AS position FROM event_delivery WHERE worker = ?',
    [worker],
  )
  await connection.insertAll('event_delivery', [
    {
      worker,
      tenant_id: event.tenantId,
      event_id: event.id,
      log_id: event.logId,
      seq: event.seq,
      subject: event.subject,
      position: (last?.position ?? 0) + 1,
      state,
      attempts: 0,
      next_attempt_at: state === 'retry' ? now : null,
      last_error: null,
      first_failed_at: null,
    },
  ])
}

/** Forgets what was owed, and lets the next event of its subject try. */
export async function closeDelivery(
  connection: SqlConnection,
  worker: string,
  event: EventKey,
  now: Instant,
): Promise<void> {
  await connection.run(
    'DELETE FROM event_delivery WHERE worker = ? AND tenant_id = ? AND event_id = ?',
    [worker, event.tenantId, event.id],
  )
  const [next] = await connection.all<{ event_id: string; state: string }>(
    `SELECT event_id, state FROM event_delivery WHERE worker = ? AND tenant_id = ? AND subject = ?
     ORDER BY position LIMIT 1`,
    [worker, event.tenantId, event.subject],
  )
  if (next?.state !== 'parked') return
  await connection.run(
    `UPDATE event_delivery SET state = 'retry', next_attempt_at = ?
     WHERE worker = ? AND tenant_id = ? AND event_id = ?`,
    [now, worker, event.tenantId, next.event_id],
  )
}

/** Notes down that an event, which stands in the books, failed: another attempt, or a dead letter. */
export async function recordFailure(
  connection: SqlConnection,
  worker: Pick<Worker, 'name' | 'maxAttempts' | 'backoff'>,
  event: StoredEvent,
  error: unknown,
  now: Instant,
): Promise<void> {
  const key = [worker.name, event.tenantId, event.id]
  const [row] = await connection.all<{ attempts: number; first_failed_at: string | null }>(
    `SELECT attempts, first_failed_at FROM event_delivery
     WHERE worker = ? AND tenant_id = ? AND event_id = ?`,
    key,
  )
  if (!row) throw new Error(`Event ${event.id} does not stand in the books of ${worker.name}.`)
  const { name, message, stack } = readThrown(error)
  const attempts = row.attempts + 1
  const firstFailedAt = row.first_failed_at ?? now
  const dead = attempts >= worker.maxAttempts
  const rest = fullJitter(worker.backoff, attempts)
  await connection.run(
    `UPDATE event_delivery
     SET state = ?, attempts = ?, next_attempt_at = ?, last_error = ?, first_failed_at = ?
     WHERE worker = ? AND tenant_id = ? AND event_id = ?`,
    [
      dead ? 'dead' : 'retry',
      attempts,
      dead ? null : instantFrom(Date.parse(now) + rest),
      `${name}: ${message}`,
      firstFailedAt,
      ...key,
    ],
  )
  if (!dead) return
  await connection.insertAll('dead_letters', [
    {
      id: newId(),
      worker: worker.name,
      tenant_id: event.tenantId,
      event_id: event.id,
      event_type: event.type,
      subject: event.subject,
      log_id: event.logId,
      seq: event.seq,
      attempts,
      error_name: name,
      error_message: message,
      error_stack: stack,
      first_failed_at: firstFailedAt,
      dead_at: now,
      resolution: null,
      resolved_at: null,
      note: null,
    },
  ])
}

/**
 * What is due, the longest waiting first. Of one tenant only so many: a studio whose own systems do
 * not answer must not fill the list.
 */
export async function listDue(
  connection: Pick<SqlConnection, 'all'>,
  worker: string,
  now: Instant,
  perTenant: number,
): Promise<DueDelivery[]> {
  const rows = await connection.all<{
    event_id: string
    tenant_id: string
    log_id: string
    seq: number
    subject: string
  }>(
    `SELECT event_id, tenant_id, log_id, seq, subject FROM (
       SELECT event_id, tenant_id, log_id, seq, subject, next_attempt_at, position,
         row_number() OVER (PARTITION BY tenant_id ORDER BY next_attempt_at, position) AS place
       FROM event_delivery WHERE worker = ? AND state = 'retry' AND next_attempt_at <= ?
     ) AS due WHERE place <= ? ORDER BY next_attempt_at, position`,
    [worker, now, perTenant],
  )
  return rows.map((row) => ({
    eventId: row.event_id,
    tenantId: row.tenant_id,
    logId: row.log_id,
    seq: row.seq,
    subject: row.subject,
  }))
}
