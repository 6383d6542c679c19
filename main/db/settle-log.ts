import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { messageOf } from '../../shared/thrown.ts'
import { readHeader, type FileHeader } from './file-header.ts'
import { startWaitsMs, untilFree } from './held-files.ts'
import { inodeOf, readOpening, type Opening } from './opening-mark.ts'
import { setAsideName } from './set-aside.ts'
import { StudioDatabase } from './studio-database.ts'

/** Whose a write-ahead log is that lies beside a file which nobody has open. */
export type Belonging = 'own' | 'foreign' | 'unsure'

/** What is known about the two without applying one to the other. */
export interface LogFacts {
  readonly header: Pick<FileHeader, 'isWal' | 'mark'>
  /** What the FitFlow noted that was killed; null: there is no note. */
  readonly opening: Opening | null
  /** Inode numbers, as in {@link Opening}. */
  readonly file: string
  readonly log: string
  /** The file was written after its log: a checkpoint at the very end, or another content. */
  readonly isFileNewer: boolean
  /** The marks in the log’s copies of the file’s first page. */
  readonly marksInLog: readonly number[]
}

/**
 * Says whose a log is. SQLite asks nothing: it replays any log over any file of that name.
 *
 * @example
 * judgeLog({ ...facts, header: { isWal: false, mark: 7 } }) // 'foreign': a backup was put in place
 */
export function judgeLog(facts: LogFacts): Belonging {
  const { header, opening, marksInLog } = facts
  // A file that uses no log has none. Backups and copies by FitFlow are such files.
  if (!header.isWal) return 'foreign'
  const isNoted = opening?.marks.includes(header.mark) ?? false
  if (opening && facts.log === opening.log) {
    // The log stayed where it was, and the file beside it did not, or holds another content.
    if (facts.file !== opening.file || !isNoted) return 'foreign'
    return facts.isFileNewer ? 'unsure' : 'own'
  }
  // Both were copied here, or somebody else wrote. An opening that was not finished leaves two marks.
  const known = isNoted ? (opening?.marks ?? []) : [header.mark]
  const isOther = marksInLog.length > 0 && !marksInLog.some((mark) => known.includes(mark))
  return isOther ? 'foreign' : 'unsure'
}

/**
 * Sees to it that SQLite finds no log beside the file but its own. A foreign one is renamed, never
 * deleted: it may hold bookings of the file that was there before.
 *
 * @param prove reads a file through and says what is wrong with it; null: nothing.
 * @returns where the foreign log lies now; null when there was none.
 */
export function settleLog(
  file: string,
  prove: (database: StudioDatabase) => string | null,
  now = new Date(),
): string | null {
  return settleWal(file, prove, now) ?? settleJournal(file, prove, now)
}

/** Header of a write-ahead log, and of each of its frames (https://sqlite.org/walformat.html). */
const walHeaderBytes = 32
const frameHeaderBytes = 24

function settleWal(
  file: string,
  prove: (database: StudioDatabase) => string | null,
  now: Date,
): string | null {
  const log = `${file}-wal`
  const header = readHeader(file)
  // What is no SQLite file at all is refused later, with everything where it was.
  if (!header || sizeOf(log) <= walHeaderBytes) return null
  const belonging = judgeLog({
    header,
    opening: readOpening(file),
    file: inodeOf(file),
    log: inodeOf(log),
    isFileNewer: statSync(file).mtimeMs > statSync(log).mtimeMs,
    marksInLog: readMarksIn(log),
  })
  if (belonging === 'own') return null
  if (belonging === 'unsure' && proveFile(file, prove) === null) return null
  const aside = setAside(log, now)
  untilFree(() => rmSync(`${file}-shm`, { force: true }), startWaitsMs)
  if (belonging === 'foreign' || proveFile(file, prove) === null) return aside
  // Bad with it and bad without it: the file itself is damaged, and the log may be its own.
  renameSync(aside, log)
  return null
}

/**
 * A rollback journal, which FitFlow’s studios have for the moment of becoming one only. SQLite writes
 * it back into whatever file has the name.
 */
function settleJournal(
  file: string,
  prove: (database: StudioDatabase) => string | null,
  now: Date,
): string | null {
  const journal = `${file}-journal`
  const header = readHeader(file)
  if (!header || sizeOf(journal) === 0) return null
  const aside = setAside(journal, now)
  if (header.isWal || proveFile(file, prove) === null) return aside
  renameSync(aside, journal)
  return null
}

/** On a connection that only reads: it applies nothing to the file, not even when it is closed. */
function proveFile(
  file: string,
  prove: (database: StudioDatabase) => string | null,
): string | null {
  try {
    const database = StudioDatabase.openForReading(file)
    try {
      return prove(database)
    } finally {
      database.close()
    }
  } catch (error) {
    return messageOf(error)
  }
}

function setAside(file: string, now: Date): string {
  let aside = setAsideName(file, now)
  for (let count = 2; existsSync(aside); count += 1) aside = `${setAsideName(file, now)}-${count}`
  untilFree(() => renameSync(file, aside), startWaitsMs)
  return aside
}

/** Whether frames are valid is not asked: of a log that was used before, old ones are left over. */
function readMarksIn(log: string): number[] {
  const descriptor = openSync(log, 'r')
  try {
    const header = Buffer.alloc(walHeaderBytes)
    readSync(descriptor, header, 0, walHeaderBytes, 0)
    const pageBytes = header.readUInt32BE(8)
    const salts = header.subarray(16, 24)
    if (pageBytes < 512 || pageBytes > 65_536) return []
    const marks: number[] = []
    const frame = Buffer.alloc(frameHeaderBytes + 64)
    let at = walHeaderBytes
    while (readSync(descriptor, frame, 0, frame.length, at) === frame.length) {
      // The rest is of an earlier round of the same log.
      if (!frame.subarray(8, 16).equals(salts)) break
      if (frame.readUInt32BE(0) === 1) marks.push(frame.readInt32BE(frameHeaderBytes + 60))
      at += frameHeaderBytes + pageBytes
    }
    return marks
  } finally {
    closeSync(descriptor)
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
