import { messageOf } from '../../shared/thrown.ts'
import { canonicalJson, hashData, hashEvent, readRows, type EventRow } from './event-log.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { archiveFolder, readWholeLog } from './log-archive.ts'

/** What a walk along the chain found. */
export type Verification =
  | { readonly valid: true; readonly events: number; readonly headHash: string }
  | {
      readonly valid: false
      /** Sequence number of the first event that is not as it was written. */
      readonly seq: number
      readonly eventId: string | null
      readonly problem: string
    }

/** An event's hash as somebody outside of the file noted it down, for example on a day's report. */
export interface Witness {
  readonly seq: number
  /** 64 hexadecimal digits. */
  readonly hash: string
}

/**
 * Walks the log from its first event to its head, through the archives, and recomputes every hash.
 * Detects any changed, swapped, inserted, emptied or missing event. A cut tail together with a
 * rewritten head is a shorter log that was valid once: only a witness of a later event shows it.
 * What is written or archived during the walk is not part of it.
 *
 * @example
 * verifyLog(database, { witness: { seq: 1204, hash: '9f2c…' } })
 */
export function verifyLog(database: StudioDatabase, options: VerifyOptions = {}): Verification {
  return database.atOneMoment(() => walk(database, options))
}

interface VerifyOptions {
  /** Called now and then with the number of events walked and how many there are. */
  readonly onProgress?: (walked: number, total: number) => void
  readonly witness?: Witness | undefined
  /** Where the archives lie, when it is not beside the file. */
  readonly folder?: string | undefined
}

/**
 * Checks the newest `count` events and the head alone: milliseconds, however long the log is.
 *
 * @returns what is wrong; null: nothing.
 */
export function verifyTail(database: StudioDatabase, count: number): string | null {
  return database.atOneMoment(() => {
    const head = database.prepare('SELECT * FROM event_log_head').get() as Head | undefined
    if (!head) return 'the log has no head'
    let previous: EventRow | null = null
    let next = Math.max(head.pruned_through, head.seq - count) + 1
    for (const row of readRows(database, next - 1, count + 1)) {
      if (row.seq !== next) return `event ${next}: it is missing`
      const problem = problemOf(row, previous)
      if (problem) return `event ${row.seq}: ${problem}`
      previous = row
      next += 1
    }
    if (next - 1 !== head.seq)
      return `the log ends at event ${next - 1}, but its head says ${head.seq}`
    return previous && !previous.hash.equals(head.hash)
      ? 'the head’s hash is not the last event’s hash'
      : null
  })
}

function walk(
  database: StudioDatabase,
  { onProgress, witness, folder = archiveFolder(database.file) }: VerifyOptions,
): Verification {
  const head = database.prepare('SELECT * FROM event_log_head').get() as Head | undefined
  if (!head) return { valid: false, ...lastEvent(database), problem: 'the log has no head' }
  const stray = database.prepare('SELECT seq, id FROM event_log WHERE seq < 1 ORDER BY seq').get()
  if (stray) {
    const { seq, id } = stray as Pick<EventRow, 'seq' | 'id'>
    return { valid: false, seq, eventId: id, problem: 'it stands before the first event' }
  }

  let previous: EventRow | null = null
  const emptied = new Map<number, string>()
  let next = 1
  let archived = 0
  try {
    for (const rows of readWholeLog(database, folder)) {
      for (const row of rows) {
        if (row.seq !== next) {
          return { valid: false, seq: next, eventId: null, problem: 'it is missing' }
        }
        const problem = problemOf(row, previous) ?? problemWithWitness(row, witness)
        if (problem) return { valid: false, seq: row.seq, eventId: row.id, problem }
        if (row.event_data === null) emptied.set(row.seq, row.id)
        for (const seq of erasedBy(row)) emptied.delete(seq)
        archived = Math.max(archived, archivedBy(row))
        previous = row
        next = row.seq + 1
      }
      onProgress?.(next - 1, head.seq)
    }
  } catch (error) {
    const problem = messageOf(error)
    return { valid: false, seq: next, eventId: null, problem }
  }
  if (next - 1 !== head.seq) {
    const problem = `the log ends at event ${next - 1}, but its head says ${head.seq}`
    return { valid: false, seq: Math.min(next - 1, head.seq) + 1, eventId: null, problem }
  }
  const problem = previous && problemOfHead(head, previous, archived)
  if (previous && problem) {
    return { valid: false, seq: previous.seq, eventId: previous.id, problem }
  }
  for (const [seq, eventId] of emptied) {
    return { valid: false, seq, eventId, problem: 'its data is gone, and no erasure was logged' }
  }
  if (witness && witness.seq >= next) {
    const problem = `it is missing: the witness saw event ${witness.seq}, and the log ends at ${next - 1}`
    return { valid: false, seq: next, eventId: null, problem }
  }
  return { valid: true, events: next - 1, headHash: head.hash.toString('hex') }
}

function problemWithWitness(row: EventRow, witness: Witness | undefined): string | null {
  if (row.seq !== witness?.seq || row.hash.toString('hex') === witness.hash) return null
  return 'the witness saw another event in its place'
}

/** Up to where this event says that the log was moved into archives; 0 for any other event. */
function archivedBy(row: EventRow): number {
  if (row.event_type !== 'log.pruned' || row.event_data === null) return 0
  return (JSON.parse(row.event_data) as { throughSeq: number }).throughSeq
}

/** The events that this one says were erased. */
function erasedBy(row: EventRow): readonly number[] {
  if (row.event_type !== 'log.erased' || row.event_data === null) return []
  return (JSON.parse(row.event_data) as { seqs: readonly number[] }).seqs
}

type Head = Pick<EventRow, 'seq' | 'hash' | 'created_at'> & { readonly pruned_through: number }

function lastEvent(database: StudioDatabase): { seq: number; eventId: string | null } {
  const last = database
    .prepare('SELECT seq, id AS eventId FROM event_log ORDER BY seq DESC LIMIT 1')
    .get() as { seq: number; eventId: string } | undefined
  return last ?? { seq: 0, eventId: null }
}

function problemOfHead(head: Head, last: EventRow, archived: number): string | null {
  if (!last.hash.equals(head.hash)) return 'the head’s hash is not the last event’s hash'
  // A head set into the future would date every later event there.
  if (last.created_at !== head.created_at) return 'the head’s time is not the last event’s time'
  // Events up to there may be deleted: a head that says so of others opens the door to it.
  if (head.pruned_through !== archived) {
    return `the head says that ${head.pruned_through} events are archived, but ${archived} are`
  }
  return null
}

function problemOf(row: EventRow, previous: EventRow | null): string | null {
  const prevHash = previous ? previous.hash : row.seq === 1 ? Buffer.alloc(32) : null
  if (prevHash && !row.prev_hash.equals(prevHash)) return 'it does not follow the event before it'
  if (previous && row.created_at < previous.created_at)
    return 'it is older than the event before it'
  if (row.event_data !== null) {
    if (row.data_salt === null) return 'its salt is gone'
    if (!hashData(row.data_salt, row.event_data).equals(row.data_hash))
      return 'its data was changed'
  }
  let metadata: unknown
  try {
    metadata = JSON.parse(row.metadata)
  } catch {
    return 'its metadata is not JSON'
  }
  // The hash is over the canonical form, so another spelling of the same JSON must be caught here.
  if (canonicalJson(metadata) !== row.metadata) return 'its metadata was changed'
  if (!hashEvent(row).equals(row.hash)) return 'its hash does not fit what it says'
  return null
}
