import type { Result } from '../../shared/result.ts'
import type { Consequence, Shown } from '../../shared/shown.ts'

/** What a command would take, when it was refused because that had not been shown; else null. */
export function costIn(answer: Result<unknown>): Shown | null {
  if (answer.ok || answer.error.code !== 'consequence_changed') return null
  const { feeMinor, sessionsLost, lateMoves } = answer.error.details!['now'] as Consequence
  return { feeMinor, sessionsLost, lateMoves }
}
