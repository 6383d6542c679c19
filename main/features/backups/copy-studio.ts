import { statSync } from 'node:fs'
import { StudioDatabase } from '../../db/studio-database.ts'

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
  | { readonly kind: 'failed'; readonly code: string | null; readonly detail: string }

/**
 * Copies one moment of a studio into a new file and proves the copy: it opens, SQLite finds nothing
 * wrong in it, and its log ends in the same event with the same hash. The copy is one file that
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
    const problem = check(target, head)
    if (problem !== null) return tell({ kind: 'not_equal', detail: problem })
    tell({ kind: 'copied', bytes: statSync(target).size, headSeq: head.seq })
  } catch (error) {
    const code = (error as { code?: unknown }).code
    tell({
      kind: 'failed',
      code: typeof code === 'string' ? code : null,
      detail: error instanceof Error ? error.message : String(error),
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
function check(target: string, head: Head): string | null {
  const copied = StudioDatabase.openScratch(target)
  try {
    // It came in write-ahead mode, which puts two files beside it as soon as somebody looks into it.
    copied.exec('PRAGMA synchronous = FULL')
    copied.exec('PRAGMA journal_mode = DELETE')
    const found = copied.prepare('PRAGMA quick_check(1)').pluck().get()
    if (found !== 'ok') return String(found)
    const end = copied.prepare(readHead).get() as Head
    return end.seq === head.seq && end.hash.equals(head.hash)
      ? null
      : `its log ends at ${end.seq} instead of ${head.seq}`
  } finally {
    copied.close()
  }
}
