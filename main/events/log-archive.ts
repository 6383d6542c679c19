import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { messageOf } from '../../shared/thrown.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { canonicalJson, readRows, type EventRow } from './event-log.ts'

/** Where the archives of a studio lie: beside its file. */
export function archiveFolder(databaseFile: string): string {
  return join(databaseFile, '..', 'archive')
}

/** One archive, as `log.pruned` wrote it down. */
interface ArchiveRecord {
  readonly file: string
  readonly sha256: string
  readonly fromSeq: number
  readonly throughSeq: number
}

/** The archive of some rows: gzip of one RFC 8785 JSON object a line, hashes and salts in hex. */
export function packRows(rows: readonly EventRow[]): { bytes: Buffer; sha256: string } {
  const lines = rows.map((row) =>
    canonicalJson({
      ...row,
      data_salt: row.data_salt?.toString('hex') ?? null,
      data_hash: row.data_hash.toString('hex'),
      prev_hash: row.prev_hash.toString('hex'),
      hash: row.hash.toString('hex'),
    }),
  )
  const bytes = gzipSync(`${lines.join('\n')}\n`)
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/**
 * Reads an archive back.
 *
 * @throws when the file is missing or is not the one that was written.
 */
function readArchive(folder: string, record: ArchiveRecord): EventRow[] {
  const file = join(folder, record.file)
  if (!existsSync(file)) throw new Error(`the archive ${record.file} is missing`)
  const bytes = readFileSync(file)
  if (createHash('sha256').update(bytes).digest('hex') !== record.sha256) {
    throw new Error(`the archive ${record.file} was changed`)
  }
  return unpackRows(bytes)
}

/**
 * Reads the rows of the one archive that holds the event behind `after`, by the archives' names. For
 * whoever hands them on to somebody that checks the chain; whether the file is the one that was
 * written is not asked here.
 *
 * @throws when there is none, or it is not an archive.
 */
export function readArchivedRows(folder: string, after: number): EventRow[] {
  const name = (existsSync(folder) ? readdirSync(folder) : []).find((file) => {
    const found = /^events-(\d+)-(\d+)\.jsonl\.gz$/.exec(file)
    return found !== null && Number(found[1]) <= after + 1 && after < Number(found[2])
  })
  if (name === undefined) throw new Error(`the archive with event ${after + 1} is missing`)
  return unpackRows(readFileSync(join(folder, name))).filter(({ seq }) => seq > after)
}

function unpackRows(bytes: Buffer): EventRow[] {
  const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const row = JSON.parse(line) as Record<string, string | null>
    const blob = (column: string) => (row[column] ? Buffer.from(row[column], 'hex') : null)
    return {
      ...row,
      data_salt: blob('data_salt'),
      data_hash: blob('data_hash'),
      prev_hash: blob('prev_hash'),
      hash: blob('hash'),
      // packRows wrote this very shape.
    } as unknown as EventRow
  })
}

/**
 * The archives of a log, oldest first, as its own events tell. An event that tells of an archive may
 * itself be archived by now, in a later one: so every archive is looked into for others.
 *
 * @throws when an archive cannot be read.
 */
function listArchives(database: StudioDatabase, folder: string): ArchiveRecord[] {
  const inFile = database
    .prepare(`SELECT * FROM event_log WHERE event_type = 'log.pruned' ORDER BY seq`)
    .all() as EventRow[]
  const found = recordsIn(inFile)
  // Grows while it is walked.
  for (const record of found) found.push(...recordsIn(readArchive(folder, record)))
  return found.toSorted((a, b) => a.fromSeq - b.fromSeq)
}

/** Which archive of a log is missing or was changed; null: all are as they were written. */
export function archiveProblem(database: StudioDatabase, folder: string): string | null {
  try {
    listArchives(database, folder)
    return null
  } catch (error) {
    // What the database itself could not read is another matter.
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_')) throw error
    return messageOf(error)
  }
}

function recordsIn(rows: readonly EventRow[]): ArchiveRecord[] {
  return rows
    .filter((row) => row.event_type === 'log.pruned' && row.event_data !== null)
    .map((row) => JSON.parse(row.event_data ?? '') as ArchiveRecord)
}

/**
 * Reads a whole log from its first event on, in batches: what was archived, then what is in the
 * file. Throws when an archive cannot be read.
 *
 * @param after the sequence number to begin behind.
 */
export function* readWholeLog(
  database: StudioDatabase,
  folder: string,
  after = 0,
): Generator<readonly EventRow[]> {
  let last = after
  for (const record of listArchives(database, folder)) {
    if (record.throughSeq <= last) continue
    const rows = readArchive(folder, record).filter((row) => row.seq > last)
    yield rows
    last = record.throughSeq
  }
  while (true) {
    const rows = readRows(database, last, 2_000)
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)!.seq
  }
}
