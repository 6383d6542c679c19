import { closeSync, openSync, readSync, statfsSync } from 'node:fs'

/**
 * Where SQLite stands in a studio’s write-ahead log, read from the first bytes of the `-shm` file and
 * of the log itself (https://sqlite.org/walformat.html). It tells whether somebody wrote other content
 * into the very same files, which neither their inodes nor SQLite would show: SQLite would go on and
 * lose what was confirmed.
 */
interface LogState {
  /** Which round of the log it is: another one each time the log starts anew. */
  readonly round: string
  /** Counts commits of this log, by whomever, and wraps at 2³². */
  readonly commits: number
  /** Changes when a checkpoint begins and ends to write into the file, and when the log starts anew. */
  readonly checkpoints: string
  /** A checkpoint is writing into the file, or could not finish. */
  readonly isUnderWay: boolean
  /** How many frames (pages with their headers) there are, and how many the file has, too. */
  readonly frames: number
  readonly backfilled: number
  /** In the file, once it has everything. */
  readonly pages: number
  readonly pageBytes: number
}

/** What is seen of the studio’s file itself. Only a checkpoint changes any of it. */
interface FileState {
  readonly bytes: bigint
  readonly writtenNs: bigint
  /** From its header, see `file-header.ts`. */
  readonly counters: string
}

const frameHeader = 24
const logHeader = 32
/** Where the index says which page each frame has, for so many frames: in longer logs it goes on elsewhere. */
const frameNumbersAt = 136
const indexedFrames = 4062
/** So many pages are compared after a checkpoint, and so many are remembered. */
const sampled = 16
const remembered = 64

/** Looks at the two files through handles that stay open as long as SQLite has them open. */
export class OwnWrites {
  readonly #shared: number
  readonly #log: number
  readonly #tellsWhen: boolean
  readonly #index = Buffer.alloc(48)
  readonly #backfilled = Buffer.alloc(4)
  readonly #attempted = Buffer.alloc(4)
  readonly #frame = Buffer.alloc(frameHeader)
  /**
   * Pages as the file has to have them, the newest last: those that checkpoints brought into it.
   * Whoever writes older bytes into the file takes back the newest of them, or nothing at all.
   */
  readonly #known = new Map<number, Buffer>()
  /** How the log stood after the last checkpoint of our own. */
  #brought: LogState | null = null
  #last: (LogState & { readonly file: string; readonly writtenNs: bigint }) | null = null

  /**
   * Throws when one of them is not there.
   *
   * @param tellsWhen whether the system tells at once when an open file was written to
   */
  constructor(file: string, tellsWhen = tellsAtOnce(file)) {
    this.#shared = openSync(`${file}-shm`, 'r')
    this.#log = openSync(`${file}-wal`, 'r')
    this.#tellsWhen = tellsWhen
  }

