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

/** Looks at the two files through handles that stay open as long as SQLite has them open. */
export class OwnWrites {
  readonly #shared: number
  readonly #log: number
  readonly #tellsWhen: boolean
  readonly #index = Buffer.alloc(48)
  readonly #backfilled = Buffer.alloc(4)
  readonly #attempted = Buffer.alloc(4)
  readonly #frame = Buffer.alloc(frameHeader)
  #last: (LogState & { readonly file: string }) | null = null

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
   * @param state of the log, read before the file was looked at: where another program’s checkpoint
   * comes in between, the next look finds both changed, and not the file alone
   */
  areAll(state: ReturnType<OwnWrites['read']>, now: FileState): boolean {
    // Another program is just committing.
    if (state === 'changing') return true
    if (state === null) return false
    const last = this.#last
    const file = `${now.bytes}:${this.#tellsWhen ? now.writtenNs : ''}:${now.counters}`
    this.#last = { ...state, file }
    if (last === null) return true
    // What was put back is older. As a difference, because the counter wraps.
    if (((state.commits - last.commits) | 0) < 0) return false
    return file === last.file || state.checkpoints !== last.checkpoints || state.isUnderWay
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
    }
  }

  /** Whether the index still says what it said: SQLite writes it before it starts the log anew. */
  #isSteady(): boolean {
    const now = Buffer.alloc(48)
    return readSync(this.#shared, now, 0, 48, 0) === 48 && now.equals(this.#index)
  }
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
