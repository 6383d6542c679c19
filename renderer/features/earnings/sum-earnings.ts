import type { EarningLine } from '../../../shared/earnings.ts'
import { addDays, addMonths, daysBetween, type LocalDate } from '../../../shared/time.ts'
import { formatDate } from '../../ui/format-date.ts'

/** What was earned in a stretch of time. */
export interface EarningSum {
  /** Its first day. */
  readonly key: LocalDate
  /** As it stands in a table. */
  readonly name: string
  /** As it stands under a bar. */
  readonly label: string
  readonly sessions: number
  readonly amountMinor: number
}

/** A bar for each day stays wide enough to be seen up to two months; after that there is one a month. */
const mostDays = 62

/** Whether a stretch of days is summed up by the day or by the month. */
export function stepOf(from: LocalDate, until: LocalDate): 'day' | 'month' {
  return daysBetween(from, until) < mostDays ? 'day' : 'month'
}

/** Sums of every day, or every month, of a period, also of those without a line. */
export function sumByTime(
  lines: readonly EarningLine[],
  from: LocalDate,
  until: LocalDate,
): readonly EarningSum[] {
  const step = stepOf(from, until)
  const keyOf = (day: LocalDate) => (step === 'day' ? day : (`${day.slice(0, 7)}-01` as LocalDate))
  const byKey = Map.groupBy(lines, ({ payOn }) => keyOf(payOn))
  const sums: EarningSum[] = []
  for (let key = keyOf(from); key <= until; key = nextOf(key, step)) {
    const own = byKey.get(key) ?? []
    sums.push({
      key,
      name: formatDate(key, step === 'day' ? 'weekday' : 'month'),
      label: step === 'day' ? String(Number(key.slice(8))) : formatDate(key, 'short').slice(2),
      sessions: new Set(own.map(({ appointmentId }) => appointmentId)).size,
      amountMinor: own.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    })
  }
  return sums
}

function nextOf(key: LocalDate, step: 'day' | 'month'): LocalDate {
  return step === 'day' ? addDays(key, 1) : addMonths(key, 1)
}
