import { closeSync, copyFileSync, fstatSync, openSync, statSync, truncateSync } from 'node:fs'
import { readHeaderOf, type FileHeader } from './file-header.ts'
import { readOpening } from './opening-mark.ts'
import { OwnWrites } from './own-writes.ts'
import type { FileTrouble } from './studio-health.ts'

/** In pages, as SQLite itself has it: 4 MB. */
const longestLog = 1_000

/**
 * Watches that the file which is open is still the one under its name: not moved, deleted, replaced
 * or written over, and neither is its write-ahead log. SQLite itself would go on and answer “done”
 * for what nobody finds again.
 *
 * One look costs 10 µs: two `stat`, and four small reads of what the system has at hand.
 */
export class FileGuard {
  readonly #file: string
  readonly #descriptor: number
  readonly #fileId: string
  readonly #logId: string | null
  readonly #writes: OwnWrites
  #mark: number | null
  /** The round of the log that stands now, and the last one that was given the mark. */
  #round: string | null = null
  #markedRound: string | null = null
  /** Pages in the log that the file does not have yet, and with how many it is brought there. */
  #waiting = 0
  #longest = longestLog
  /** Whether what SQLite would write at closing belongs to this content. */
  #isOwn = true

  /** Throws when the file is not there. */
  constructor(file: string) {
    this.#file = file
    this.#descriptor = openSync(file, 'r')
    const { dev, ino } = fstatSync(this.#descriptor, { bigint: true })
    this.#fileId = `${dev}:${ino}`
    this.#logId = idOf(`${file}-wal`)
    this.#writes = new OwnWrites(file)
    this.#mark = readHeaderOf(this.#descriptor)?.mark ?? null
  }

  /** What became of the file; null: it is the one that was opened. */
  look(): FileTrouble | null {
    const log = this.#writes.read()
    if (log !== null && log !== 'changing') {
      this.#round = log.round
      this.#waiting = log.frames - log.backfilled
    }
    const file = statSync(this.#file, { bigint: true, throwIfNoEntry: false })
    if (!file) return { kind: 'gone' }
    if (`${file.dev}:${file.ino}` !== this.#fileId) return { kind: 'replaced' }
    const logId = idOf(`${this.#file}-wal`)
    if (logId === null) return { kind: 'gone' }
    if (logId !== this.#logId) return { kind: 'replaced' }
    const header = readHeaderOf(this.#descriptor)
    this.#isOwn &&=
      header !== null &&
      this.#hasOwnMark(header) &&
      this.#writes.areAll(
        log,
        { bytes: file.size, writtenNs: file.mtimeNs, counters: header.counters },
        this.#descriptor,
      )
    return this.#isOwn ? null : { kind: 'replaced' }
  }

  /**
   * Brings the log into the file once it is long, and looks at once whether the file has it: SQLite
   * would do it by itself, in the middle of a commit, where nobody can tell its writing from others'.
   *
   * @param run lets SQLite do it
   */
  bringIn(run: () => void, longest = this.#longest): FileTrouble | null {
    if (this.#waiting < longest) return null
    const already = this.look()
    if (already) return already
    const before = this.#writes.read()
    run()
    this.#isOwn &&= this.#writes.isBrought(this.#descriptor, before)
    const found = this.look()
    // Somebody reads what it was: when as much has come again.
    this.#longest = longestLog + this.#waiting
    return found
  }

  /** SQLite is about to write the file anew, by a command of ours. */
  forget(): void {
    this.#writes.forget()
  }

  /**
   * The mark that this round of the log does not have yet, once: what is written into its copy of the
   * first page tells it from the log of another file. Null: it has it.
   */
  takeMissingMark(): number | null {
    if (this.#round === this.#markedRound) return null
    this.#markedRound = this.#round
    return this.#mark
  }

  /** Another FitFlow that opens the same file gives it another mark, and notes that first. */
  #hasOwnMark(header: FileHeader): boolean {
    if (!header.isWal) return false
    if (header.mark === this.#mark) return true
    if (!readOpening(this.#file)?.marks.includes(header.mark)) return false
    this.#mark = header.mark
    return true
  }

  /**
   * To be called before SQLite closes the file. Where another content was written into the very same
   * file, SQLite would not notice and write its log over that: so the log is copied, then emptied.
   */
  protectOther(copy: string): void {
    if (idOf(this.#file) !== this.#fileId || this.look()?.kind !== 'replaced') return
    const log = `${this.#file}-wal`
    if (idOf(log) !== this.#logId) return
    copyFileSync(log, copy)
    truncateSync(log, 0)
  }

  /** Only after SQLite has closed it: this lets go of every lock that the process holds on it. */
  close(): void {
    this.#writes.close()
    closeSync(this.#descriptor)
  }
}

/** Device and inode; null when nothing is there. */
function idOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats ? `${stats.dev}:${stats.ino}` : null
}
