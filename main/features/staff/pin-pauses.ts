/**
 * Milliseconds since some fixed moment. Unlike a clock nobody can set it forward or back; it begins
 * again with the process.
 */
export type Uptime = () => number

/** Wrong PINs in a row that cost nothing but the try. */
export const freeTries = 5
const firstPauseSeconds = 30
const longestPauseSeconds = 15 * 60

/** How long to wait after so many wrong PINs in a row: nothing, then 30 s, 60 s, … up to 15 min. */
export function pauseSeconds(failedAttempts: number): number {
  if (failedAttempts < freeTries) return 0
  return Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** (failedAttempts - freeTries))
}

/**
 * When each person's pause began. The count of wrong PINs is in the file; the pause is not, because
 * a wall clock can be set: after a restart the whole pause begins again.
 */
export class PinPauses {
  readonly #uptime: Uptime
  readonly #startedAt: number
  readonly #begun = new Map<string, number>()

  constructor(uptime: Uptime) {
    this.#uptime = uptime
    this.#startedAt = uptime()
  }

  /** Whole seconds until the next try may be made; 0: now. */
  secondsLeft(staffId: string, failedAttempts: number): number {
    const begun = this.#begun.get(staffId) ?? this.#startedAt
    const endsAt = begun + pauseSeconds(failedAttempts) * 1_000
    return Math.max(0, Math.ceil((endsAt - this.#uptime()) / 1_000))
  }

  /** A wrong PIN was entered: what pause there is begins now. */
  begin(staffId: string): void {
    this.#begun.set(staffId, this.#uptime())
  }
}
