import { onItsOwn, type UnitOfWork } from '../../db/unit-of-work.ts'
import { countUnfolded, foldNext, refoldClients } from './fold-clients.ts'

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
      if (countUnfolded(this.#work) <= atStart) refoldClients(this.#work)
    })
  }

  /**
   * Before a search: whom another program, or another country of the studio, has left to be made ready.
   * A few at once, many while the desk works. Never throws.
   */
  prepare(): void {
    if (this.#timer) return
    this.#attempt(() => {
      const left = countUnfolded(this.#work)
      if (left === 0) return
      if (left > atSearch) return this.#again(restMs)
      refoldClients(this.#work)
    })
  }

  /** Does the rest, if there is any, while the desk works. */
  start(): void {
    this.#attempt(() => {
      const left = countUnfolded(this.#work)
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
