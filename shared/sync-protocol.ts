import { z } from 'zod'
import { idSchema } from './ids.ts'
import { instantSchema } from './time.ts'

/**
 * What a laptop and a cloud endpoint say to each other; docs/sync.md tells it in words. Both sides
 * import this file, so neither can change it alone.
 */

/** Version of the whole protocol, sent in {@link syncHeaders.protocol}. */
export const syncProtocolVersion = 1

/** A CloudEvents 1.0 batch in JSON. */
export const batchContentType = 'application/cloudevents-batch+json'

/** Headers of a push, as they are written. */
export const syncHeaders = {
  /** `{seq};{hash}`: the event that the first of the batch follows; `0;000…` before the first of all. */
  base: 'FitFlow-Base',
  /** `{device}:{epoch}:{first}-{last}`. */
  idempotencyKey: 'Idempotency-Key',
  /** {@link syncProtocolVersion}; without it, version 1 is meant. */
  protocol: 'FitFlow-Protocol',
  /** What the laptop's clock says, so that the endpoint can note how far it is off. */
  time: 'FitFlow-Time',
} as const

/**
 * What an endpoint accepts unless it says otherwise in {@link logStateSchema}. Bytes are counted
 * after decompression.
 */
export const syncLimits = {
  maxEvents: 1_000,
  maxBytes: 4 * 1024 * 1024,
  /** Data and metadata of one event; a larger one becomes a tombstone. */
  maxEventBytes: 256 * 1024,
} as const

/** A laptop's clock that is further off than this is shown to the manager. */
export const clockOffsetLimitMs = 5 * 60_000

/** A SHA-256 in lower-case hexadecimal. */
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')

/** The hash that the first event of a log follows. */
export const zeroHash = '0'.repeat(64)

/** Names one unbroken history of a laptop's log; a restored backup begins another. */
export const epochSchema = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits')

/** A sequence number as CloudEvents sorts it: 19 digits. */
const sequenceSchema = z
  .string()
  .regex(/^\d{19}$/, 'must be 19 digits')
  .refine((text) => Number.isSafeInteger(Number(text)), 'is too large')

/** @example formatSequence(42) // '0000000000000000042' */
export function formatSequence(seq: number): string {
  return String(seq).padStart(19, '0')
}

/** @example sourceOf('01a2…', 'dcdf…') // 'urn:fitflow:device:01a2…:dcdf…' */
export function sourceOf(deviceId: string, epoch: string): string {
  return `urn:fitflow:device:${deviceId}:${epoch}`
}

/** @example dataSchemaOf('payment.completed', '1.0') // 'urn:fitflow:event:payment.completed:1.0' */
export function dataSchemaOf(type: string, version: string): string {
  return `urn:fitflow:event:${type}:${version}`
}

/** An event of the log by its place and its hash. */
export interface ChainPoint {
  readonly seq: number
  readonly hash: string
}

const basePattern = /^(\d{1,16});([0-9a-f]{64})$/

/** @example formatBase({ seq: 3, hash: '9f2c…' }) // '3;9f2c…' */
export function formatBase(base: ChainPoint): string {
  return `${base.seq};${base.hash}`
}

/** {@link syncHeaders.base}, as {@link formatBase} writes it. */
export const baseSchema = z
  .string()
  .regex(basePattern, 'must be a number, a semicolon and 64 hexadecimal digits')
  .describe('The event that the first of the batch follows, by number and hash.')

/** {@link syncHeaders.idempotencyKey}, as {@link formatIdempotencyKey} writes it. */
export const idempotencyKeySchema = z
  .string()
  .describe('{device}:{epoch}:{first}-{last}. Must name this very batch, otherwise: key_mismatch.')

/** Reads {@link syncHeaders.base}; null when it is not one. */
export function parseBase(text: string): ChainPoint | null {
  const found = basePattern.exec(text)
  const seq = Number(found?.[1])
  if (!found?.[2] || !Number.isSafeInteger(seq)) return null
  // Before the first event there is only one hash.
  return seq === 0 && found[2] !== zeroHash ? null : { seq, hash: found[2] }
}

