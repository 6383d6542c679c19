import type { Result } from '../../shared/result.ts'
import type { Consequence, Shown } from '../../shared/shown.ts'

/** What a command would take, when it was refused because that had not been shown; else null. */
export function costIn(answer: Result<unknown>): Shown | null {
  if (answer.ok || answer.error.code !== 'consequence_changed') return null
  const now = answer.error.details!['now'] as Consequence
  const { feeMinor, sessionsLost, lateMoves, sessionsKept, servicesWithoutRoom, timesSettled } = now
  return { feeMinor, sessionsLost, lateMoves, sessionsKept, servicesWithoutRoom, timesSettled }
}
