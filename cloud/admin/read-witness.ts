import type { z } from 'zod'
import { findLog } from '../logs/find-log.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import type { witnessSchema } from './admin-schemas.ts'

/**
 * What this endpoint saw in one place of a log. `log:verify` takes it as a witness: a laptop whose
 * log ends earlier, or holds another event there, was tampered with.
 */
export async function readWitness(
  server: SqlServer,
  device: { readonly tenantId: string; readonly deviceId: string },
  epoch: string,
  seq: number,
): Promise<z.output<typeof witnessSchema> | undefined> {
  const log = await findLog(server, device, epoch)
  if (!log) return undefined
  const [row] = await server.all<{ hash: Buffer; received_at: string }>(
    'SELECT hash, received_at FROM events WHERE log_id = ? AND seq = ?',
    [log.id, seq],
  )
  if (!row) return undefined
  const hash = row.hash.toString('hex')
  return { seq, hash, witnessed_at: row.received_at, witness: `${seq}:${hash}` }
}
