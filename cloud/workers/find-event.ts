import { z } from 'zod'
import { syncEventSchema, type SyncEvent } from '../../shared/sync-protocol.ts'
import type { Instant } from '../../shared/time.ts'
import type { SqlConnection } from '../storage/sql-server.ts'

/** A stored event as a worker reads it. */
export interface StoredEvent {
  readonly id: string
  readonly type: string
  /** The version of the type's declaration that the data was written in. */
  readonly version: string
  /** `{type}/{id}`. */
  readonly subject: string
  /** The log's own time of the event. */
  readonly time: Instant
  readonly tenantId: string
  readonly logId: string
  readonly seq: number
  /** When this endpoint got it. */
  readonly receivedAt: string
  /** Null when it was erased since. */
  readonly data: Readonly<Record<string, unknown>> | null
}

/** Where an event stands in the database. */
export interface EventPlace {
  readonly logId: string
  readonly seq: number
}

const prefix = 'urn:fitflow:log:'

/** A message may name anything. */
const logIdSchema = z.uuid()

/**
 * What a relayed event carries as its source. The laptop's own `source` may stand for two logs: a
 * computer that was connected as one tenant and then as another.
 *
 * @example relayedSourceOf('01a2…') // 'urn:fitflow:log:01a2…'
 */
export function relayedSourceOf(logId: string): string {
  return `${prefix}${logId}`
}

/** The place that a message of a broker names; null when it names none. */
export function placeOf(message: Pick<SyncEvent, 'source' | 'sequence'>): EventPlace | null {
  const seq = Number(message.sequence)
  const logId = message.source.startsWith(prefix) ? message.source.slice(prefix.length) : ''
  if (!logIdSchema.safeParse(logId).success || !Number.isSafeInteger(seq)) return null
  return { logId, seq }
}

const namesSchema = syncEventSchema.pick({
  id: true,
  type: true,
  subject: true,
  dataschema: true,
  time: true,
})

/**
 * Whether what a stored event is called can be carried and written down. Endpoints before this one
 * stored what no broker, no header or no database takes; now that is a tombstone, and what they left
 * behind is passed over like one.
 */
export function canBeCarried(attributes: Readonly<Record<string, unknown>>): boolean {
  return namesSchema.safeParse(attributes).success
}

interface EventRow {
  readonly seq: number
  readonly tenant_id: string
  readonly attributes: string
  readonly data: string | null
  readonly received_at: string
}

/** Says of a place what {@link findEvents} found there. */
export function placeKey({ logId, seq }: EventPlace): string {
  return `${logId} ${seq}`
}

/**
 * Reads an event and whose it is. Undefined for a tombstone, for what {@link canBeCarried} says is like
 * one, and for a place where nothing is.
 */
export async function findEvent(
  connection: Pick<SqlConnection, 'all'>,
  place: EventPlace,
): Promise<StoredEvent | undefined> {
  const events = await findEvents(connection, [place])
  return events.get(placeKey(place))
}

/** Reads events as {@link findEvent} does, many at once; by {@link placeKey}. */
export async function findEvents(
  connection: Pick<SqlConnection, 'all'>,
  places: readonly EventPlace[],
): Promise<Map<string, StoredEvent>> {
  const found = new Map<string, StoredEvent>()
  for (const [logId, ofLog] of Map.groupBy(places, (place) => place.logId)) {
    const rows = await connection.all<EventRow>(
      `SELECT e.seq, l.tenant_id, e.attributes, e.data, e.received_at
       FROM events e JOIN logs l ON l.id = e.log_id JOIN tenants t ON t.id = l.tenant_id
       WHERE e.log_id = ? AND e.seq IN (${ofLog.map(() => '?').join(', ')})
         AND e.attributes IS NOT NULL AND t.deleted_at IS NULL`,
      [logId, ...ofLog.map(({ seq }) => seq)],
    )
    for (const row of rows) {
      const event = readRow(logId, row)
      if (event) found.set(placeKey(event), event)
    }
  }
  return found
}

function readRow(logId: string, row: EventRow): StoredEvent | undefined {
  const event = JSON.parse(row.attributes) as SyncEvent
  if (!canBeCarried(event)) return undefined
  const { id, type, subject, time, metadata } = event
  const { version } = JSON.parse(metadata) as { version: unknown }
  return {
    id,
    type,
    version: String(version),
    subject,
    time,
    tenantId: row.tenant_id,
    logId,
    seq: row.seq,
    receivedAt: row.received_at,
    data: row.data === null ? null : (JSON.parse(row.data) as Record<string, unknown>),
  }
}

/** Whose a log is; undefined when this database does not have it. */
export async function findOwner(
  connection: Pick<SqlConnection, 'all'>,
  logId: string,
): Promise<string | undefined> {
  const [row] = await connection.all<{ tenant_id: string }>(
    'SELECT tenant_id FROM logs WHERE id = ?',
    [logId],
  )
  return row?.tenant_id
}
