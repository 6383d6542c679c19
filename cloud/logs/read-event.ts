import { canonicalJson, hashData, hashEvent } from '../../main/events/event-log.ts'
import {
  dataSchemaOf,
  syncEventSchema,
  type Rejection,
  type SyncEvent,
} from '../../shared/sync-protocol.ts'

/** What is stored of an event that is as it should be. */
export interface EventContent {
  /** JSON of the CloudEvent as it was sent, without its data and salt. */
  readonly attributes: string
  /** RFC 8785 text; null when it was erased or not sent. */
  readonly data: string | null
  readonly salt: Buffer | null
  /** The device that its metadata names; null when it names none. */
  readonly deviceId: string | null
  /** The earlier events whose data this one says is erased. */
  readonly erases: readonly number[]
}

/** Why an event becomes a tombstone. */
export type Rejected = Pick<Rejection, 'code' | 'detail'>

/** What came of reading one event. */
export type ReadEvent =
  | { readonly kind: 'event'; readonly content: EventContent }
  | { readonly kind: 'rejected'; readonly rejected: Rejected }
  /** It claims to be another studio's: that is no broken event but a wrong sender. */
  | { readonly kind: 'foreign' }

/**
 * Checks one event of a batch: whether it is one, whether its hash is the hash of what was sent, and
 * whether what it says twice is the same both times. Knows nothing of types or versions: what a
 * newer FitFlow writes is stored as it is.
 *
 * @param studioId the tenant id that its metadata must carry
 */
export function readEvent(item: object, studioId: string, maxBytes: number): ReadEvent {
  try {
    return check(item, studioId, maxBytes)
  } catch {
    // Nested without end, for example: nothing to be found wrong with it in words.
    return reject('malformed', 'it cannot be read')
  }
}

function check(item: object, studioId: string, maxBytes: number): ReadEvent {
  const parsed = syncEventSchema.safeParse(item)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return reject('malformed', `${issue?.path.join('.')}: ${issue?.message}`)
  }
  // As it was sent, not as it was parsed: what a schema does not know must not be lost or moved.
  const event = item as SyncEvent
  const metadata = readMetadata(event.metadata)
  if (metadata === null) return reject('malformed', 'metadata: is not RFC 8785 JSON of an object')
  if (typeof metadata['tenantId'] !== 'string') {
    return reject('malformed', 'metadata: names no tenant')
  }
  if (metadata['tenantId'] !== studioId) return { kind: 'foreign' }

  const wrong = wrongAttribute(event, metadata)
  if (wrong) return reject('attribute_mismatch', `${wrong}: is not what metadata says`)
  if (!hashOf(event).equals(Buffer.from(event.hash, 'hex'))) {
    return reject('hash_mismatch', 'its hash is not the hash of what was sent')
  }

  if ((event.data === undefined) !== (event.datasalt === undefined)) {
    return reject('malformed', 'datasalt: goes with data, or not at all')
  }
  let data: string | null = null
  let salt: Buffer | null = null
  if (event.data !== undefined && event.datasalt !== undefined) {
    data = canonicalJson(event.data)
    salt = Buffer.from(event.datasalt, 'hex')
    if (!hashData(salt, data).equals(Buffer.from(event.datahash, 'hex'))) {
      return reject('data_mismatch', 'its data is not what datahash was computed from')
    }
  }
  const attributes = JSON.stringify({ ...event, data: undefined, datasalt: undefined })
  const bytes = Buffer.byteLength(attributes) + Buffer.byteLength(data ?? '')
  if (bytes > maxBytes) return reject('too_large', `it has ${bytes} bytes of ${maxBytes}`)
  const named = metadata['deviceId']
  const deviceId = typeof named === 'string' ? named : null
  return { kind: 'event', content: { attributes, data, salt, deviceId, erases: erasedBy(event) } }
}

function reject(code: Rejection['code'], detail: string): ReadEvent {
  return { kind: 'rejected', rejected: { code, detail } }
}

function hashOf(event: SyncEvent): Buffer {
  const slash = event.subject.indexOf('/')
  return hashEvent({
    seq: Number(event.sequence),
    id: event.id,
    event_type: event.type,
    event_data: null,
    metadata: event.metadata,
    created_at: event.time,
    subject_type: event.subject.slice(0, slash),
    subject_id: event.subject.slice(slash + 1),
    subject_seq: event.subjectseq,
    data_salt: null,
    data_hash: Buffer.from(event.datahash, 'hex'),
    prev_hash: Buffer.from(event.prevhash, 'hex'),
  })
}

/** Null unless it is the one text that its value has: the hash runs over the text as it stands. */
function readMetadata(text: string): Readonly<Record<string, unknown>> | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return canonicalJson(value) === text ? (value as Readonly<Record<string, unknown>>) : null
}

/** Attributes repeat what metadata says, for programs that know CloudEvents only. */
function wrongAttribute(
  event: SyncEvent,
  metadata: Readonly<Record<string, unknown>>,
): string | null {
  if (event.correlationid !== metadata['correlationId']) return 'correlationid'
  if ((event.causationid ?? null) !== (metadata['causationId'] ?? null)) return 'causationid'
  if (event.dataschema !== dataSchemaOf(event.type, String(metadata['version']))) {
    return 'dataschema'
  }
  return null
}

/** A list that a later version writes otherwise erases nothing here: then this endpoint is too old. */
function erasedBy(event: SyncEvent): readonly number[] {
  const seqs = event.type === 'log.erased' ? event.data?.['seqs'] : undefined
  if (!Array.isArray(seqs)) return []
  const before = Number(event.sequence)
  return seqs.filter((seq): seq is number => Number.isSafeInteger(seq) && seq >= 1 && seq < before)
}
