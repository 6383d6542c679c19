import type { z } from 'zod'
import { findLog } from '../logs/find-log.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import type { storedEventSchema } from './admin-schemas.ts'

interface EventRow {
  readonly seq: number
  readonly hash: Buffer
  readonly attributes: string | null
  readonly data: string | null
  readonly data_salt: Buffer | null
  readonly rejected_code: string | null
  readonly rejected_detail: string | null
  readonly received_at: string
}

/** What is stored of an epoch behind `after`; undefined when nothing of the epoch came yet. */
export async function readEvents(
  server: SqlServer,
  device: { readonly tenantId: string; readonly deviceId: string },
  epoch: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<z.output<typeof storedEventSchema>[] | undefined> {
  const log = await findLog(server, device, epoch)
  if (!log) return undefined
  const rows = await server.all<EventRow>(
    `SELECT seq, hash, attributes, data, data_salt, rejected_code, rejected_detail, received_at
     FROM events WHERE log_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    [log.id, after, limit],
  )
  return rows.map((row) => ({
    seq: row.seq,
    hash: row.hash.toString('hex'),
    received_at: row.received_at,
    event: row.attributes === null ? null : eventOf(row.attributes, row),
    rejected:
      row.rejected_code === null
        ? null
        : { code: row.rejected_code, detail: row.rejected_detail ?? '' },
  }))
}

function eventOf(attributes: string, row: EventRow): Record<string, unknown> {
  const event = JSON.parse(attributes) as Record<string, unknown>
  if (row.data === null || row.data_salt === null) return event
  return { ...event, data: JSON.parse(row.data), datasalt: row.data_salt.toString('hex') }
}