  /**
   * Whether everything since the last look was written by SQLite.
   *
   * @param state of the log, read before the file was looked at
   * @param descriptor of the file
   */
  areAll(state: ReturnType<OwnWrites['read']>, now: FileState, descriptor: number): boolean {
    // Another program is just committing.
    if (state === 'changing') return true
    if (state === null) return false
    const last = this.#last
    const file = `${now.bytes}:${now.counters}`
    const writtenNs = this.#tellsWhen ? now.writtenNs : 0n
    this.#last = { ...state, file, writtenNs }
    const from = last ?? this.#brought
    if (from && state.checkpoints !== from.checkpoints && !this.#isOurs(state, from)) this.forget()
    if (this.#known.size === 0) this.#learnSome(descriptor)
    if (last === null) return true
    // What was put back is older. As a difference, because the counter wraps.
    if (((state.commits - last.commits) | 0) < 0) return false
    if (state.checkpoints !== last.checkpoints || state.isUnderWay) return true
    // A backup program may have put its time back, or somebody the same bytes in their place.
    const isSame = file === last.file
    if (isSame && (writtenNs === last.writtenNs || this.#isAsKnown(descriptor, state))) return true
    // Another program’s checkpoint may have begun meanwhile: it says so before it writes.
    const again = this.read()
    if (again === 'changing') return true
    return again !== null && (again.checkpoints !== state.checkpoints || again.isUnderWay)
  }

  /**
   * Whether the file has what a checkpoint of our own, just done, brought into it, and still what
   * earlier ones did. While a checkpoint writes, nothing else tells its bytes from those of others.
   *
   * @param descriptor of the file
   * @param before how the log stood before it
   */
  isBrought(descriptor: number, before: ReturnType<OwnWrites['read']>): boolean {
    const after = this.read()
    this.#brought = null
    const isSeen = isState(before) && isState(this.#last) && isUnchanged(this.#last, before)
    if (!isSeen || !isState(after) || !isAllOf(before, after)) {
      this.forget()
      return true
    }
    const written = this.#framesOfPages(before.backfilled, after)
    const isTrue =
      this.#isAsKnown(descriptor, after, written) && this.#learn(descriptor, written, after)
    const still = this.read()
    if (
      isState(still) &&
      still.commits === after.commits &&
      still.checkpoints === after.checkpoints
    ) {
      this.#brought = after
      return isTrue
    }
    // Another program was at it at the same time.
    this.forget()
    return true
  }

  /** Forgets what it knows of the file: somebody else, or a command of its own, has written it anew. */
  forget(): void {
    this.#known.clear()
    this.#brought = null
  }

  /** Remembers some pages of the file as it is now. */
  #learnSome(descriptor: number): void {
    const state = this.read()
    if (!isState(state) || state.pageBytes === 0) return
    const step = Math.max(1, Math.floor(state.pages / remembered))
    for (let page = 1; page <= state.pages && this.#known.size < remembered; page += step) {
      const content = readPage(descriptor, (page - 1) * state.pageBytes, state.pageBytes)
      if (content) this.#known.set(page, content)
    }
    this.#brought = state
  }

  /** The last frame of each page that stands in the log behind `from`, by page. */
  #framesOfPages(from: number, state: LogState): Map<number, number> {
    const numbers = Buffer.alloc(state.frames * 4)
    readSync(this.#shared, numbers, 0, numbers.length, frameNumbersAt)
    const frames = new Map<number, number>()
    for (let frame = from + 1; frame <= state.frames; frame += 1)
      frames.set(numbers.readUInt32LE((frame - 1) * 4), frame)
    return frames
  }

  #isAsKnown(
    descriptor: number,
    state: LogState,
    written: ReadonlyMap<number, number> = new Map(),
  ): boolean {
    for (const [page, content] of this.#known) {
      if (written.has(page) || page > state.pages) this.#known.delete(page)
      else if (
        !isSame(readPage(descriptor, (page - 1) * state.pageBytes, state.pageBytes), content)
      )
        return false
    }
    return true
  }

  /** Compares some of the pages that were written with the log, and remembers them. */
  #learn(descriptor: number, written: ReadonlyMap<number, number>, state: LogState): boolean {
    const pages = [...written].filter(([page]) => page <= state.pages)
    const step = Math.max(1, Math.floor(pages.length / sampled))
    for (let i = 0; i < pages.length; i += step) {
      const [page, frame] = pages[i]!
      const at = logHeader + (frame - 1) * (frameHeader + state.pageBytes) + frameHeader
      const content = readPage(this.#log, at, state.pageBytes)
      const there = readPage(descriptor, (page - 1) * state.pageBytes, state.pageBytes)
      if (!content || !isSame(there, content)) return false
      this.#known.set(page, content)
    }
    for (const page of this.#known.keys()) {
      if (this.#known.size <= remembered) break
      this.#known.delete(page)
    }
    return true
  }

  /** Whether no checkpoint but the last one of our own came between two looks. */
  #isOurs(state: LogState, last: LogState): boolean {
    const brought = this.#brought
    if (brought === null || state.checkpoints === brought.checkpoints) return brought !== null
    // A log of which the file has everything is begun anew by whoever writes next.
    const isAllIn = brought.frames > 0 && brought.backfilled === brought.frames
    const isUnchanged = last.checkpoints === brought.checkpoints && last.frames === brought.frames
    const isUntouched = state.backfilled === 0 && !state.isUnderWay
    return isAllIn && isUnchanged && isUntouched && isNextRound(last.round, state.round)
  }

  /** Only after SQLite has closed the files, see `FileGuard`. */
  close(): void {
    closeSync(this.#shared)
    closeSync(this.#log)
  }

  /** How the log stands now; null: it is not the one that SQLite’s index of it speaks of. */
  read(): LogState | 'changing' | null {
    const index = this.#index
    if (readSync(this.#shared, index, 0, 48, 0) < 48) return null
    // What lies between the two may be locked.
    if (readSync(this.#shared, this.#backfilled, 0, 4, 96) < 4) return null
    if (readSync(this.#shared, this.#attempted, 0, 4, 128) < 4) return null
    const backfilled = this.#backfilled.readUInt32LE()
    const attempted = this.#attempted.readUInt32LE()
    const pageBytes = index.readUInt16LE(14) === 1 ? 65_536 : index.readUInt16LE(14)
    const frames = index.readUInt32LE(16)
    if (frames > 0) {
      const at = logHeader + (frames - 1) * (frameHeader + pageBytes)
      const isRead = readSync(this.#log, this.#frame, 0, frameHeader, at) === frameHeader
      const isNamed =
        isRead &&
        this.#frame.subarray(8, 16).equals(index.subarray(32, 40)) &&
        this.#frame.readUInt32BE(16) === index.readUInt32LE(24) &&
        this.#frame.readUInt32BE(20) === index.readUInt32LE(28)
      if (!isNamed) return this.#isSteady() ? null : 'changing'
    }
    return {
      round: index.toString('hex', 32, 40),
      commits: index.readUInt32LE(8),
      checkpoints: `${index.toString('hex', 32, 40)}:${backfilled}:${attempted}`,
      isUnderWay: attempted !== backfilled,
      frames,
      backfilled,
      pages: index.readUInt32LE(20),
      pageBytes,
    }
  }

  /** Whether the index still says what it said: SQLite writes it before it starts the log anew. */
  #isSteady(): boolean {
    const now = Buffer.alloc(48)
    return readSync(this.#shared, now, 0, 48, 0) === 48 && now.equals(this.#index)
  }
}

function isState(seen: ReturnType<OwnWrites['read']>): seen is LogState {
  return seen !== null && seen !== 'changing'
}

/** Whether nobody wrote or made a checkpoint between the two. */
function isUnchanged(before: LogState, now: LogState): boolean {
  return before.commits === now.commits && before.checkpoints === now.checkpoints
}

/** Whether a checkpoint between the two brought all of the log, and nobody else did anything. */
function isAllOf(before: LogState, after: LogState): boolean {
  const isSame = after.round === before.round && after.commits === before.commits
  return isSame && after.backfilled === after.frames && after.frames <= indexedFrames
}

/** SQLite counts in the first half of it how often a log was begun anew. */
function isNextRound(last: string, round: string): boolean {
  const count = (hex: string): number => Number.parseInt(hex.slice(0, 8), 16)
  return count(round) === (count(last) + 1) % 2 ** 32
}

function readPage(descriptor: number, at: number, bytes: number): Buffer | null {
  const page = Buffer.alloc(bytes)
  return readSync(descriptor, page, 0, bytes, at) === bytes ? page : null
}

function isSame(page: Buffer | null, content: Buffer): boolean {
  return page?.equals(content) ?? false
}

/** NFS, SMB 1 to 3 and FUSE. */
const remote = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546])

/**
 * Windows and servers tell later when a file was written to that is open: there its length and the
 * counters in its header have to do.
 */
function tellsAtOnce(file: string): boolean {
  return process.platform !== 'win32' && !remote.has(statfsSync(file).type >>> 0)
}
