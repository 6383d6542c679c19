import type { Failure, Result } from '../../shared/result.ts'
import type { RefusalCode } from '../../shared/words/refusals.ts'

/** What a person meant to do once: its id travels with every attempt at it. */
export interface Intent {
  readonly commandId: string
  /** The input as JSON: another input is another intent. */
  readonly input: string
  /** Where the last attempt got to, and when (milliseconds). */
  readonly outcome: 'pending' | 'succeeded' | 'refused' | 'outdated' | 'unknown'
  readonly at: number
}

/** A second press this soon after success is the other half of a double click. */
const doubleClickMs = 2_000

/**
 * Decides under which id an input is sent. The same id again means "the same thing, once":
 *
 * - while the first attempt is under way, and shortly after it succeeded: a double click;
 * - after an unexpected error, when nobody knows whether it was carried out: a retry.
 *
 * A new id after a refusal (nothing was done), for another input, and for the same thing wanted
 * again later.
 *
 * @example
 * nextIntent(null, '{"a":1}', 0, newId).outcome // 'pending'
 */
export function nextIntent(
  last: Intent | null,
  input: string,
  now: number,
  mint: () => string,
): Intent {
  const isSame = last !== null && last.input === input && isStillOpen(last, now)
  return { commandId: isSame ? last.commandId : mint(), input, outcome: 'pending', at: now }
}

/** The intent after its answer. */
export function settle(intent: Intent, result: Result<unknown>, now: number): Intent {
  const outcome = result.ok
    ? 'succeeded'
    : result.error.code === 'unexpected' || result.error.incidentId !== undefined
      ? 'unknown'
      : isOutdated(result.error)
        ? 'outdated'
        : 'refused'
  return { ...intent, outcome, at: now }
}

/** Whether a refusal says that what was on the screen is not so any more. */
export function isOutdated({ code }: Pick<Failure, 'code'>): boolean {
  return outdated.has(code)
}

const outdated: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'changed_since',
  'consequence_changed',
  'period_changed',
])

/** Nobody reads what something costs now in less time than this. */
const unreadMs = 1_000

/**
 * Whether a press comes so soon after what it is about turned out to be another that nobody can have
 * read it: the other half of a double click, or a key that is held. It is answered as the first was.
 */
export function isUnread(last: Intent | null, now: number): boolean {
  return last?.outcome === 'outdated' && now - last.at < unreadMs
}

function isStillOpen(last: Intent, now: number): boolean {
  switch (last.outcome) {
    case 'pending':
    case 'unknown':
      return true
    case 'succeeded':
      return now - last.at < doubleClickMs
    case 'refused':
    case 'outdated':
      return false
  }
}
