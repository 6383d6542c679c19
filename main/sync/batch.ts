import { gzipSync } from 'node:zlib'
import {
  batchContentType,
  formatBase,
  formatIdempotencyKey,
  syncHeaders,
  syncProtocolVersion,
  zeroHash,
  type ChainPoint,
} from '../../shared/sync-protocol.ts'
import type { EventRow } from '../events/event-log.ts'
import { toCloudEvent } from './cloud-event.ts'

/** One push: a stretch of the log as it goes over the wire. */
export interface Batch {
  /** The event that the first one follows. */
  readonly base: ChainPoint
  readonly first: number
  readonly last: number
  /** By sequence number: what the endpoint's answer is held against. */
  readonly hashes: ReadonlyMap<number, string>
  readonly headers: Readonly<Record<string, string>>
  /** gzip of a CloudEvents batch. */
  readonly body: Buffer
}

/** What a batch may be. Bytes are counted before compression. */
export interface BatchLimits {
  readonly maxEvents: number
  readonly maxBytes: number
}

/** Who sends. */
export interface BatchOrigin {
  readonly deviceId: string
  readonly epoch: string
}

/** The brackets around a batch, less the comma that its last event does not have. */
const frameBytes = 1

/**
 * Makes the next push of rows that follow each other: as many as the limits allow, at least one. A
 * single event that is too large alone goes without its data; the chain holds without it, and the
 * queue never waits behind it.
 *
 * @param withhold also leave the data of the first row out, because the endpoint could not read it
 * @returns null when there is nothing to send.
 * @example
 * makeBatch(readRows(database, cursor, 1_000), { deviceId, epoch }, state)
 */
export function makeBatch(
  rows: readonly EventRow[],
  origin: BatchOrigin,
  limits: BatchLimits,
  options: { readonly withhold?: boolean } = {},
): Batch | null {
  const [first] = rows
  if (!first) return null
  const texts: string[] = []
  const hashes = new Map<number, string>()
  let bytes = frameBytes
  for (const row of rows.slice(0, limits.maxEvents)) {
    const isFirst = texts.length === 0
    let text = eventText(row, origin, isFirst && options.withhold === true)
    const size = () => Buffer.byteLength(text) + 1
    if (isFirst && bytes + size() > limits.maxBytes) text = eventText(row, origin, true)
    else if (bytes + size() > limits.maxBytes) break
    bytes += size()
    texts.push(text)
    hashes.set(row.seq, row.hash.toString('hex'))
  }
  const last = first.seq + texts.length - 1
  const prevHash = first.prev_hash.toString('hex')
  const base = { seq: first.seq - 1, hash: first.seq === 1 ? zeroHash : prevHash }
  return {
    base,
    first: first.seq,
    last,
    hashes,
    headers: {
      'Content-Type': batchContentType,
      'Content-Encoding': 'gzip',
      [syncHeaders.protocol]: String(syncProtocolVersion),
      [syncHeaders.base]: formatBase(base),
      [syncHeaders.idempotencyKey]: formatIdempotencyKey(
        origin.deviceId,
        origin.epoch,
        first.seq,
        last,
      ),
    },
    body: gzipSync(`[${texts.join(',')}]`),
  }
}

function eventText(row: EventRow, origin: BatchOrigin, withhold: boolean): string {
  const sent = withhold ? { ...row, event_data: null, data_salt: null } : row
  return JSON.stringify(toCloudEvent(sent, origin.deviceId, origin.epoch))
}
