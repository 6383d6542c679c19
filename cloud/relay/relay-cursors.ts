import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { Instant } from '../../shared/time.ts'
import { holdUp } from '../operations/lease.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'
import { canBeCarried, relayedSourceOf } from '../workers/find-event.ts'

/** What whoever relays holds. */
export const relayLease = 'relay'

/** A log of which not everything is in the broker. */
export interface UnsentLog {
  readonly id: string
  /** The broker has confirmed everything up to here. */
  readonly sent: number
  readonly head: number
}

const unsent = `FROM logs l JOIN tenants t ON t.id = l.tenant_id AND t.deleted_at IS NULL
  LEFT JOIN relay_cursors c ON c.log_id = l.id AND c.broker = ?
  WHERE l.head_seq > coalesce(c.seq, l.base_seq)`

/** The logs of which something waits, the oldest first. */
export async function listUnsent(
  connection: Pick<SqlConnection, 'all'>,
  broker: string,
): Promise<UnsentLog[]> {
  return connection.all(
    `SELECT l.id, coalesce(c.seq, l.base_seq) AS sent, l.head_seq AS head ${unsent}
     ORDER BY l.created_at, l.id`,
    [broker],
  )
}

/** How many events wait in all logs together. */
export async function countUnsent(
  connection: Pick<SqlConnection, 'all'>,
  broker: string,
): Promise<number> {
  const [row] = await connection.all<{ waiting: number | null }>(
    `SELECT CAST(sum(l.head_seq - coalesce(c.seq, l.base_seq)) AS BIGINT) AS waiting ${unsent}`,
    [broker],
  )
  return row?.waiting ?? 0
}

/** What is to be sent next, and how far the log is sent when it is. */
export interface NextEvents {
  readonly events: readonly SyncEvent[]
  readonly through: number
}

/** So many bytes are sent at a time; one event may be more. */
const mostBytes = 1024 * 1024

/**
 * Reads on behind the cursor. Left out are tombstones, and events without their data, which were
 * erased or were too large: nobody can do anything with them. Nothing that is erased leaves here. Nor
 * does what no broker takes, see {@link canBeCarried}.
 */
export async function readUnsent(
  connection: Pick<SqlConnection, 'all'>,
  log: UnsentLog,
  most: number,
): Promise<NextEvents> {
  const rows = await connection.all<{
    seq: number
    attributes: string | null
    data: string | null
  }>(
    `SELECT seq, attributes, data FROM events WHERE log_id = ? AND seq > ? AND seq <= ?
     ORDER BY seq LIMIT ?`,
    [log.id, log.sent, await findLast(connection, log, most), most],
  )
  const events = rows.flatMap(({ attributes, data }): SyncEvent[] => {
    if (attributes === null || data === null) return []
    const event = JSON.parse(attributes) as SyncEvent
    if (!canBeCarried(event)) return []
    const source = relayedSourceOf(log.id)
    return [{ ...event, source, data: JSON.parse(data) as Record<string, unknown> }]
  })
  return { events, through: rows.at(-1)?.seq ?? log.head }
}

/** How far to read, so that one tenant's large events make no message that takes all the time there is. */
async function findLast(
  connection: Pick<SqlConnection, 'all'>,
  log: UnsentLog,
  most: number,
): Promise<number> {
  const sizes = await connection.all<{ seq: number; bytes: number }>(
    `SELECT seq, coalesce(octet_length(attributes), 0) + coalesce(octet_length(data), 0) AS bytes
     FROM events WHERE log_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
    [log.id, log.sent, log.head, most],
  )
  let bytes = 0
  const beyond = sizes.findIndex((event) => (bytes += event.bytes) > mostBytes)
  return sizes[beyond === -1 ? sizes.length - 1 : Math.max(0, beyond - 1)]?.seq ?? log.head
}

/** Moves a cursor on, never back; and not at all when it was moved back meanwhile. */
export async function moveCursor(
  connection: SqlConnection,
  broker: string,
  log: UnsentLog,
  through: number,
  now: Instant,
): Promise<void> {
  const [current] = await connection.all<{ sent: number }>(
    `SELECT coalesce(c.seq, l.base_seq) AS sent
     FROM logs l LEFT JOIN relay_cursors c ON c.log_id = l.id AND c.broker = ? WHERE l.id = ?`,
    [broker, log.id],
  )
  if (current?.sent !== log.sent) return
  await connection.run(
    `INSERT INTO relay_cursors (broker, log_id, seq, moved_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (broker, log_id) DO UPDATE SET seq = excluded.seq, moved_at = excluded.moved_at`,
    [broker, log.id, through, now],
  )
}

/** Has everything sent again, to every broker, from the first event of every log on. */
export async function forgetCursors(server: SqlServer): Promise<void> {
  await server.transaction(async (connection) => {
    await holdUp(connection, relayLease)
    await connection.run('DELETE FROM relay_cursors')
  })
}
