import { randomInt } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { z } from 'zod'

/**
 * Which file and which write-ahead log belong together, written beside the studio at each opening
 * and taken away when it is closed: what is found at a start is of a FitFlow that was killed.
 *
 * The mark is a random number in the file’s header (`user_version`), a new one at each opening. An
 * older copy of the same studio carries another one, even when it was copied over the file in place.
 */
const openingSchema = z.object({
  /** One; two while an opening is under way. */
  marks: z.array(z.int()).min(1).max(2),
  /** Inode numbers as text: they may be longer than a JavaScript number. */
  file: z.string(),
  log: z.string(),
})
export type Opening = z.output<typeof openingSchema>

/** Where it is written. */
function openingFile(file: string): string {
  return `${file}-opened`
}

/** What the last FitFlow that did not come to close the file wrote down; null when there is nothing. */
export function readOpening(file: string): Opening | null {
  try {
    return openingSchema.parse(JSON.parse(readFileSync(openingFile(file), 'utf8')))
  } catch {
    return null
  }
}

/**
 * Gives the file a new mark, and leaves the write-ahead log empty. Where nothing can be written
 * beside the file it keeps its mark: a note that is wrong would be worse than none.
 */
export function markOpening(connection: Sqlite.Database, file: string): void {
  const mark = randomInt(1, 2 ** 31)
  const isMarked = underLock(connection, () => {
    // On the disk before the mark is: whichever of the two a power cut leaves is known.
    if (!note(file, [readMark(connection), mark], true)) return false
    connection.pragma(`user_version = ${mark}`)
    return true
  })
  if (!isMarked) return
  const [answer] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (answer?.busy !== 0) return
  underLock(connection, () => {
    // Another FitFlow may have given it yet another one meanwhile, and noted that.
    if (readMark(connection) === mark) note(file, [mark], false)
  })
}

/** Takes the note away: the file was closed, and its log is in it. */
export function forgetOpening(file: string): void {
  try {
    rmSync(openingFile(file), { force: true })
  } catch {
    // A note about a log that is gone does no harm.
  }
}

function readMark(connection: Sqlite.Database): number {
  return connection.pragma('user_version', { simple: true }) as number
}

function underLock<T>(connection: Sqlite.Database, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE')
  try {
    return work()
  } finally {
    if (connection.inTransaction) connection.exec('COMMIT')
  }
}

/** Tells whether it could be written. */
function note(file: string, marks: number[], isSynced: boolean): boolean {
  try {
    const opening: Opening = { marks, file: inodeOf(file), log: inodeOf(`${file}-wal`) }
    const descriptor = openSync(openingFile(file), 'w')
    try {
      writeSync(descriptor, JSON.stringify(opening))
      if (isSynced) fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    return true
  } catch {
    forgetOpening(file)
    return false
  }
}

/** The number under which the file system knows a file. Throws when there is none. */
export function inodeOf(file: string): string {
  return String(statSync(file, { bigint: true }).ino)
}
