import type { FailedEvent, SubscriptionState } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { saySpan } from './say-span.ts'

/**
 * What happens next with an event that is not given up.
 *
 * @param now milliseconds
 * @example
 * sayWait(failure, 'running', Date.now()) // 'Next attempt in 12 s'
 */
export function sayWait(
  failure: Pick<FailedEvent, 'state' | 'nextAttemptAt' | 'blockedBySeq'>,
  status: SubscriptionState['status'],
  now: number,
): string {
  const say = words.events.failures
  if (failure.state === 'parked') return say.behind(failure.blockedBySeq ?? 0)
  if (status === 'orphaned') return say.waitsForHandler
  if (status === 'paused') return say.waitsForResume
  if (failure.state === 'running') return say.running
  if (failure.nextAttemptAt === null) return say.nextNow
  const seconds = (Date.parse(failure.nextAttemptAt) - now) / 1_000
  return seconds < 1 ? say.nextNow : say.nextIn(saySpan(seconds))
}
