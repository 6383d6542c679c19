import { hash as digest, randomFillSync } from 'node:crypto'
import canonicalize from 'canonicalize'
import { upcast } from '../../shared/events/declare-event.ts'
import { eventTypes, type EventData, type EventType } from '../../shared/events/index.ts'
import {
  isEventType,
  subjectIdOf,
  type EventMetadata,
  type FitFlowEvent,
} from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import type { Tx } from '../db/unit-of-work.ts'

/** A row of `event_log` as better-sqlite3 reads it. */
export interface EventRow {
  readonly seq: number
  readonly id: string
  readonly event_type: string
  readonly event_data: string | null
  readonly metadata: string
  readonly created_at: Instant
  readonly subject_type: string
  readonly subject_id: string
  readonly subject_seq: number
  readonly data_salt: Buffer | null
  readonly data_hash: Buffer
  readonly prev_hash: Buffer
  readonly hash: Buffer
}

/** Which studio and which laptop an event comes from. */
export interface Origin {
  readonly tenantId: string
  readonly deviceId: string
}

const selectHead = 'SELECT seq, hash, created_at FROM event_log_head'
const selectSubjectSeq = `SELECT coalesce(
    (SELECT max(subject_seq) FROM event_log WHERE subject_type = ? AND subject_id = ?),
    (SELECT subject_seq FROM pruned_subjects WHERE subject_type = ? AND subject_id = ?),
    0) AS last`
