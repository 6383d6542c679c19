import { dirname } from 'node:path'
import { newId } from '../../shared/ids.ts'
import { placeAnswers, type placeContract, type PlaceQuestion } from '../../shared/place.ts'
import { ok, refuse } from '../../shared/result.ts'
import { localDateTimeOf } from '../../shared/time.ts'
import { topics } from '../../shared/topics.ts'
import type { Tx, UnitOfWork } from '../db/unit-of-work.ts'
import type { EventBus } from '../events/event-bus.ts'
import { prunedThrough } from '../events/prune-log.ts'
import type { HandlersOf } from '../features/handlers.ts'
import { leaveMessagesToOriginal } from '../features/notifications/index.ts'
import { findStudio } from '../features/studio/index.ts'
import { beginEpoch } from '../sync/begin-epoch.ts'
import { dropLink, findLink, hashAt, readHead } from '../sync/sync-link.ts'
import { decidePlace } from './decide-place.ts'
import { locate, lookAtMarkedPath, readMark, writeMark } from './place-mark.ts'
import { areOthers, veil, type Computer } from './read-computer.ts'

/** A power cut may cost the mark this much: no more than it then knows less of the file. */
const markAfterMs = 1_000

/**
 * Knows whether this file is the one this computer had open before, or a copy or a backup of it, and
 * keeps what it knows outside of the data folder, where no copy takes it along. While the question is
 * open the router accepts nothing but its answer, and nothing that works by itself may start.
 */
export class StudioPlace {
  readonly #work: UnitOfWork
  readonly #bus: EventBus
  readonly #folder: string | null
  readonly #computer: Computer | null
  readonly #onError: (error: unknown) => void
  readonly #here: ReturnType<typeof locate>
  readonly #waiting: (() => void)[] = []
  #question: PlaceQuestion | null
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  /**
   * @param folder where this computer keeps its marks; null: nowhere, and nothing is asked
   * @param computer what this computer is known by; null: nothing
   * @param onError told when a mark cannot be written, which keeps nobody from working
   */
  constructor(
    work: UnitOfWork,
    bus: EventBus,
    folder: string | null,
    computer: Computer | null = null,
    onError: (error: unknown) => void = () => {},
  ) {
    this.#work = work
    this.#bus = bus
    this.#folder = folder
    this.#computer = computer
    this.#onError = onError
    this.#here = locate(work.database.file)
    this.#question = this.#ask()
    if (this.#question === null) this.#mark()
    work.onCommit(() => this.#markSoon())
  }

  /** What has to be said before anything is written; null when nothing is unclear. */
  get question(): PlaceQuestion | null {
    return this.#question
  }

  /** Runs `work` at once or, while the question is open, once it is answered. */
  whenKnown(work: () => void): void {
    if (this.#question === null) work()
    else this.#waiting.push(work)
  }

  /** What one of them cannot do keeps no other from beginning. */
  #begin(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#onError(error)
    }
  }

  /** Brings the mark up to date for the last time. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#question === null && !this.#isClosed) this.#mark()
    this.#isClosed = true
  }

  /**
   * The handlers of the answer.
   *
   * @param forgetTokens deletes what an endpoint knows the original by
   */
  handlers(forgetTokens: () => void): HandlersOf<typeof placeContract> {
    return {
      'studio.answerPlace': (tx, { answer }) => {
        const allowed: readonly string[] = this.#question ? placeAnswers[this.#question.kind] : []
        if (!allowed.includes(answer)) return refuse('place_not_asked', {})
        if (answer === 'copy') this.#becomeCopy(tx, forgetTokens)
        if (answer === 'put_back') beginEpoch(tx, this.#bus, 'put_back')
        tx.touch(topics.studio)
        tx.afterCommit(() => {
          this.#question = null
          this.#mark()
          for (const work of this.#waiting.splice(0)) this.#begin(work)
        })
        return ok(null)
      },
    }
  }

  /** Everything that the original and its copy would both do, or both be known by, is the original's. */
  #becomeCopy(tx: Tx, forgetTokens: () => void): void {
    tx.database.prepare('UPDATE studio SET device_id = ?').run(newId())
    beginEpoch(tx, this.#bus, 'copied')
    leaveMessagesToOriginal(tx)
    if (findLink(tx.database)) dropLink(tx)
    tx.afterCommit(forgetTokens)
  }

  #ask(): PlaceQuestion | null {
    const { database } = this.#work
    const studio = findStudio(database)
    if (!studio || this.#folder === null) return null
    const mark = readMark(this.#folder, studio.device_id)
    if (!mark) return null
    const { seq, hash } = mark.head
    const holdsHead =
      seq <= readHead(database).seq &&
      (seq <= prunedThrough(database) || hashAt(database, seq) === hash)
    const there = lookAtMarkedPath(mark, this.#here.path)
    const here = this.#computer && veil(this.#computer, studio.device_id)
    const isElsewhere = areOthers(mark.computer, here)
    const kind = decidePlace(mark, { file: this.#here.file, holdsHead, isElsewhere }, there)
    return (
      kind && {
        kind,
        wasIn: dirname(mark.path),
        isIn: dirname(this.#here.path),
        seenLocal: localDateTimeOf(mark.seenAt, studio.time_zone),
      }
    )
  }

  #markSoon(): void {
    if (this.#folder === null || this.#question || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#mark()
    }, markAfterMs).unref()
  }

  #mark(): void {
    if (this.#folder === null) return
    try {
      const { database } = this.#work
      const studio = findStudio(database)
      if (!studio) return
      const computer = this.#computer && veil(this.#computer, studio.device_id)
      const head = readHead(database)
      const mark = { ...this.#here, head, seenAt: this.#work.now(), computer }
      writeMark(this.#folder, studio.device_id, mark)
    } catch (error) {
      this.#onError(error)
    }
  }
}
