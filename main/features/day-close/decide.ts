import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { LocalDate } from '../../../shared/time.ts'

/**
 * Whether a day may be closed: it is not a later day, every session that is over is resolved, and the
 * drawer was counted.
 *
 * Refuses `day_in_future`, `day_unresolved` and `day_drawer_open`.
 */
export function decideClose(
  day: { readonly date: LocalDate; readonly unresolved: number; readonly drawerOpen: boolean },
  today: LocalDate,
): Result<null> {
  if (day.date > today) return refuse('day_in_future', {})
  if (day.unresolved > 0) return refuse('day_unresolved', { count: day.unresolved })
  if (day.drawerOpen) return refuse('day_drawer_open', {})
  return ok(null)
}