/** @example formatIdempotencyKey('01a2…', 'dcdf…', 4, 9) // '01a2…:dcdf…:4-9' */
export function formatIdempotencyKey(
  deviceId: string,
  epoch: string,
  first: number,
  last: number,
): string {
  return `${deviceId}:${epoch}:${first}-${last}`
}

/**
 * The alphabet of what names an event, its subject and its type: signs that every header, every
 * broker's key and every database takes as they are, and of which each is one byte.
 */
const named = /^[A-Za-z0-9._~:-]+$/
const namedWords = 'must be letters, digits and . _ ~ : -'
/** @example 'appointment.created' */
const typeSchema = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/,
    'must be letters, digits, _ and -, with dots between',
  )
const eventIdSchema = z.string().max(64).regex(named, namedWords)
/** Visible ASCII. */
const printable = /^[!-~]+$/

/**
 * What every item of a batch must have to be placed in the chain at all. An item with only this
 * right becomes a tombstone; one without it ends the batch.
 */
export const chainLinkSchema = z.looseObject({
  source: z.string(),
  sequence: sequenceSchema,
  prevhash: hashSchema,
  hash: hashSchema,
})

/**
 * One event on its way: CloudEvents 1.0 with its `sequence`, and our extension attributes. All that
 * the event's hash runs over is in it, so that whoever receives it can compute the hash again.
 * Types, versions and attributes that are not known are kept as they are.
 */
export const syncEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: eventIdSchema,
  source: z.string().max(200).regex(printable, 'must be visible ASCII'),
  type: typeSchema,
  /** `{subject type}/{subject id}`. */
  subject: z
    .string()
    .max(400)
    .regex(/^[A-Za-z0-9._~:-]+\/[A-Za-z0-9._~:-]+$/, `must be type/id; each ${namedWords}`),
  /** The log's own time of the event, which never goes back. */
  time: instantSchema,
  datacontenttype: z.literal('application/json').optional(),
  /** Repeats type and version, so that a version is visible ASCII as well. */
  dataschema: z.string().max(400).regex(printable, 'must be visible ASCII'),
  sequence: sequenceSchema,
  correlationid: eventIdSchema,
  causationid: eventIdSchema.optional(),
  /** The how-manieth event of its subject. */
  subjectseq: z.int().min(1).max(2_147_483_647),
  /** RFC 8785 text of the event's metadata, exactly as it was hashed. */
  metadata: z.string(),
  prevhash: hashSchema,
  hash: hashSchema,
  datahash: hashSchema,
  /** 16 bytes in hexadecimal; with `data`, or not at all. */
  datasalt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** Left out when it was erased, or is too large to be sent; `datahash` still holds the chain. */
  data: z.record(z.string(), z.unknown()).optional(),
})
export type SyncEvent = z.infer<typeof syncEventSchema>

/** Why one event was not stored. Its place and its hash were, so that the log goes on behind it. */
const rejectionCodes = [
  /** It is not an event as {@link syncEventSchema} says. */
  'malformed',
  /** It does not follow the event before it. */
  'chain_broken',
  /** Its hash is not the hash of what was sent. */
  'hash_mismatch',
  /** Its data is not what `datahash` was computed from. */
  'data_mismatch',
  /** An attribute says something else than the metadata it repeats. */
  'attribute_mismatch',
  /** It is larger than the endpoint stores. */
  'too_large',
] as const

const rejectionSchema = z.object({
  sequence: sequenceSchema,
  code: z.enum(rejectionCodes),
  detail: z.string(),
})
export type Rejection = z.infer<typeof rejectionSchema>

const knownEpochSchema = z.object({
  epoch: epochSchema,
  accepted_seq: z.int().min(0),
  accepted_hash: hashSchema,
})

/** Answer of `GET /v1/logs/{epoch}`. */
export const logStateSchema = z.object({
  /** Up to where this epoch is on the endpoint's disk; 0 when nothing is. */
  accepted_seq: z.int().min(0),
  accepted_hash: hashSchema,
  max_events: z.int().min(1),
  max_bytes: z.int().min(1),
  max_event_bytes: z.int().min(1),
  server_time: instantSchema,
  /** The other epochs of this device: a new one may go on from any event in them. */
  other_epochs: z.array(knownEpochSchema),
})
export type LogState = z.infer<typeof logStateSchema>

