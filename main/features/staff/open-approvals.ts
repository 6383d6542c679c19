import { createHash } from 'node:crypto'
import type { Uptime } from './pin-pauses.ts'

/** Long enough to press the button it was asked for, too short to be kept for later. */
const goodForMs = 2 * 60_000

/** What the approvals of one request are held against. */
export interface RequestApprovals {
  /** The command and everything it was asked for, as a hash: what the manager saw on the screen. */
  readonly subject: string
  /** The same, to be named to the manager. */
  readonly input: unknown
  /** Whether an approval was given for exactly that, in this run of FitFlow, a short time ago. */
  isGood(approvalId: string): boolean
}

/** What a manager allowed, and when. */
interface Given {
  readonly approverId: string
  readonly subject: string
  readonly at: number
}

/**
 * What each approval was given for, and when. In the process and not in the file: a wall clock can be
 * set, and nobody approves before a restart what is done after it.
 */
export class OpenApprovals {
  readonly #uptime: Uptime
  readonly #given = new Map<string, Given>()

  constructor(uptime: Uptime) {
    this.#uptime = uptime
  }

  /** A manager allowed this. */
  give(approvalId: string, approverId: string, subject: string): void {
    const now = this.#uptime()
    for (const [id, { at }] of this.#given) if (now - at > goodForMs) this.#given.delete(id)
    this.#given.set(approvalId, { approverId, subject, at: now })
  }

  /** Whatever this person allowed is good no more: they left, became another, or their PIN was known. */
  withdraw(approverId: string): void {
    for (const [id, given] of this.#given) {
      if (given.approverId === approverId) this.#given.delete(id)
    }
  }

  /** The approvals that a request may use, by its channel and its input. */
  of(channel: string, input: unknown): RequestApprovals {
    const subjectNow = (): string => subjectOf(channel, input)
    return {
      input,
      // Worked out only where one is asked for: most commands need none.
      get subject() {
        return subjectNow()
      },
      isGood: (approvalId) => {
        const given = this.#given.get(approvalId)
        if (!given || this.#uptime() - given.at > goodForMs) return false
        return given.subject === subjectNow()
      },
    }
  }
}

/** The same for a request with its approvals and without: they are asked for after it was refused. */
function subjectOf(channel: string, input: unknown): string {
  const asked = JSON.stringify([channel, input], (key: string, value: unknown) =>
    key.toLowerCase().endsWith('approvalid') ? undefined : value,
  )
  return createHash('sha256').update(asked).digest('hex')
}
