import { instantAt, instantFrom, type Instant, type LocalDateTime } from '../../shared/time.ts'

/** The one thing that is not real in these tests: the time. It stands still until it is moved. */
export class TestClock {
  #milliseconds: number

  constructor(start: Instant) {
    this.#milliseconds = Date.parse(start)
  }

  /** What the unit of work reads. */
  readonly read = (): number => this.#milliseconds

  get now(): Instant {
    return instantFrom(this.#milliseconds)
  }

  /** Goes on, or back when negative. */
  advance(by: { readonly days?: number; readonly minutes?: number; readonly ms?: number }): void {
    const { days = 0, minutes = 0, ms = 0 } = by
    this.#milliseconds += days * 86_400_000 + minutes * 60_000 + ms
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
