import { contracts } from '../../shared/contracts.ts'
import { placeAnswers, type PlaceAnswer } from '../../shared/place.ts'
import { ok, refuse, type Result } from '../../shared/result.ts'
import { topics, type Topic } from '../../shared/topics.ts'
import type { SessionHolder } from '../features/handlers.ts'
import { PlaceAsked, type Placed } from '../opening/place-asked.ts'
import type { StudioApp } from '../studio-app.ts'
import { createRouter, readInvocation, refuseInput, type ReportIncident } from './router.ts'

/** What a door opens, and whom it tells. */
interface DoorOptions {
  /** Opens the studio; see `openStudioApp`. */
  readonly open: (placed?: Placed) => StudioApp
  /** Told once, as soon as there is a studio. */
  readonly onOpened: (studio: StudioApp) => void
  /** Told when it cannot be opened although somebody answered. */
  readonly onFailed: (error: unknown) => void
  /** Tells the windows what has changed. */
  readonly tell: (topics: readonly Topic[]) => void
  readonly reportIncident: ReportIncident
}

/**
 * What the windows talk to. Where somebody has to say first what the file is, it answers with that
 * question and accepts nothing but the answer: no studio is open until then, and nothing of it can be
 * written, not even by bringing an older file up to date.
 */
export class StudioDoor {
  readonly #options: DoorOptions
  #asked: PlaceAsked | null = null
  #studio: StudioApp | null = null
  #route: ReturnType<typeof createRouter> | null = null

  /** Opens the studio or asks. Throws what opening throws, but for the question. */
  constructor(options: DoorOptions) {
    this.#options = options
    this.#open()
  }

  /** Null while it is not known what the file is. */
  get studio(): StudioApp | null {
    return this.#studio
  }

  /** Answers one request of a window. Never throws. */
  readonly route = (raw: unknown, session: SessionHolder): Result<unknown> => {
    if (this.#route) return this.#route(raw, session)
    const invocation = readInvocation(raw)
    if (!invocation.ok) return invocation
    const { name, input } = invocation.value
    const asked = this.#asked!
    if (name === 'studio.status') return ok({ state: 'place_asked', question: asked.question })
    if (name === 'studio.condition') return ok({ trouble: null, notices: [] })
    if (name !== 'studio.answerPlace') return refuse('place_unanswered', {})
    const answer = contracts[name].input.safeParse(input)
    if (!answer.success) return refuseInput(answer.error)
    return this.#answer(asked, answer.data.answer)
  }

  #answer(asked: PlaceAsked, answer: PlaceAnswer): Result<null> {
    const allowed: readonly PlaceAnswer[] = placeAnswers[asked.question.kind]
    if (!allowed.includes(answer)) return refuse('place_not_asked', {})
    try {
      this.#open(asked.answered(answer))
    } catch (error) {
      this.#options.onFailed(error)
      return refuse('unexpected', {})
    }
    this.#options.tell([topics.studio, topics.condition])
    return ok(null)
  }

  #open(placed?: Placed): void {
    const { open, onOpened, tell, reportIncident } = this.#options
    try {
      const studio = open(placed)
      this.#studio = studio
      this.#route = createRouter(studio, reportIncident)
      studio.work.onCommit((changed) => {
        if (changed.length > 0) tell(changed)
      })
      onOpened(studio)
    } catch (error) {
      if (!(error instanceof PlaceAsked)) throw error
      // Maybe another question than before: somebody put the file back meanwhile.
      this.#asked = error
    }
  }
}
