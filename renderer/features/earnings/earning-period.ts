import { addDays, addMonths, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

/** Which days are looked at: a calendar month, or from one day until another, both included. */
export type EarningPeriod =
  | { readonly kind: 'month'; readonly first: LocalDate }
  | { readonly kind: 'custom'; readonly from: LocalDate; readonly until: LocalDate }

/** The month a day lies in. */
export function monthOf(date: LocalDate): EarningPeriod {
  return { kind: 'month', first: `${date.slice(0, 7)}-01` as LocalDate }
}

/** The first and the last day of a period. */
export function daysOf(period: EarningPeriod): {
  readonly from: LocalDate
  readonly until: LocalDate
} {
  if (period.kind === 'custom') return { from: period.from, until: period.until }
  return { from: period.first, until: addDays(addMonths(period.first, 1), -1) }
}

/**
 * The days in words.
 *
 * @example
 * sayPeriod(monthOf('2026-11-23')) // 'November 2026'
 */
export function sayPeriod(period: EarningPeriod): string {
  if (period.kind === 'month') return formatDate(period.first, 'month')
  return words.earnings.days(formatDate(period.from, 'medium'), formatDate(period.until, 'medium'))
}
