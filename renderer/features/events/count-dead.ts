import type { FailedEvent } from '../../../shared/event-monitor.ts'

/** How many events were given up and wait for a person. */
export function countDead(failures: readonly FailedEvent[] | undefined): number {
  return failures?.filter(({ state }) => state === 'dead').length ?? 0
}
