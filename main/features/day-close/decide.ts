import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { LocalDate } from '../../../shared/time.ts'

/**
 * Whether a day may be closed: the studio was open on it, it is not a later day, every session that is
 * over is resolved, its drawer was counted, and who closes it with sessions to come says how many.
 *
 * Refuses `day_in_future`, `day_not_open`, `day_unresolved`, `day_drawer_open` and `day_ahead`.
 */
export function decideClose(
  day: {
    readonly date: LocalDate
    readonly wasOpen: boolean
    readonly unresolved: number
    /** Whether cash of this day can lie in a drawer that nobody has counted. */
    readonly drawerOpen: boolean
    /** Sessions of the day that are not over. */
    readonly ahead: number
  },
  today: LocalDate,
  confirmedAhead: number,
): Result<null> {
  if (day.date > today) return refuse('day_in_future', {})
  if (!day.wasOpen) return refuse('day_not_open', {})
  if (day.unresolved > 0) return refuse('day_unresolved', { count: day.unresolved })
  if (day.drawerOpen) return refuse('day_drawer_open', {})
  if (day.ahead !== confirmedAhead) return refuse('day_ahead', { count: day.ahead })
  return ok(null)
}
