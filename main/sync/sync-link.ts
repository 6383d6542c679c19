import type { DaySync } from '../../shared/day-close.ts'
import type { SyncStop } from '../../shared/sync.ts'
import { zeroHash, type ChainPoint, type Rejection } from '../../shared/sync-protocol.ts'
import { topics } from '../../shared/topics.ts'
import { sql, type StudioDatabase } from '../db/studio-database.ts'
import type { Row } from '../db/tables.ts'
import type { Tx } from '../db/unit-of-work.ts'
import { archiveFolder, readArchivedRows } from '../events/log-archive.ts'
import { readRows, type EventRow } from '../events/event-log.ts'
import { dropRelay, findRelay, moveRelay, saveRelay } from '../events/relay-row.ts'
import { prunedThrough } from '../events/prune-log.ts'

/** The name of the relay among the subscriptions; its checkpoint is kept under it. */
const relayName = 'cloud-sync'

/** Where the log is pushed to; undefined while this computer is not connected. */
export function findLink(database: StudioDatabase): Row<'sync_link'> | undefined {
  return database.prepare('SELECT * FROM sync_link').get() as Row<'sync_link'> | undefined
}

/** The end of this computer's log. */
export function readHead(database: StudioDatabase): { readonly epoch: string } & ChainPoint {
  const head = database.prepare('SELECT epoch, seq, hash FROM event_log_head').get() as {
    epoch: string
    seq: number
    hash: Buffer
  }
  return { epoch: head.epoch, seq: head.seq, hash: head.hash.toString('hex') }
}

/** The last event that the endpoint said it has, and that was ours. */
export function readCursor(database: StudioDatabase): number {
  return findRelay(database, relayName)?.cursor ?? 0
}

/** How much waits to be pushed, for the report of a day; null while this computer is not connected. */
export function readWaiting(database: StudioDatabase): DaySync | null {
  const link = findLink(database)
  if (!link) return null
  return {
    waiting: readHead(database).seq - readCursor(database),
    isStopped: link.stopped !== null,
  }
}

/** Rows behind an event, from the file or, where they have left it, from its archives. */
export function readBehind(database: StudioDatabase, after: number, limit: number): EventRow[] {
  if (after >= prunedThrough(database)) return readRows(database, after, limit)
  return readArchivedRows(archiveFolder(database.file), after).slice(0, limit)
}

/** The hash of an event of this log; of nothing before the first. */
export function hashAt(database: StudioDatabase, seq: number): string {
  if (seq === 0) return zeroHash
  return readBehind(database, seq - 1, 1)[0]?.hash.toString('hex') ?? ''
}

/** Notes down where the log goes from now on. The checkpoint of an earlier link is kept. */
export function saveLink(
  tx: Tx,
  link: { readonly endpointUrl: string; readonly tenant: string; readonly pairedBy: string },
): void {
  const { database } = tx
  const row = {
    endpoint_url: link.endpointUrl,
    tenant: link.tenant,
    paired_at: tx.now,
    paired_by: link.pairedBy,
    stopped: null,
    stopped_seq: null,
  }
  database.run(
    sql
      .insertInto('sync_link')
      .values({
        id: 1,
        last_synced_at: null,
        clock_offset_ms: null,
        exported_through: 0,
        ...row,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
  )
  saveRelay(tx, relayName, { to: link.endpointUrl, cursor: 0 })
  tx.touch(topics.sync)
}

/** Forgets where the log went. What is there stays there. */
export function dropLink(tx: Tx): void {
  tx.database.run(sql.deleteFrom('sync_link'))
  dropRelay(tx, relayName)
  tx.touch(topics.sync)
}

/** Moves the checkpoint, in either direction. */
export function moveCursor(tx: Tx, seq: number): void {
  moveRelay(tx, relayName, seq)
  tx.touch(topics.sync)
}

/** Notes down that the endpoint answered, and how far the clocks are apart. */
export function noteSynced(tx: Tx, clockOffsetMs: number): void {
  tx.database
    .prepare('UPDATE sync_link SET last_synced_at = ?, clock_offset_ms = ?')
    .run(tx.now, Math.round(clockOffsetMs))
  tx.touch(topics.sync)
}

/** Keeps what the endpoint did not store, for the manager to read. */
export function noteRejections(tx: Tx, epoch: string, rejections: readonly Rejection[]): void {
  const insert = tx.database.prepare('INSERT OR IGNORE INTO sync_rejections VALUES (?, ?, ?, ?, ?)')
  for (const { sequence, code, detail } of rejections) {
    insert.run(epoch, Number(sequence), code, detail.slice(0, 500), tx.now)
  }
}

/** Sends nothing more until the manager has decided. */
export function stopLink(tx: Tx, reason: SyncStop, seq: number | null): void {
  tx.database.prepare('UPDATE sync_link SET stopped = ?, stopped_seq = ?').run(reason, seq)
  tx.touch(topics.sync)
}
