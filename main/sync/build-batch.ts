import {
  dataSchemaOf,
  formatSequence,
  sourceOf,
  type ChainPoint,
} from '../../shared/sync-protocol.ts'
import type { EventMetadata } from '../../shared/events/event.ts'
import type { EventRow } from '../events/event-log.ts'

/** A batch as it is sent. */
export interface Batch {
  readonly base: ChainPoint
  readonly last: ChainPoint
  /** By sequence number: what the endpoint's head must be, wherever in the batch it stops. */
  readonly hashes: ReadonlyMap<number, string>
  readonly json: string
}

/** What a batch may hold. Bytes before compression. */
export interface BatchLimits {
  readonly maxEvents: number
  readonly maxBytes: number
  readonly maxEventBytes: number
}

/**
 * Says rows of the log as a CloudEvents batch, as many of them as the limits allow but at least one.
 * An event that is larger than the endpoint takes goes without its data: its hash still holds the
 * chain, and the queue goes on.
 *
 * @param rows follow each other, and the base; at least one.
 */
export function buildBatch(
  rows: readonly EventRow[],
  from: { readonly deviceId: string; readonly epoch: string },
  limits: BatchLimits,
): Batch {
  const [first] = rows
  if (!first) throw new Error('A batch holds at least one event.')
  const source = sourceOf(from.deviceId, from.epoch)
  const events: string[] = []
  const hashes = new Map<number, string>()
  let bytes = 2
  let last: EventRow = first
  for (const row of rows.slice(0, limits.maxEvents)) {
    const event = sayWithin(row, source, Math.min(limits.maxEventBytes, limits.maxBytes - 2))
    bytes += Buffer.byteLength(event) + 1
    if (events.length > 0 && bytes > limits.maxBytes) break
    events.push(event)
    hashes.set(row.seq, row.hash.toString('hex'))
    last = row
  }
  return {
    base: { seq: first.seq - 1, hash: first.prev_hash.toString('hex') },
    last: { seq: last.seq, hash: last.hash.toString('hex') },
    hashes,
    json: `[${events.join(',')}]`,
  }
}

function sayWithin(row: EventRow, source: string, maxBytes: number): string {
  const event = sayEvent(row, source)
  if (Buffer.byteLength(event) <= maxBytes) return event
  return sayEvent({ ...row, event_data: null, data_salt: null }, source)
}

/**
 * One event as a CloudEvent. The data is put in as the text that was hashed: it is not parsed and
 * said again, which could only change it.
 */
export function sayEvent(row: EventRow, source: string): string {
  const metadata = JSON.parse(row.metadata) as EventMetadata
  const attributes = JSON.stringify({
    specversion: '1.0',
    id: row.id,
    source,
    type: row.event_type,
    subject: `${row.subject_type}/${row.subject_id}`,
    time: row.created_at,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(row.event_type, metadata.version),
    sequence: formatSequence(row.seq),
    correlationid: metadata.correlationId,
    causationid: metadata.causationId ?? undefined,
    subjectseq: row.subject_seq,
    metadata: row.metadata,
    prevhash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
    datahash: row.data_hash.toString('hex'),
    datasalt: row.data_salt?.toString('hex'),
  })
  return row.event_data === null
    ? attributes
    : `${attributes.slice(0, -1)},"data":${row.event_data}}`
}
