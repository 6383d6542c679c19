import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import { cleanErased } from './erase-client.ts'

/** While another program reads the file it cannot be cleaned: so often it is tried again. */
const busyAgainMs = 2_000
/** A copy from before an update that is open somewhere. */
const heldAgainMs = 30_000
/** A full disk does not become empty in seconds. */
const failedAgainMs = 5 * 60_000
/** Writing the file anew puts it into the write-ahead log and into a file of its own meanwhile. */
const neededTimes = 2

/** The disk is too full, or copies with the erased person in them are open in another program. */
export type WhyNotClean = { readonly neededBytes: number } | { readonly held: readonly string[] }

/**
 * Overwrites what is left of erased people in the file’s free pages. It tries again until it is done,
 * and says while it is not; nothing else waits for it, least of all a start.
 */
export class ErasureCleaner {
  readonly #work: UnitOfWork
  readonly #onError: (error: unknown) => void
  readonly #tell: (reason: WhyNotClean | null) => void
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  /** @param tell why it is not clean, where that takes somebody’s help; null once it is. */
  constructor(
    work: UnitOfWork,
    onError: (error: unknown) => void,
    tell: (reason: WhyNotClean | null) => void = () => {},
  ) {
    this.#work = work
    this.#onError = onError
    this.#tell = tell
  }

  /** Cleans now if anything waits for it; later when that is not possible. Never throws. */
  clean(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#isClosed) return
    const { database } = this.#work
    const neededBytes = neededTimes * statSync(database.file, { throwIfNoEntry: false })!.size
    try {
      const isDone = cleanErased(this.#work, () => hasRoom(database.file, neededBytes))
      if (isDone === 'no_room') return this.#later(failedAgainMs, { neededBytes })
      if (isDone === 'busy') return this.#later(busyAgainMs)
      if (isDone !== 'clean') return this.#later(heldAgainMs, isDone)
      this.#tell(null)
    } catch (error) {
      this.#onError(error)
      // What it wrote before it failed may be what fills the disk.
      this.#giveSpaceBack()
      this.#later(failedAgainMs, { neededBytes })
    }
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #later(ms: number, reason?: WhyNotClean): void {
    if (reason) this.#tell(reason)
    this.#timer = setTimeout(() => this.clean(), ms).unref()
  }

  #giveSpaceBack(): void {
    try {
      this.#work.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch (error) {
      this.#onError(error)
    }
  }
}

/** Asked before, because a full disk stops everything else as well. */
function hasRoom(file: string, bytes: number): boolean {
  const { bavail, bsize } = statfsSync(dirname(file))
  return bavail * bsize >= bytes
}
