/**
 * Counts requests by who sends them, in windows of a minute. In memory: each endpoint process has
 * limits of its own, and a restart forgets them.
 *
 * @example
 * const limit = new RequestLimit(10)
 * limit.take('203.0.113.7', Date.now()) // 0, or the seconds to wait
 */
export class RequestLimit {
  readonly #perMinute: number
  readonly #counts = new Map<string, number>()
  #windowEnds = 0

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** @returns 0 when the request may go on, otherwise how many seconds until the next may. */
  take(who: string, nowMs: number): number {
    // A clock that was set back must not keep a window open for long.
    if (nowMs >= this.#windowEnds || nowMs < this.#windowEnds - windowMs) {
      this.#counts.clear()
      this.#windowEnds = nowMs + windowMs
    }
    const count = (this.#counts.get(who) ?? 0) + 1
    this.#counts.set(who, count)
    if (count <= this.#perMinute) return 0
    return Math.max(1, Math.ceil((this.#windowEnds - nowMs) / 1_000))
  }
}

const windowMs = 60_000
