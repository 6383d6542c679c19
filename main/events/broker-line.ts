import type { BrokerAway } from '../../shared/event-monitor.ts'
import type { Instant } from '../../shared/time.ts'
import { RestBetweenTries, type RestTimes } from './rest-between-tries.ts'

/**
 * Whether the broker answers: one line for all that goes over it. Whoever finds it dead lets everybody
 * rest, and whoever gets through lets everybody go on.
 */
export class BrokerLine {
  readonly #rest: RestBetweenTries<'away'>
  readonly #now: () => Instant
  readonly #onChange: () => void
  readonly #waiting = new Set<() => void>()
  #awaySince: Instant | null = null
  #outages = 0

  constructor(times: RestTimes, now: () => Instant, onChange: () => void) {
    this.#now = now
    this.#onChange = onChange
    this.#rest = new RestBetweenTries(times, { now, onChange, onOver: () => this.#goOn() })
  }

  /** Since when the broker is away, and until when nobody tries; null while it answers. */
  get away(): BrokerAway | null {
    if (this.#awaySince === null) return null
    return { since: this.#awaySince, triesAgainAt: this.#rest.current?.until ?? null }
  }

  /** How often the broker was lost. */
  get outages(): number {
    return this.#outages
  }

  /** The broker did not answer. Tells whether it had until now. */
  lost(): boolean {
    const isNew = this.#awaySince === null
    this.#awaySince ??= this.#now()
    if (isNew) this.#outages += 1
    // Seven who find it dead at once have found out one thing.
    if (!this.#rest.current) this.#rest.backOff('away')
    return isNew
  }

  /** The broker answered. */
  found(): void {
    if (this.#awaySince === null) return
    this.#awaySince = null
    this.#rest.succeeded()
    this.#rest.end()
    this.#goOn()
    this.#onChange()
  }

  /** The network or the computer is back: tries again within seconds. */
  wake(): void {
    this.#rest.wake()
  }

  /** Resolves when the broker may be asked, or nobody wants to any more. */
  async ready(signal: AbortSignal): Promise<void> {
    while (this.#rest.current && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  close(): void {
    this.#rest.end()
    this.#goOn()
  }

  #goOn(): void {
    for (const goOn of this.#waiting) goOn()
    this.#waiting.clear()
  }
}
