import { refuse, ok, type Result } from '../../shared/result.ts'
import {
  addDays,
  localDateOf,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from '../../shared/time.ts'
import { sayDay } from '../../shared/words/say-day.ts'

/** What happened may be written into the book for so long, and so far ahead it is kept. */
const daysBack = 31
const daysAhead = 3 * 366

/**
 * Refuses `outside_book` for a day or a wall time that is over for long, or so far away that it is a slip
 * of the finger: nothing can be booked there, so no hours, no price and no policy can be meant for it.
 *
 * @param back how many days back it may lie; for what is not over yet it may have begun as long ago as the
 * book is kept ahead
 */
export function decideInBook(
  local: LocalDate | LocalDateTime,
  now: Instant,
  timeZone: string,
  back: 'lately' | 'long ago' = 'lately',
): Result<null> {
  const today = localDateOf(now, timeZone)
  const from = addDays(today, back === 'lately' ? -daysBack : -daysAhead)
  const until = addDays(today, daysAhead)
  const date = local.slice(0, 10)
  if (from <= date && date <= until) return ok(null)
  return refuse('outside_book', { from: sayDay(from), until: sayDay(until) })
}