const insertEvent = `INSERT INTO event_log (seq, id, event_type, event_data, metadata, created_at,
  subject_type, subject_id, subject_seq, data_salt, data_hash, prev_hash, hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/**
 * Writes one event at the end of the log, inside the open transaction.
 *
 * @throws when the type is not declared or the data does not fit its declaration: that is a bug in
 * the publisher, and the transaction around it must fail with it.
 */
export function appendEvent<T extends EventType>(
  tx: Tx,
  origin: Origin,
  type: T,
  data: EventData<T>,
  options: { readonly causationId?: string; readonly rows?: EventMetadata['rows'] } = {},
): FitFlowEvent {
  const declaration = eventTypes[type]
  if (!declaration) throw new Error(`Event type ${type} is not declared in shared/events.`)
  // The declaration of T parses to EventData<T>; the union over all types hides that.
  const parsed = declaration.data.parse(data) as EventData<T>

  const head = tx.database.prepare(selectHead).get() as {
    seq: number
    hash: Buffer
    created_at: Instant
  }
  const subjectId = subjectIdOf(type, parsed)
  const { last } = tx.database
    .prepare(selectSubjectSeq)
    .get(declaration.subject, subjectId, declaration.subject, subjectId) as {
    last: number
  }

  const metadata: EventMetadata = {
    ...origin,
    userId: tx.actorId,
    correlationId: tx.correlationId,
    causationId: options.causationId ?? null,
    commandId: tx.commandId,
    timestamp: tx.now,
    version: declaration.version,
    ...(options.rows && { rows: options.rows }),
  }
  const salt = freshSalt()
  const eventData = canonicalJson(parsed)
  const unhashed = {
    seq: head.seq + 1,
    id: newId(),
    event_type: type,
    event_data: eventData,
    metadata: canonicalJson(metadata),
    // A clock that was set back must not stop the desk: the log's own time only moves forward.
    created_at: tx.now > head.created_at ? tx.now : head.created_at,
    subject_type: declaration.subject,
    subject_id: subjectId,
    subject_seq: last + 1,
    data_salt: salt,
    data_hash: hashData(salt, eventData),
    prev_hash: head.hash,
  }
  const row: EventRow = { ...unhashed, hash: hashEvent(unhashed) }
  tx.database
    .prepare(insertEvent)
    .run(
      row.seq,
      row.id,
      row.event_type,
      row.event_data,
      row.metadata,
      row.created_at,
      row.subject_type,
      row.subject_id,
      row.subject_seq,
      row.data_salt,
      row.data_hash,
      row.prev_hash,
      row.hash,
    )
  const subject = { type: row.subject_type, id: subjectId, seq: row.subject_seq }
  return {
    seq: row.seq,
    id: row.id,
    type,
    data: parsed,
    createdAt: row.created_at,
    subject,
    metadata,
    // T is one of the types, which the compiler cannot see through the union.
  } as FitFlowEvent
}

/** `SHA-256(salt ‖ utf8(data))`. */
export function hashData(salt: Buffer, eventData: string): Buffer {
  return sha256(Buffer.concat([salt, Buffer.from(eventData)]))
}

/**
 * `SHA-256(prev_hash ‖ utf8(JCS([seq, id, event_type, created_at, subject_type, subject_id,
 * subject_seq, metadata, hex(data_hash)])))`: the hash of the data stands in for the data, so that
 * erasing a person's data leaves the chain whole.
 *
 * @param row its `metadata` must be canonical; nothing here makes sure of it.
 */
export function hashEvent(row: Omit<EventRow, 'hash'>): Buffer {
  const { seq, id, event_type, created_at, subject_type, subject_id, subject_seq } = row
  const before = canonicalJson([
    seq,
    id,
    event_type,
    created_at,
    subject_type,
    subject_id,
    subject_seq,
  ])
  // The metadata is canonical text already: it is put in as it stands, not parsed and said again.
  const link = `${before.slice(0, -1)},${row.metadata},"${row.data_hash.toString('hex')}"]`
  return sha256(Buffer.concat([row.prev_hash, Buffer.from(link)]))
}

/** RFC 8785: one text for one value, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('Only JSON values can be logged.')
  return text
}

/** Reads rows in order, from `after` (exclusive) on. Erased events come along, without data. */
export function readRows(database: StudioDatabase, after: number, limit: number): EventRow[] {
  return database
    .prepare('SELECT * FROM event_log WHERE seq > ? ORDER BY seq LIMIT ?')
    .all(after, limit) as EventRow[]
}

/** Rows by their numbers; those that are not there, or archived, are left out. */
export function readRowsAt(
  database: StudioDatabase,
  seqs: readonly number[],
): Map<number, EventRow> {
  const rows = database
    .prepare('SELECT * FROM event_log WHERE seq IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(seqs)) as EventRow[]
  return new Map(rows.map((row) => [row.seq, row]))
}

/**
 * The event of a row, its data in today's version.
 *
 * @throws when the data was erased, is not JSON, or was written in a version nobody declared: the
 * handler that wanted it fails, and only that one.
 */
export function toEvent(row: EventRow): FitFlowEvent {
  if (row.event_data === null) throw new Error(`The data of event ${row.seq} was erased.`)
  if (!isEventType(row.event_type)) {
    throw new Error(`Event type ${row.event_type} is not declared in this FitFlow.`)
  }
  const metadata = JSON.parse(row.metadata) as EventMetadata
  const data = upcast(eventTypes[row.event_type], metadata.version, JSON.parse(row.event_data))
  return {
    seq: row.seq,
    id: row.id,
    type: row.event_type,
    data,
    createdAt: row.created_at,
    subject: { type: row.subject_type, id: row.subject_id, seq: row.subject_seq },
    metadata,
    // `upcast` parsed the data with the declaration of this very type.
  } as unknown as FitFlowEvent
}

const saltPool = Buffer.alloc(256 * 16)
let saltsLeft = 0

/** Sixteen random bytes, of which no two events share any. Asking the system each time costs more. */
function freshSalt(): Buffer {
  if (saltsLeft === 0) {
    randomFillSync(saltPool)
    saltsLeft = saltPool.length / 16
  }
  saltsLeft -= 1
  return Buffer.from(saltPool.subarray(saltsLeft * 16, saltsLeft * 16 + 16))
}

function sha256(bytes: Buffer): Buffer {
  return digest('sha256', bytes, 'buffer')
}
