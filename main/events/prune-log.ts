import { mkdirSync, openSync, closeSync, fsyncSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../shared/ids.ts'
import { untilFree } from '../db/held-files.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import { keepEdits } from './edit-events.ts'
import type { EventBus } from './event-bus.ts'
import { archiveFolder, packRows } from './log-archive.ts'
import { readRows } from './event-log.ts'

/** Events per archive: small enough to be packed without the desk noticing. */
const archiveSize = 1_000
/** Rows deleted at a time, for the same reason. */
const deleteSize = 500

/**
 * Moves old events out of the file into hashed archives beside it. Nothing is moved that a subscription
 * has yet to handle, that failed somewhere and is still open, or that somebody reads (see
 * `EventBus.keepFrom`), and never the newest event. The chain goes on unbroken: each archive's
 * hash stands in a `log.pruned` event, and `log:verify` walks archives and file as one.
 *
 * Works in steps; between them the desk goes on. Stopped in the middle, every event is in the file,
 * in an archive, or in both.
 *
 * @returns the sequence number of the last event that was moved; 0 when none could be.
 */
export async function pruneLog(
  work: UnitOfWork,
  bus: EventBus,
  through: number,
  options: {
    readonly onProgress?: (done: number, total: number) => void
    readonly isCancelled?: () => boolean
  } = {},
): Promise<number> {
  const { database } = work
  const folder = archiveFolder(database.file)
  // Fixed now: the pruning itself logs events, which it must not chase.
  const fixed = Math.min(through, lastHandled(database))
  let moved = 0
  while (true) {
    // Looked up again at each step: what the desk does meanwhile may need more.
    const last = Math.min(fixed, lastHandled(database), (bus.firstKept ?? Infinity) - 1)
    const from = prunedThrough(database) + 1
    const rows = readRows(database, from - 1, archiveSize).filter((row) => row.seq <= last)
    const newest = rows.at(-1)
    if (!newest || options.isCancelled?.()) return moved
    const { bytes, sha256 } = packRows(rows)
    const file = `events-${from}-${newest.seq}.jsonl.gz`
    writeDurably(folder, file, bytes)
    work.run(onItsOwn(), (tx) => {
      const count = tx.database.prepare(
        `INSERT INTO pruned_subjects (subject_type, subject_id, subject_seq) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET subject_seq = max(subject_seq, excluded.subject_seq)`,
      )
      for (const row of rows) count.run(row.subject_type, row.subject_id, row.subject_seq)
      keepEdits(tx.database, rows)
      const archive = { archiveId: newId(), file, sha256, fromSeq: from, throughSeq: newest.seq }
      bus.publish('log.pruned', archive)
      tx.database.prepare('UPDATE event_log_head SET pruned_through = ?').run(newest.seq)
    })
    moved = newest.seq
    await deleteThrough(work, moved)
    options.onProgress?.(moved, last)
  }
}

/** Deletes what is in archives already; also what a stopped pruning left behind. */
async function deleteThrough(work: UnitOfWork, through: number): Promise<void> {
  let deleted: number
  do {
    deleted = work.run(
      onItsOwn(),
      ({ database }) =>
        database
          .prepare(
            'DELETE FROM event_log WHERE seq IN (SELECT seq FROM event_log WHERE seq <= ? LIMIT ?)',
          )
          .run(through, deleteSize).changes,
    )
    await new Promise((resolve) => setImmediate(resolve))
  } while (deleted > 0)
}

/** Up to where nobody needs an event any more: checkpoints, open failures, and one short of the head. */
function lastHandled(database: StudioDatabase): number {
  const { last } = database
    .prepare(
      `SELECT min(seq) AS last FROM (
         SELECT seq - 1 AS seq FROM event_log_head
         UNION ALL SELECT cursor_seq FROM event_subscriptions WHERE tier <> 'inline'
         UNION ALL SELECT seq - 1 FROM event_delivery)`,
    )
    .get() as { last: number }
  return last
}

/** Up to which event the log is in archives and no longer in the file. */
export function prunedThrough(database: StudioDatabase): number {
  const head = database.prepare('SELECT pruned_through FROM event_log_head').get()
  return (head as { pruned_through: number }).pruned_through
}

/** On the disk under its name, or not there at all. */
function writeDurably(folder: string, name: string, bytes: Buffer): void {
  mkdirSync(folder, { recursive: true })
  const partial = join(folder, `${name}.partial`)
  untilFree(() => writeFileSync(partial, bytes))
  const handle = openSync(partial, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  untilFree(() => renameSync(partial, join(folder, name)))
}
