import { joinSpans } from '../../../shared/availability.ts'
import { dayBounds, localDateOf, type LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { closuresIn, hoursOn } from '../catalog/index.ts'
import { readStudio } from '../studio/index.ts'

/** Whatever moves a day's money by itself. What comes with one of them, such as a payment, is its. */
export const movesMoney = ['sales', 'sale_voids', 'refunds', 'pay_outs', 'pay_out_voids'] as const

/**
 * Whether a day was one to be closed: something was booked, taken or counted on it, or, since there is
 * a studio, somebody had hours that closures did not take whole: those that meet count as one.
 */
export function wasOpen(database: StudioDatabase, date: LocalDate): boolean {
  const { time_zone: timeZone, created_at: createdAt } = readStudio(database)
  const { start, end } = dayBounds(date, timeZone)
  const money = movesMoney.map(
    (table) => `UNION ALL SELECT 1 FROM ${table} WHERE created_at >= @start AND created_at < @end`,
  )
  const happened = database
    .prepare(
      `SELECT 1 FROM appointments WHERE start_time >= @start AND start_time < @end
       ${money.join(' ')}
       UNION ALL SELECT 1 FROM drawer_sessions WHERE opened_on = @date LIMIT 1`,
    )
    .get({ start, end, date })
  if (happened !== undefined) return true
  if (date < localDateOf(createdAt, timeZone)) return false
  const closures = joinSpans(closuresIn(database, start, end))
  const hours = [...hoursOn(database, date, timeZone).values()].flatMap(({ hours: spans }) => spans)
  return hours.some(
    (span) => !closures.some((closed) => closed.start <= span.start && span.end <= closed.end),
  )
}
