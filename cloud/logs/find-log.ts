import type { ChainPoint } from '../../shared/sync-protocol.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'

/** A device's epoch as it is stored. */
export interface LogRow {
  readonly id: string
  readonly base_seq: number
  readonly base_hash: Buffer
  readonly parent_id: string | null
  readonly head_seq: number
  readonly head_hash: Buffer
  /** From here on every event is of this device; null while none was. */
  readonly own_from: number | null
}

interface DeviceName {
  readonly tenantId: string
  readonly deviceId: string
}

/** What is read of a log. */
export const logColumns = 'id, base_seq, base_hash, parent_id, head_seq, head_hash, own_from'

/** The epoch of a device; undefined when nothing of it came yet. */
export async function findLog(
  connection: Pick<SqlConnection, 'all'>,
  device: DeviceName,
  epoch: string,
): Promise<LogRow | undefined> {
  const [row] = await connection.all<LogRow>(
    `SELECT ${logColumns} FROM logs
     WHERE tenant_id = ? AND device_id = ? AND epoch = ?`,
    [device.tenantId, device.deviceId, epoch],
  )
  return row
}

/** The log of this device that holds this very event; undefined when none does. */
export async function findBase(
  connection: SqlConnection,
  device: DeviceName,
  base: ChainPoint,
): Promise<string | undefined> {
  const [row] = await connection.all<{ id: string }>(
    `SELECT l.id FROM logs l JOIN events e ON e.log_id = l.id
     WHERE l.tenant_id = ? AND l.device_id = ? AND e.seq = ? AND e.hash = ?
     ORDER BY l.created_at DESC, l.id DESC LIMIT 1`,
    [device.tenantId, device.deviceId, base.seq, Buffer.from(base.hash, 'hex')],
  )
  return row?.id
}

/** The heads of a device's epochs. */
export async function listHeads(
  server: Pick<SqlServer, 'all'>,
  device: DeviceName,
): Promise<{ epoch: string; head_seq: number; head_hash: Buffer }[]> {
  return server.all(
    `SELECT epoch, head_seq, head_hash FROM logs WHERE tenant_id = ? AND device_id = ?
     ORDER BY created_at, id`,
    [device.tenantId, device.deviceId],
  )
}
