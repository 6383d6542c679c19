import { closeSync, openSync, readSync } from 'node:fs'

/** What FitFlow reads from the first 100 bytes of an SQLite file (https://sqlite.org/fileformat2.html). */
export interface FileHeader {
  /** Uses a write-ahead log. FitFlow’s studios do; its backups and copies do not. */
  readonly isWal: boolean
  /** `PRAGMA user_version`: which opening the file was last written by, see `opening-mark.ts`. */
  readonly mark: number
  /** Counters, length and free pages, of which every writer of SQLite’s changes some. */
  readonly counters: string
}

const headerBytes = 100
const magic = Buffer.from('SQLite format 3\0', 'latin1')

/** Reads the header through an open file; null when this is not SQLite’s. */
export function readHeaderOf(descriptor: number): FileHeader | null {
  const bytes = Buffer.alloc(headerBytes)
  if (readSync(descriptor, bytes, 0, headerBytes, 0) < headerBytes) return null
  if (!bytes.subarray(0, magic.length).equals(magic)) return null
  // Either byte: one flipped bit must not make a studio look like a backup.
  return {
    isWal: bytes[18] === 2 || bytes[19] === 2,
    mark: bytes.readInt32BE(60),
    counters: bytes.toString('hex', 24, 40) + bytes.toString('hex', 92, 96),
  }
}

/**
 * Reads the header of a file that nothing in this process has open in SQLite: closing it here would
 * let go of the locks that SQLite holds on it (POSIX locks belong to the process, not to the handle).
 */
export function readHeader(file: string): FileHeader | null {
  const descriptor = openSync(file, 'r')
  try {
    return readHeaderOf(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
