import { instantFrom, type Instant } from '../../shared/time.ts'
import type { SqlConnection } from '../storage/sql-server.ts'
import type { DueDelivery } from './event-delivery.ts'

/**
 * Any number of processes share a worker, tenant by tenant: whoever reads or changes what a worker owes
 * a tenant locks that tenant's turn for one transaction. So what is done for a tenant comes one after
 * the other, whichever process does it, and one that dies leaves nothing that somebody waits for.
 */

/** Waits for a tenant's turn, and has it until the transaction is over. */
export async function holdTurn(
  connection: SqlConnection,
  worker: string,
  tenantId: string,
): Promise<void> {
  // There must be a row to lock.
  await connection.run(
    `INSERT INTO tenant_turns (worker, tenant_id) VALUES (?, ?)
     ON CONFLICT (worker, tenant_id) DO NOTHING`,
    [worker, tenantId],
  )
  await connection.all(
    `SELECT 1 AS found FROM tenant_turns WHERE worker = ? AND tenant_id = ?${connection.forUpdate}`,
    [worker, tenantId],
  )
}

/** Has a tenant's turns with all workers. */
export async function holdAllTurns(connection: SqlConnection, tenantId: string): Promise<void> {
  await connection.all(
    `SELECT worker FROM tenant_turns WHERE tenant_id = ? ORDER BY worker${connection.forUpdate}`,
    [tenantId],
  )
}

/** Has a tenant's turn as {@link holdTurn} does. False at once while another process has it. */
export async function takeTurn(
  connection: SqlConnection,
  worker: string,
  tenantId: string,
): Promise<boolean> {
  const rows = await connection.all(
    `SELECT 1 AS found FROM tenant_turns
     WHERE worker = ? AND tenant_id = ?${connection.forUpdateIfFree}`,
    [worker, tenantId],
  )
  return rows.length > 0
}

const isDue = `d.state = 'retry' AND d.next_attempt_at <= ?
  AND (d.claimed_until IS NULL OR d.claimed_until <= ?)`

/**
 * The tenants of whom something is due and in nobody's hands. It goes from tenant to tenant, and not
 * through all that one of them has waiting.
 */
export async function listTenantsDue(
  connection: Pick<SqlConnection, 'all'>,
  worker: string,
  now: Instant,
): Promise<string[]> {
  const next = `SELECT min(d.tenant_id) FROM event_delivery d WHERE d.worker = ? AND d.state = 'retry'`
  const rows = await connection.all<{ tenant_id: string }>(
    `WITH RECURSIVE t (tenant_id) AS (
       ${next}
       UNION ALL
       SELECT (${next} AND d.tenant_id > t.tenant_id) FROM t WHERE t.tenant_id IS NOT NULL
     )
     SELECT t.tenant_id FROM t WHERE EXISTS (
       SELECT 1 FROM event_delivery d WHERE d.worker = ? AND d.tenant_id = t.tenant_id AND ${isDue})`,
    [worker, worker, worker, now, now],
  )
  return rows.map(({ tenant_id: tenantId }) => tenantId)
}

interface DueRow {
  readonly event_id: string
  readonly log_id: string
  readonly seq: number
  readonly subject: string
  readonly position: number
  readonly attempts: number
}

/** What is due of a tenant, the longest waiting first: one event of a subject. */
export async function listDue(
  connection: Pick<SqlConnection, 'all'>,
  worker: string,
  tenantId: string,
  now: Instant,
  most: number,
): Promise<DueDelivery[]> {
  const rows = await readDue(connection, worker, tenantId, now, most)
  return rows.map((row) => toDue(tenantId, row))
}

async function readDue(
  connection: Pick<SqlConnection, 'all'>,
  worker: string,
  tenantId: string,
  now: Instant,
  most: number,
): Promise<DueRow[]> {
  return connection.all<DueRow>(
    `SELECT d.event_id, d.log_id, d.seq, d.subject, d.position, d.attempts
     FROM event_delivery d WHERE d.worker = ? AND d.tenant_id = ? AND ${isDue}
     ORDER BY d.next_attempt_at, d.position LIMIT ${most}`,
    [worker, tenantId, now, now],
  )
}

/** So far behind the first is looked for what follows it; more of it comes with the next turn. */
const lookAhead = 1_000

/** What can be done of a tenant in one go: what is due, and what waits for nothing but that. */
export async function listInOneGo(
  connection: Pick<SqlConnection, 'all'>,
  worker: string,
  tenantId: string,
  now: Instant,
  most: number,
): Promise<DueDelivery[]> {
  const due = await readDue(connection, worker, tenantId, now, most)
  if (due.length === 0) return []
  const first = Math.min(...due.map(({ position }) => position))
  const behind = await connection.all<DueRow>(
    `SELECT event_id, log_id, seq, subject, position, attempts FROM event_delivery
     WHERE worker = ? AND position > ? AND position <= ? AND tenant_id = ? AND state = 'parked'`,
    [worker, first, first + lookAhead, tenantId],
  )
  const subjects = new Set(due.map(({ subject }) => subject))
  return [...due, ...behind.filter(({ subject }) => subjects.has(subject))]
    .toSorted((a, b) => a.position - b.position)
    .slice(0, most)
    .map((row) => toDue(tenantId, row))
}

/** How long a claim outlives the last sign of the process that made it. */
const claimMs = 10_000
/** How often that process gives a sign. */
export const claimRenewalMs = claimMs / 4

/** Claims what is due of a tenant, so that no other process tells it too; of all processes so many at a time. */
export async function claimDue(
  connection: SqlConnection,
  worker: string,
  tenantId: string,
  now: Instant,
  atATime: number,
): Promise<DueDelivery[]> {
  const [claimed] = await connection.all<{ count: number }>(
    `SELECT count(*) AS count FROM event_delivery
     WHERE worker = ? AND tenant_id = ? AND state = 'retry' AND claimed_until > ?`,
    [worker, tenantId, now],
  )
  const free = atATime - (claimed?.count ?? 0)
  if (free <= 0) return []
  const due = await listDue(connection, worker, tenantId, now, free)
  await keepClaims(connection, worker, due, now)
  return due
}

/** Gives the sign that these are still in somebody's hands. */
export async function keepClaims(
  connection: Pick<SqlConnection, 'run'>,
  worker: string,
  claimed: readonly DueDelivery[],
  now: Instant,
): Promise<void> {
  const until = instantFrom(Date.parse(now) + claimMs)
  for (const [tenantId, ofTenant] of Map.groupBy(claimed, (one) => one.tenantId)) {
    await connection.run(
      `UPDATE event_delivery SET claimed_until = ? WHERE worker = ? AND tenant_id = ?
         AND state = 'retry' AND event_id IN (${ofTenant.map(() => '?').join(', ')})`,
      [until, worker, tenantId, ...ofTenant.map(({ eventId }) => eventId)],
    )
  }
}

function toDue(tenantId: string, row: DueRow): DueDelivery {
  return {
    eventId: row.event_id,
    tenantId,
    logId: row.log_id,
    seq: row.seq,
    subject: row.subject,
    attempts: row.attempts,
  }
}
