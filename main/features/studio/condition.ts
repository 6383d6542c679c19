import { refuse, type Refused } from '../../../shared/result.ts'
import type { Notice, StudioCondition } from '../../../shared/studio.ts'
import { topics } from '../../../shared/topics.ts'
import { fileTrouble } from '../../../shared/words/file-trouble.ts'
import type { FileTrouble } from '../../db/studio-health.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'

/** The sentence about a file that cannot be relied on. */
export function refuseTrouble(trouble: FileTrouble): Refused {
  switch (trouble.kind) {
    case 'gone':
      return refuse('studio_file_gone', {})
    case 'replaced':
      return refuse('studio_file_replaced', {})
    case 'damaged':
      return refuse('studio_damaged', { detail: trouble.detail })
  }
}

function wordsOf(trouble: FileTrouble) {
  return trouble.kind === 'damaged' ? fileTrouble.damaged(trouble) : fileTrouble[trouble.kind]()
}

/** So often it is looked whether the file is still there, also while nobody does anything. */
const lookEveryMs = 2_000

/**
 * What everybody at the window should know about the studio’s file: why nothing is accepted, and
 * notices. Tells the windows when any of it changes.
 */
export class Condition {
  readonly #work: UnitOfWork
  readonly #notices = new Map<Notice['code'], Notice>()
  #timer: NodeJS.Timeout | null = null

  constructor(work: UnitOfWork) {
    this.#work = work
    work.database.health.onTrouble(() => work.announce(topics.condition))
  }

  get state(): StudioCondition {
    const { trouble } = this.#work.database.health
    return {
      trouble: trouble && wordsOf(trouble),
      notices: [...this.#notices.values()],
    }
  }

  /** Shows a notice, in the place of an earlier one of its code; null takes that away. */
  note(code: Notice['code'], words: Omit<Notice, 'code'> | null): void {
    if (words) this.#notices.set(code, { code, ...words })
    else if (!this.#notices.delete(code)) return
    this.#work.announce(topics.condition)
  }

  /** Looks after the file while nobody presses anything, so that nobody reads what is not true any more. */
  start(): void {
    this.#timer ??= setInterval(() => {
      try {
        this.#work.database.requireOwnFile()
      } catch {
        // The windows were told by `onTrouble`.
        this.close()
      }
    }, lookEveryMs).unref()
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }
}
