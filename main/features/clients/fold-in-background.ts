import { onItsOwn, type UnitOfWork } from '../../db/unit-of-work.ts'
import { countUnfolded, foldNext, isIndexWhole, refoldClients } from './fold-clients.ts'

/** So many are folded in a fraction of a second, which a start may take. */
const atStart = 2_000
/** So many a search makes ready by itself, in some hundredths of a second. */
const atSearch = 300
/** Nobody notices that the desk waits so long; as many are folded at a time as fit into it. */
const sliceMs = 25
const leastAtOnce = 50
const mostAtOnce = 500
/** What others want is done in between. */
const restMs = 5
/** A full disk does not become empty in seconds. */
const failedAgainMs = 60_000

/**
 * Makes the clients ready for search after an update: a few at once, so that the desk can work, and the
 * newest first. A search that comes earlier does not wait for it: it finds the others as they are written.
 * However FitFlow ends in between, the next start goes on.
 */
export class ClientFolding {
  readonly #work: UnitOfWork
  readonly #onError: (error: unknown) => void
  readonly #tell: (percent: number | null) => void
  #timer: NodeJS.Timeout | null = null
  #all = 0
  #told: number | null = null
  #next = 100
  #isProven = false

  /** @param tell how far it is, in tens of percent; null once everybody can be found. */
  constructor(
    work: UnitOfWork,
    onError: (error: unknown) => void,
    tell: (percent: number | null) => void,
  ) {
    this.#work = work
    this.#onError = onError
    this.#tell = tell
  }

  /** Before the first screen: what can be done at once, and nothing of what cannot. Never throws. */
  begin(): void {
    this.#attempt(() => {
      const left = this.#count()
      if (left > 0 && left <= atStart && this.#isWhole()) refoldClients(this.#work)
    })
  }

  /**
   * Before a search: whom another program, or another country of the studio, has left to be made ready.
   * A few at once, many while the desk works. Never throws.
   */
  prepare(): void {
    if (this.#timer) return
    this.#attempt(() => {
      const left = this.#count()
      if (left === 0) return
      if (left <= atSearch && this.#isWhole()) refoldClients(this.#work)
      // Otherwise it begins by itself, once the file is proved.
      else if (this.#isProven) this.#again(restMs)
    })
  }

  /** Does the rest, if there is any, while the desk works. To be called once the file is proved. */
  start(): void {
    this.#isProven ||= this.#work.database.health.trouble === null
    if (!this.#isProven) return
    this.#attempt(() => {
      const left = this.#count()
      if (left === 0) return this.#say(null)
      this.#all = Math.max(this.#all, left)
      this.#say(Math.floor((10 * (this.#all - left)) / this.#all) * 10)
      const startedAt = performance.now()
      this.#work.run(onItsOwn(), (tx) => foldNext(tx, this.#next))
      const fits = Math.round((this.#next * sliceMs) / (performance.now() - startedAt))
      this.#next = Math.min(mostAtOnce, Math.max(leastAtOnce, fits))
      this.#again(restMs)
    })
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #count(): number {
    return countUnfolded(this.#work, () => this.#isWhole())
  }

  /** Nothing is written into a damaged index: that could hide the damage. */
  #isWhole(): boolean {
    const { database } = this.#work
    this.#isProven ||= isIndexWhole(database)
    return database.health.trouble === null
  }

  #again(ms: number): void {
    this.close()
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.start()
    }, ms).unref()
  }

  #attempt(what: () => void): void {
    try {
      what()
    } catch (error) {
      // The disk may be full. What is in the index is found meanwhile.
      this.#onError(error)
      this.#again(failedAgainMs)
    }
  }

  #say(percent: number | null): void {
    if (percent === this.#told) return
    this.#told = percent
    this.#tell(percent)
  }
}
