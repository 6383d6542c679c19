import type { PairedDevice } from '../access/authenticate.ts'
import type { SqlConnection } from '../storage/sql-server.ts'
import type { LogRow } from './find-log.ts'
import type { BatchItem } from './read-batch.ts'

/**
 * Checks whose events a device brings. Another device's may be in its log only as what its file was
 * copied from: before the first event of its own, and the same that the other device has brought, if
 * it has.
 *
 * @returns from where on the log is this device's own, null while nothing is; or `foreign`.
 */
export async function checkOwners(
  connection: SqlConnection,
  device: PairedDevice,
  log: LogRow,
  items: readonly BatchItem[],
): Promise<number | null | 'foreign'> {
  const others = items.filter(
    ({ content }) => typeof content?.deviceId === 'string' && content.deviceId !== device.deviceId,
  )
  const firstOwn = items.find(({ content }) => content?.deviceId === device.deviceId)
  // A log of before this was kept is asked for only where it matters.
  const ownFrom = others.length > 0 ? await findOwn(connection, device, log) : log.own_from
  const from = ownFrom ?? firstOwn?.seq ?? null
  if (from !== null && others.some(({ seq }) => seq > from)) return 'foreign'
  for (const deviceId of new Set(others.map(({ content }) => content?.deviceId ?? ''))) {
    const last = others.findLast(({ content }) => content?.deviceId === deviceId)
    if (last && !(await isTheSame(connection, device.tenantId, deviceId, last))) return 'foreign'
  }
  return from
}

async function findOwn(
  connection: SqlConnection,
  { deviceId }: PairedDevice,
  log: LogRow,
): Promise<number | null> {
  if (log.own_from !== null) return log.own_from
  const [head] = await connection.all<{ attributes: string | null }>(
    'SELECT attributes FROM events WHERE log_id = ? AND seq = ?',
    [log.id, log.head_seq],
  )
  if (!head?.attributes) return null
  const { metadata } = JSON.parse(head.attributes) as { metadata: string }
  const named = (JSON.parse(metadata) as { deviceId?: unknown }).deviceId
  return named === deviceId ? log.head_seq : null
}

/** Whether the other device has brought nothing in this place, or this very event. */
async function isTheSame(
  connection: SqlConnection,
  tenantId: string,
  deviceId: string,
  { seq, hash }: BatchItem,
): Promise<boolean> {
  const rows = await connection.all<{ hash: Buffer }>(
    `SELECT e.hash FROM events e JOIN logs l ON l.id = e.log_id
     WHERE l.tenant_id = ? AND l.device_id = ? AND e.seq = ?`,
    [tenantId, deviceId, seq],
  )
  return rows.length === 0 || rows.some((row) => row.hash.toString('hex') === hash)
}
