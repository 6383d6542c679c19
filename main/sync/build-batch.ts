import type { ChainPoint } from '../../shared/sync-protocol.ts'
import type { EventRow } from '../events/event-log.ts'
import { toCloudEvent } from '../events/cloud-event.ts'

/** A batch as it is sent. */
export interface Batch {
  readonly base: ChainPoint
  readonly last: ChainPoint
  /** By sequence number: what the endpoint's head must be, wherever in the batch it stops. */
  readonly hashes: ReadonlyMap<number, string>
  readonly json: string
}

/** Whose log it is. */
interface Origin {
  readonly deviceId: string
  readonly epoch: string
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
export function buildBatch(rows: readonly EventRow[], from: Origin, limits: BatchLimits): Batch {
  const [first] = rows
  if (!first) throw new Error('A batch holds at least one event.')
  const events: string[] = []
  const hashes = new Map<number, string>()
  // The brackets, less the comma that the last event does not have.
  let bytes = 1
  let last: EventRow = first
  for (const row of rows.slice(0, limits.maxEvents)) {
    const event = sayWithin(row, from, Math.min(limits.maxEventBytes, limits.maxBytes - 2))
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

function sayWithin(row: EventRow, from: Origin, maxBytes: number): string {
  const event = JSON.stringify(toCloudEvent(row, from.deviceId, from.epoch))
  if (Buffer.byteLength(event) <= maxBytes) return event
  const bare = { ...row, event_data: null, data_salt: null }
  return JSON.stringify(toCloudEvent(bare, from.deviceId, from.epoch))
}
