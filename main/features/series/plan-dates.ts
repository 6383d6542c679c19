import { longestSeries, type SeriesPattern } from '../../../shared/series.ts'
import {
  addDays,
  firstTimeAfterGap,
  instantAt,
  weekdayOf,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'

/** A date of a series, before anybody asked whether it is free. */
export interface PlannedDate {
  readonly start: LocalDateTime
  /** The clocks skip the wall time on this day: it is the first time after the gap. */
  readonly isShifted: boolean
}

/**
 * The dates of a series: its wall time on its weekdays, every so many weeks counted from the week it
 * starts in, until it is long enough. A time that the clocks repeat is the first of the two.
 *
 * @example
 * planDates({ start: '2026-03-02T09:00', weekdays: [1], intervalWeeks: 1, until: { kind: 'count', count: 2 } }, 'Europe/Berlin')
 * // 2 and 9 March, 09:00
 */
export function planDates(
  pattern: Pick<SeriesPattern, 'start' | 'weekdays' | 'intervalWeeks' | 'until'>,
  timeZone: string,
): PlannedDate[] {
  const { weekdays, intervalWeeks, until } = pattern
  const first = pattern.start.slice(0, 10) as LocalDate
  const time = pattern.start.slice(11)
  const monday = addDays(first, 1 - weekdayOf(first))
  const most = until.kind === 'count' ? until.count : longestSeries
  const dates: PlannedDate[] = []
  for (let week = 0; ; week += intervalWeeks) {
    for (const weekday of weekdays.toSorted((a, b) => a - b)) {
      const date = addDays(monday, week * 7 + weekday - 1)
      if (date < first) continue
      if (dates.length === most || (until.kind === 'date' && date > until.date)) return dates
      dates.push(atWallTime(`${date}T${time}` as LocalDateTime, timeZone))
    }
  }
}

/** The wall time, or the first after the gap that swallowed it. */
export function atWallTime(local: LocalDateTime, timeZone: string): PlannedDate {
  if (instantAt(local, timeZone)) return { start: local, isShifted: false }
  return { start: firstTimeAfterGap(local, timeZone), isShifted: true }
}
