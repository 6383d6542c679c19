import type { PlaceAnswer, PlaceQuestion } from '../../shared/place.ts'

/**
 * Somebody has to say first what the file is: nothing is open, and nothing was written into it. To be
 * opened again with what was said.
 */
export class PlaceAsked extends Error {
  override readonly name = 'PlaceAsked'
  readonly question: PlaceQuestion
  readonly #setAside: string | null

  /** @param setAside a foreign log that was renamed to this before, which has to be said later */
  constructor(question: PlaceQuestion, setAside: string | null) {
    super(`Not yet said: ${question.kind}`)
    this.question = question
    this.#setAside = setAside
  }

  /** What goes into the next opening. */
  answered(answer: PlaceAnswer): Placed {
    return { kind: this.question.kind, answer, setAside: this.#setAside }
  }
}

/** What somebody said of a file, to which question. */
export interface Placed {
  readonly kind: PlaceQuestion['kind']
  readonly answer: PlaceAnswer
  readonly setAside: string | null
}
