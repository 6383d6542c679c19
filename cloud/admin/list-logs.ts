import type { z } from 'zod'
import { clockOffsetLimitMs } from '../../shared/sync-protocol.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import type { deviceSchema, forkSchema, logSchema } from './admin-schemas.ts'

/** The devices of a tenant, in the order in which they paired. */
export async function listDevices(
  server: SqlServer,
  tenantId: string,
): Promise<z.output<typeof deviceSchema>[]> {
  const rows = await server.all<Omit<z.output<typeof deviceSchema>, 'clock_is_off'>>(
    `SELECT device_id AS device, paired_at, revoked_at, last_push_at, clock_offset_ms
     FROM devices WHERE tenant_id = ? ORDER BY paired_at, device_id`,
    [tenantId],
  )
  return rows.map((row) => {
    const offset = row.clock_offset_ms
    return { ...row, clock_is_off: offset !== null && Math.abs(offset) > clockOffsetLimitMs }
  })
}

type LogFacts = Omit<z.output<typeof logSchema>, 'head_hash' | 'witness'>

/** Every epoch with the last event that this endpoint has seen of it: its witnessed head. */
export async function listLogs(
  server: SqlServer,
  tenantId: string,
): Promise<z.output<typeof logSchema>[]> {
  const rows = await server.all<LogFacts & { head_hash: Buffer }>(
    `SELECT l.device_id AS device, l.epoch, l.previous_epoch, l.base_seq, l.head_seq, l.head_hash,
       l.head_at AS witnessed_at,
       (SELECT count(*) FROM events e WHERE e.log_id = l.id AND e.rejected_code IS NOT NULL) AS tombstones
     FROM logs l WHERE l.tenant_id = ? ORDER BY l.created_at, l.id`,
    [tenantId],
  )
  return rows.map((row) => {
    const hash = row.head_hash.toString('hex')
    return { ...row, head_hash: hash, witness: `${row.head_seq}:${hash}` }
  })
}

type ForkFacts = Omit<z.output<typeof forkSchema>, 'known_hash' | 'claimed_hash'>

/** The epochs of a tenant of which two histories came. */
export async function listForks(
  server: SqlServer,
  tenantId: string,
): Promise<z.output<typeof forkSchema>[]> {
  const rows = await server.all<ForkFacts & { known_hash: Buffer; claimed_hash: Buffer }>(
    `SELECT device_id AS device, epoch, seq, known_hash, claimed_hash, first_seen_at, last_seen_at, times
     FROM forks WHERE tenant_id = ? ORDER BY first_seen_at, device_id, epoch`,
    [tenantId],
  )
  return rows.map((row) => ({
    ...row,
    known_hash: row.known_hash.toString('hex'),
    claimed_hash: row.claimed_hash.toString('hex'),
  }))
}
