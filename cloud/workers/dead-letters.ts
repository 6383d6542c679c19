import type { Instant } from '../../shared/time.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'
import { closeDelivery, markProcessed } from './event-delivery.ts'
import { holdTurn } from './tenant-turns.ts'

/** An event that a worker gave up on. Its subject's later events wait behind it. */
export interface DeadLetter {
  readonly id: string
  readonly worker: string
  readonly event_id: string
  readonly event_type: string
  readonly subject: string
  readonly attempts: number
  /** What was wrong at the last attempt. */
  readonly error: string
  readonly first_failed_at: string
  readonly dead_at: string
  /** Later events of the same subject. */
  readonly waiting: number
}

/** What nobody has decided on yet, the oldest first. */
export async function listDeadLetters(server: SqlServer, tenantId: string): Promise<DeadLetter[]> {
  return server.all(
    `SELECT d.id, d.worker, d.event_id, d.event_type, d.subject, d.attempts,
       d.error_name || ': ' || d.error_message AS error, d.first_failed_at, d.dead_at,
       (SELECT count(*) FROM event_delivery e
        WHERE e.worker = d.worker AND e.tenant_id = d.tenant_id AND e.subject = d.subject
          AND e.state = 'parked') AS waiting
     FROM dead_letters d WHERE d.tenant_id = ? AND d.resolution IS NULL ORDER BY d.dead_at, d.id`,
    [tenantId],
  )
}

interface LetterKey {
  readonly tenantId: string
  readonly id: string
}

/** Has an event tried again, with all attempts before it. False when there is no such dead letter. */
export async function replayDeadLetter(
  server: SqlServer,
  key: LetterKey,
  now: Instant,
): Promise<boolean> {
  return server.transaction(async (connection) => {
    const letter = await resolve(connection, key, 'replayed', null, now)
    if (!letter) return false
    await connection.run(
      `UPDATE event_delivery SET state = 'retry', attempts = 0, next_attempt_at = ?
       WHERE worker = ? AND tenant_id = ? AND event_id = ? AND state = 'dead'`,
      [now, letter.worker, key.tenantId, letter.event_id],
    )
    return true
  })
}

/** Has all that one worker gave up tried again, as after an outage. Says how many there were. */
export async function replayAllDeadLetters(
  server: SqlServer,
  { tenantId, worker }: { readonly tenantId: string; readonly worker: string },
  now: Instant,
): Promise<number> {
  const letters = await server.all<{ id: string }>(
    `SELECT id FROM dead_letters WHERE tenant_id = ? AND worker = ? AND resolution IS NULL
     ORDER BY dead_at, id`,
    [tenantId, worker],
  )
  let replayed = 0
  for (const { id } of letters) {
    if (await replayDeadLetter(server, { tenantId, id }, now)) replayed += 1
  }
  return replayed
}

/** Gives an event up for good; the next of its subject goes on. False as {@link replayDeadLetter}. */
export async function discardDeadLetter(
  server: SqlServer,
  key: LetterKey,
  reason: string,
  now: Instant,
): Promise<boolean> {
  return server.transaction(async (connection) => {
    const letter = await resolve(connection, key, 'discarded', reason, now)
    if (!letter) return false
    const event = { id: letter.event_id, tenantId: key.tenantId, subject: letter.subject }
    // A broker that brings it once more brings it in vain.
    await markProcessed(connection, letter.worker, event, now)
    await closeDelivery(connection, letter.worker, event, now)
    return true
  })
}

async function resolve(
  connection: SqlConnection,
  { tenantId, id }: LetterKey,
  resolution: 'replayed' | 'discarded',
  note: string | null,
  now: Instant,
): Promise<{ worker: string; event_id: string; subject: string } | undefined> {
  const [letter] = await connection.all<{ worker: string; event_id: string; subject: string }>(
    'SELECT worker, event_id, subject FROM dead_letters WHERE id = ? AND tenant_id = ?',
    [id, tenantId],
  )
  if (!letter) return undefined
  // Nothing may be parked behind it while what waits behind it is let go.
  await holdTurn(connection, letter.worker, tenantId)
  const resolved = await connection.run(
    `UPDATE dead_letters SET resolution = ?, resolved_at = ?, note = ?
     WHERE id = ? AND resolution IS NULL`,
    [resolution, now, note, id],
  )
  return resolved > 0 ? letter : undefined
}
