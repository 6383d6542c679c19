import { fullJitter } from '../operations/full-jitter.ts'

const backoff = { baseMs: 500, capMs: 5_000 }
/** So often an event is tried alone before it is given up. */
const mostTries = 3
/** So many are sent one by one behind a failure, because what failed was somewhere in a batch. */
const oneByOne = 200

/** The logs that could not be sent although the broker was there, and when each is tried again. */
export class TroubledLogs {
  readonly #logs = new Map<string, { failures: number; until: number; left: number }>()

  has(logId: string): boolean {
    return this.#logs.has(logId)
  }

  /** Whether it is not its turn yet. */
  rests(logId: string): boolean {
    return (this.#logs.get(logId)?.until ?? 0) > performance.now()
  }

  /** Milliseconds until the next one's turn. */
  get soonest(): number {
    const untils = [...this.#logs.values()].map(({ until }) => until - performance.now())
    return Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, ...untils))
  }

  /** Notes another failure. False when there were too many: the first was of a batch, the others of one event. */
  note(logId: string): boolean {
    const failures = (this.#logs.get(logId)?.failures ?? 0) + 1
    if (failures > mostTries) return false
    const until = performance.now() + fullJitter(backoff, failures)
    this.#logs.set(logId, { failures, until, left: oneByOne })
    return true
  }

  /** Notes that an event is out of the way. */
  passed(logId: string): void {
    const log = this.#logs.get(logId)
    if (!log) return
    if (log.left <= 1) this.#logs.delete(logId)
    else this.#logs.set(logId, { failures: 1, until: 0, left: log.left - 1 })
  }
}
