import { newId } from '../../shared/ids.ts'
import type { PlaceAnswer } from '../../shared/place.ts'
import { topics } from '../../shared/topics.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import type { EventBus } from '../events/event-bus.ts'
import { leaveMessagesToOriginal } from '../features/notifications/index.ts'
import { findStudio } from '../features/studio/index.ts'
import { beginEpoch } from '../sync/begin-epoch.ts'
import { dropLink, findLink, readHead } from '../sync/sync-link.ts'
import type { KnownHere } from './ask-first.ts'
import { letGoAt, locate, readMark, writeMark } from './place-mark.ts'
import { veil } from './read-computer.ts'

/** A power cut may cost the mark this much: no more than it then knows less of the file. */
const markAfterMs = 1_000

/**
 * Makes a studio what somebody said that its file is, and keeps what this computer knows of it outside
 * of the data folder, where no copy takes it along.
 */
export class StudioPlace {
  readonly #work: UnitOfWork
  readonly #known: KnownHere
  readonly #onError: (error: unknown) => void
  readonly #here: ReturnType<typeof locate>
  #timer: NodeJS.Timeout | null = null
  #isKept = false

  /** @param onError told when a mark cannot be written, which keeps nobody from working */
  constructor(work: UnitOfWork, known: KnownHere, onError: (error: unknown) => void = () => {}) {
    this.#work = work
    this.#known = known
    this.#onError = onError
    this.#here = locate(work.database.file)
    work.onCommit(() => this.#markSoon())
  }

  /**
   * Makes the studio what was said.
   *
   * @param forgetTokens deletes what an endpoint knows the original by
   */
  become(answer: PlaceAnswer, bus: EventBus, forgetTokens: () => void): void {
    if (answer === 'moved') return
    if (answer === 'begin_anew') return this.#letGo()
    this.#work.run(onItsOwn(), (tx) => {
      if (answer === 'copy') becomeCopy(tx, bus, forgetTokens)
      else beginEpoch(tx, bus, 'put_back')
      tx.touch(topics.studio)
    })
  }

  /** Keeps the mark from now on: what the file is, is known. */
  keep(): void {
    this.#isKept = true
    this.#mark()
  }

  /** Brings the mark up to date for the last time. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#mark()
    this.#isKept = false
  }

  #letGo(): void {
    try {
      if (this.#known.folder !== null) letGoAt(this.#known.folder, this.#here.path)
    } catch (error) {
      // Then it is asked again.
      this.#onError(error)
    }
  }

  #markSoon(): void {
    if (!this.#isKept || this.#known.folder === null || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#mark()
    }, markAfterMs).unref()
  }

  #mark(): void {
    const { folder, computer } = this.#known
    if (!this.#isKept || folder === null) return
    try {
      const { database } = this.#work
      const studio = findStudio(database)
      if (!studio) return
      const { device_id: id, time_zone: timeZone } = studio
      writeMark(folder, id, {
        ...this.#here,
        head: readHead(database),
        seenAt: this.#work.now(),
        timeZone,
        // A computer that does not tell today is still known by what it told before.
        computer: computer ? veil(computer, id) : (readMark(folder, id)?.computer ?? null),
        isLetGo: false,
      })
    } catch (error) {
      this.#onError(error)
    }
  }
}

/** Everything that the original and its copy would both do, or both be known by, is the original's. */
function becomeCopy(tx: Tx, bus: EventBus, forgetTokens: () => void): void {
  tx.database.prepare('UPDATE studio SET device_id = ?').run(newId())
  beginEpoch(tx, bus, 'copied')
  leaveMessagesToOriginal(tx)
  if (findLink(tx.database)) dropLink(tx)
  tx.afterCommit(forgetTokens)
}
