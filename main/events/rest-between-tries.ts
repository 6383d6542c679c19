/**
 * The rest of something that asks another computer for as long as FitFlow runs, and never gives up.
 *
 *   awake ──backOff──▶ resting ──its time, or end──▶ awake
 *                        │  ▲
 *                        └──┘ wake: the network or the computer is back, so it ends within seconds
 *
 * - The window of a rest doubles with each failure in a row until the cap; the rest is a random part
 *   of it, so that a hundred laptops do not come back together. That is also why a wake does not end
 *   it at once: they all wake at nine.
 * - What the other computer asked for (`Retry-After`) is kept to, also by a wake.
 * - A wake only shortens.
 */
import { instantFrom, type Instant } from '../../shared/time.ts'
import { nextAttempt } from './delivery-failures.ts'

/** How long rests may be, in milliseconds. */
export interface RestTimes {
  readonly backoffBaseMs: number
  readonly backoffCapMs: number
  readonly wakeJitterMs: number
}

/** Why nothing is asked now, and until when. */
export interface Rest<Reason> {
  readonly reason: Reason
  readonly until: Instant
}

/**
 * @example
 * const rest = new RestBetweenTries(times, { now, onChange: announce, onOver: goOn })
 * if (!answer) rest.backOff('unreachable')
 * else rest.succeeded()
 */
export class RestBetweenTries<Reason extends string> {
  readonly #times: RestTimes
  readonly #now: () => Instant
  readonly #onChange: () => void
  readonly #onOver: () => void
  readonly #random: () => number
  #failures = 0
  #current: (Rest<Reason> & { readonly notBefore: Instant }) | null = null
  #timer: NodeJS.Timeout | undefined

  /**
   * @param hooks `onChange`: a rest began, or another end of it was set; `onOver`: its time has come.
   *   Neither is called by `end`.
   */
  constructor(
    times: RestTimes,
    hooks: {
      readonly now: () => Instant
      readonly onChange: () => void
      readonly onOver: () => void
      readonly random?: (() => number) | undefined
    },
  ) {
    this.#times = times
    this.#now = hooks.now
    this.#onChange = hooks.onChange
    this.#onOver = hooks.onOver
    this.#random = hooks.random ?? Math.random
  }

  /** Null while awake. */
  get current(): Rest<Reason> | null {
    return this.#current
  }

  /** How often in a row it went wrong. */
  get failures(): number {
    return this.#failures
  }

  /** It went well: the next rest is short again. */
  succeeded(): void {
    this.#failures = 0
  }

  /** It went wrong, and is tried again at once. */
  failed(): void {
    this.#failures += 1
  }

  /**
   * It went wrong: rests.
   *
   * @param atLeastMs what the other computer asked for; null when it did not
   */
  backOff(reason: Reason, atLeastMs: number | null = null): void {
    this.failed()
    const now = this.#now()
    const drawn = nextAttempt(now, this.#times, this.#failures, this.#random)
    const notBefore = instantFrom(Date.parse(now) + (atLeastMs ?? 0))
    this.#restUntil(reason, drawn > notBefore ? drawn : notBefore, notBefore)
  }

  /**
   * The network or the computer is back: a rest ends within seconds, never later than it would have.
   * Tells whether there was one.
   */
  wake(): boolean {
    if (!this.#current) return false
    const { reason, until, notBefore } = this.#current
    const now = this.#now()
    const soon = instantFrom(
      Date.parse(now) + Math.floor(this.#random() * this.#times.wakeJitterMs),
    )
    // One that was over while the computer slept still waits its seconds: so do all the others.
    const earliest = until > now && until < soon ? until : soon
    this.#restUntil(reason, earliest > notBefore ? earliest : notBefore, notBefore)
    return true
  }

  /** Ends a rest, if there is one, without a word. */
  end(): void {
    clearTimeout(this.#timer)
    this.#current = null
  }

  #restUntil(reason: Reason, until: Instant, notBefore: Instant): void {
    this.end()
    // The clock goes on while it is reckoned.
    const ms = Math.max(0, Date.parse(until) - Date.parse(this.#now()))
    this.#timer = setTimeout(() => {
      this.#current = null
      this.#onOver()
    }, ms)
    this.#timer.unref()
    this.#current = { reason, until, notBefore }
    this.#onChange()
  }
}
