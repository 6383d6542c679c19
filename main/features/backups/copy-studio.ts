import { statSync } from 'node:fs'
import { messageOf } from '../../../shared/thrown.ts'
import { StudioDatabase } from '../../db/studio-database.ts'
import { archiveFolder } from '../../events/log-archive.ts'
import { proveWhole } from '../../events/prove-studio.ts'

/** What the worker thread (`main/backup-worker.ts`) is asked to do. */
export interface CopyTask {
  readonly source: string
  /** A file that is not there yet. */
  readonly target: string
}

/** How a copy went. */
export type CopyMessage =
  | { readonly kind: 'copying'; readonly done: number; readonly total: number }
  | { readonly kind: 'checking' }
  | { readonly kind: 'copied'; readonly bytes: number; readonly headSeq: number }
  | { readonly kind: 'not_equal'; readonly detail: string }
  /** The copy is as damaged as the studio itself is. */
  | { readonly kind: 'damaged'; readonly detail: string }
  | { readonly kind: 'failed'; readonly code: string | null; readonly detail: string }

/**
 * Copies one moment of a studio into a new file and proves the copy: every page, index and reference
 * of it, every hash of its log, and that this ends in the same event. The copy is one file that
 * needs no other beside it. Never throws; the last message says how it went.
 *
 * Runs on a connection of its own that only reads, so that the desk is not held up: neither by the
 * reading, nor by a slow stick that the copy goes to.
 */
export async function copyStudio(
  { source, target }: CopyTask,
  tell: (message: CopyMessage) => void,
): Promise<void> {
  try {
    const head = await copy(source, target, (done, total) => tell({ kind: 'copying', done, total }))
    tell({ kind: 'checking' })
    const problem = check(target, head, archiveFolder(source))
    if (problem !== null) {
      const damage = prove(source)
      return damage === null
        ? tell({ kind: 'not_equal', detail: problem })
        : tell({ kind: 'damaged', detail: damage })
    }
    tell({ kind: 'copied', bytes: statSync(target).size, headSeq: head.seq })
  } catch (error) {
    const code = (error as { code?: unknown }).code
    tell({
      kind: 'failed',
      code: typeof code === 'string' ? code : null,
      detail: messageOf(error),
    })
  }
}

interface Head {
  readonly seq: number
  readonly hash: Buffer
}

const readHead = 'SELECT seq, hash FROM event_log_head'

async function copy(
  source: string,
  target: string,
  onProgress: (done: number, total: number) => void,
): Promise<Head> {
  const studio = StudioDatabase.openForReading(source)
  try {
    return await studio.backUpTo(target, onProgress, () => studio.prepare(readHead).get() as Head)
  } finally {
    studio.close()
  }
}

/** What is wrong with the copy; null: nothing. */
function check(target: string, head: Head, folder: string): string | null {
  const copied = StudioDatabase.openScratch(target)
  try {
    // It came in write-ahead mode, which puts two files beside it as soon as somebody looks into it.
    copied.exec('PRAGMA synchronous = FULL')
    copied.exec('PRAGMA journal_mode = DELETE')
    // That this copy is unfinished is not true of it once it is whole.
    copied.exec('DELETE FROM unfinished_files')
    const damage = whatIsWrong(copied, folder)
    if (damage !== null) return damage
    const end = copied.prepare(readHead).get() as Head
    return end.seq === head.seq && end.hash.equals(head.hash)
      ? null
      : `its log ends at ${end.seq} instead of ${head.seq}`
  } finally {
    copied.close()
  }
}

/** What is wrong with the studio itself. */
function prove(source: string): string | null {
  const studio = StudioDatabase.openForReading(source)
  try {
    return whatIsWrong(studio, archiveFolder(source))
  } finally {
    studio.close()
  }
}

/** Archives are no part of a backup: one that is missing does not make it worse. */
function whatIsWrong(database: StudioDatabase, folder: string): string | null {
  const damage = proveWhole(database, { folder })
  return damage && damage.part !== 'archive' ? damage.detail : null
}
