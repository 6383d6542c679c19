const windowMs = 60_000

/** Counts what each subscription handled, over the last minute. In memory: it is only looked at. */
export class HandledRate {
  readonly #counts = new Map<string, { at: number; count: number }[]>()

  /** Adds events that were handled now. */
  add(subscriptionId: string, count: number): void {
    if (count === 0) return
    const counts = this.#recent(subscriptionId)
    counts.push({ at: performance.now(), count })
    this.#counts.set(subscriptionId, counts)
  }

  /** How many were handled in the last minute. */
  perMinute(subscriptionId: string): number {
    return this.#recent(subscriptionId).reduce((sum, { count }) => sum + count, 0)
  }

  #recent(subscriptionId: string): { at: number; count: number }[] {
    const since = performance.now() - windowMs
    return (this.#counts.get(subscriptionId) ?? []).filter(({ at }) => at > since)
  }
}