/** Answer of `POST /v1/logs/{epoch}/events`; the same for the same batch, however often it comes. */
export const pushAnswerSchema = z.object({
  /** Everything of this batch up to here is on the endpoint's disk, or rejected for good. */
  accepted_through: z.int().min(1),
  /** The hash of that event. A laptop goes on only if it is its own. */
  head_hash: hashSchema,
  rejected: z.array(rejectionSchema),
  server_time: instantSchema,
})
export type PushAnswer = z.infer<typeof pushAnswerSchema>

/** Body of `POST /v1/pair`. */
export const pairRequestSchema = z.strictObject({
  /** As it was shown; capitals, spaces and hyphens do not matter. */
  code: z.string().min(1).max(32),
  /** The studio's tenant id, which all its events carry. */
  studio_id: idSchema,
  device_id: idSchema,
})

/** Answer of `POST /v1/pair` and of `POST /v1/token`. Both tokens are secrets. */
export const tokensSchema = z.object({
  /** The tenant's name at the endpoint. */
  tenant: z.string(),
  /** For {@link LogState} and pushes, as `Authorization: Bearer`. */
  token: z.string(),
  token_expires_at: instantSchema,
  /** Only for `POST /v1/token`, which answers the next pair. Does not expire. */
  refresh_token: z.string(),
  server_time: instantSchema,
})
export type SyncTokens = z.infer<typeof tokensSchema>

/** How an endpoint refuses a request: a stable code, the HTTP status it comes with, and words. */
export const syncRefusals = {
  unauthorized: { status: 401, message: 'This token is not known here, or has expired.' },
  source_mismatch: { status: 403, message: 'An event names another device or epoch than this.' },
  tenant_mismatch: { status: 403, message: 'An event belongs to another studio than this token.' },
  device_revoked: { status: 403, message: 'This device may not send any more.' },
  pairing_refused: { status: 403, message: 'This pairing code is not known, used or too old.' },
  not_found: { status: 404, message: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, message: 'Nothing here is asked for in this way; see Allow.' },
  gap: { status: 409, message: 'Events are missing before these; send from `expected` on.' },
  fork: { status: 409, message: 'Another event is known in this place: the log was copied.' },
  studio_mismatch: { status: 409, message: 'This tenant belongs to another studio.' },
  tenant_open: { status: 409, message: 'Close this tenant first.' },
  tenant_closed: { status: 410, message: 'This tenant is closed.' },
  too_many_events: { status: 413, message: 'The batch holds more events than `limit`.' },
  too_many_bytes: { status: 413, message: 'The batch holds more bytes than `limit`.' },
  unsupported_media: { status: 415, message: 'Send a CloudEvents batch, plain or as gzip.' },
  unreadable: { status: 422, message: 'The request cannot be read.' },
  not_contiguous: { status: 422, message: 'The batch does not begin behind FitFlow-Base.' },
  key_mismatch: { status: 422, message: 'Idempotency-Key does not name this batch.' },
  upgrade_needed: { status: 426, message: 'This version of the protocol is not spoken here.' },
  rate_limited: { status: 429, message: 'Too many requests; wait as Retry-After says.' },
  unexpected: { status: 500, message: 'Something went wrong here. Nothing was stored.' },
  unavailable: { status: 503, message: 'Not able to store now; try again.' },
} as const satisfies Record<string, { status: number; message: string }>
export type SyncRefusalCode = keyof typeof syncRefusals

/** Body of every refusal. */
export const refusalSchema = z.object({
  code: z.enum(Object.keys(syncRefusals) as [SyncRefusalCode, ...SyncRefusalCode[]]),
  message: z.string(),
  /** With `unreadable`: what was wrong. */
  detail: z.string().optional(),
  /** With `gap`: the sequence number to send from. */
  expected: z.int().min(1).optional(),
  /** With `fork`: where the logs differ. */
  seq: z.int().min(0).optional(),
  /** With `too_many_…`. */
  limit: z.int().optional(),
  /** With `upgrade_needed`: the versions that are spoken. */
  supported: z.array(z.int()).optional(),
})
export type SyncRefusal = z.infer<typeof refusalSchema>
