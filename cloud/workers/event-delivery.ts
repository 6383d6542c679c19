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
  /** How often it was tried. */
  readonly attempts: number
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

/**
 * Marks events of one tenant as processed, of which each must be new.
 *
 * @throws when one is not: what was done for it must not be committed.
 */
export async function markAllProcessed(
  connection: SqlConnection,
  worker: string,
  events: readonly EventKey[],
  now: Instant,
): Promise<void> {
  await connection.insertAll(
    'processed_events',
    events.map(({ id, tenantId }) => ({
      worker,
      tenant_id: tenantId,
      event_id: id,
      processed_at: now,
    })),
  )
}

/** Whether an event is still to be tried, as it was when it was listed: after so many attempts. */
export async function isStillDue(
  connection: SqlConnection,
  worker: string,
  event: EventKey,
  attempts: number,
): Promise<boolean> {
  const rows = await connection.all(
    `SELECT 1 AS found FROM event_delivery WHERE worker = ? AND tenant_id = ? AND event_id = ?
       AND state = 'retry' AND attempts = ?`,
    [worker, event.tenantId, event.id, attempts],
  )
  return rows.length > 0
}

/** What a worker knows of an event and owes of its subject. */
type Standing = 'new' | 'processed' | 'open' | 'behind'

/** Where an event stands with a worker: see {@link Standing}. */
export async function readStanding(
  connection: SqlConnection,
  worker: string,
  event: EventKey,
): Promise<Standing> {
  const [standing] = await readStandings(connection, worker, [event])
  return standing!
}

/** The same of events of one tenant, in their order. What stands behind another of them is `behind`. */
export async function readStandings(
  connection: SqlConnection,
  worker: string,
  events: readonly EventKey[],
): Promise<Standing[]> {
  const tenantId = events[0]!.tenantId
  const ids = events.map(({ id }) => id)
  const marks = ids.map(() => '?').join(', ')
  const read = async (table: 'processed_events' | 'event_delivery') => {
    const rows = await connection.all<{ event_id: string }>(
      `SELECT event_id FROM ${table} WHERE worker = ? AND tenant_id = ? AND event_id IN (${marks})`,
      [worker, tenantId, ...ids],
    )
    return new Set(rows.map(({ event_id: id }) => id))
  }
  const processed = await read('processed_events')
  const open = await read('event_delivery')
  const subjects = events.map(({ subject }) => subject)
  const blocked = new Set((await firstOpen(connection, worker, tenantId, subjects)).keys())
  return events.map(({ id, subject }) => {
    if (processed.has(id)) return 'processed'
    if (open.has(id)) return 'open'
    return blocked.has(subject) ? 'behind' : 'new'
  })
}

/** The position of the first open event of each of these subjects that has one. */
async function firstOpen(
  connection: SqlConnection,
  worker: string,
  tenantId: string,
  subjects: readonly string[],
): Promise<Map<string, number>> {
  const several = [...new Set(subjects)]
  const rows = await connection.all<{ subject: string; position: number | null }>(
    `WITH s (subject) AS (VALUES ${several.map(() => '(?)').join(', ')})
     SELECT s.subject, (SELECT min(d.position) FROM event_delivery d
       WHERE d.worker = ? AND d.tenant_id = ? AND d.subject = s.subject) AS position FROM s`,
    [...several, worker, tenantId],
  )
  const known = rows.filter(({ position }) => position !== null)
  return new Map(known.map(({ subject, position }) => [subject, position!]))
}

/** An event for the books, to be tried at once or when the one before it is processed. */
export interface Opened {
  readonly event: StoredEvent
  readonly state: 'retry' | 'parked'
}

/** Puts events into the books, in this order. */
export async function openDeliveries(
  connection: SqlConnection,
  worker: string,
  opened: readonly Opened[],
  now: Instant,
): Promise<void> {
  if (opened.length === 0) return
  const [last] = await connection.all<{ position: number | null }>(
    'SELECT max(position) AS position FROM event_delivery WHERE worker = ?',
    [worker],
  )
  const from = (last?.position ?? 0) + 1
  await connection.insertAll(
    'event_delivery',
    opened.map(({ event, state }, index) => ({
      worker,
      tenant_id: event.tenantId,
      event_id: event.id,
      log_id: event.logId,
      seq: event.seq,
      subject: event.subject,
      position: from + index,
      state,
      attempts: 0,
      next_attempt_at: state === 'retry' ? now : null,
      last_error: null,
      first_failed_at: null,
    })),
  )
}

/** Forgets what was owed, and lets the next event of its subject try. */
export async function closeDelivery(
  connection: SqlConnection,
  worker: string,
  event: EventKey,
  now: Instant,
): Promise<void> {
  await closeDeliveries(connection, worker, [event], now)
}

/** The same for events of one tenant. */
export async function closeDeliveries(
  connection: SqlConnection,
  worker: string,
  events: readonly EventKey[],
  now: Instant,
): Promise<void> {
  const tenantId = events[0]!.tenantId
  await connection.run(
    `DELETE FROM event_delivery WHERE worker = ? AND tenant_id = ?
       AND event_id IN (${events.map(() => '?').join(', ')})`,
    [worker, tenantId, ...events.map(({ id }) => id)],
  )
  const subjects = events.map(({ subject }) => subject)
  const next = [...(await firstOpen(connection, worker, tenantId, subjects)).values()]
  if (next.length === 0) return
  await connection.run(
    `UPDATE event_delivery SET state = 'retry', next_attempt_at = ?
     WHERE worker = ? AND state = 'parked' AND position IN (${next.map(() => '?').join(', ')})`,
    [now, worker, ...next],
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
     SET state = ?, attempts = ?, next_attempt_at = ?, last_error = ?, first_failed_at = ?,
       claimed_until = NULL
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
