import { instantAt, instantFrom, type Instant, type LocalDateTime } from '../../shared/time.ts'

/**
 * The one thing that is not real in these tests: the time. It stands still until it is moved. Time
 * that goes by is also time that the process runs; setting the clock is not.
 */
export class TestClock {
  #milliseconds: number
  #uptime = 0

  constructor(start: Instant) {
    this.#milliseconds = Date.parse(start)
  }

  /** What the unit of work reads. */
  readonly read = (): number => this.#milliseconds

  /** What pauses are measured by: only time that goes by moves it. */
  readonly uptime = (): number => this.#uptime

  get now(): Instant {
    return instantFrom(this.#milliseconds)
  }

  /** Time goes by; negative: somebody sets the clock back. */
  advance(step: { readonly days?: number; readonly minutes?: number; readonly ms?: number }): void {
    const { days = 0, minutes = 0, ms = 0 } = step
    const by = days * 86_400_000 + minutes * 60_000 + ms
    this.#milliseconds += by
    this.#uptime += Math.max(0, by)
  }

  set(instant: Instant): void {
    this.#milliseconds = Date.parse(instant)
  }

  /** Sets it to what the wall clock of a zone shows. */
  setLocal(local: string, timeZone: string): void {
    const instant = instantAt(local as LocalDateTime, timeZone)
    if (!instant) throw new Error(`${local} does not exist in ${timeZone}.`)
    this.set(instant)
  }
}
