import type { Rate } from '../../../shared/earnings.ts'
import { addDays, type LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'

/** Of each trainer and day the rate written last, unless that called the day off. */
const standing = `(
  SELECT * FROM trainer_rates AS r WHERE withdrawn = 0
    AND position = (SELECT max(position) FROM trainer_rates
                    WHERE trainer_id = r.trainer_id AND effective_from = r.effective_from))`

/** Whether another rate of a trainer begins on a day. */
export function isRatePlanned(
  database: StudioDatabase,
  trainerId: string,
  date: LocalDate,
): boolean {
  return (
    database
      .prepare(`SELECT 1 FROM ${standing} WHERE trainer_id = ? AND effective_from = ?`)
      .get(trainerId, date) !== undefined
  )
}

/**
 * The rate of a trainer on a day: the last one written of those that hold from the latest day that was
 * not called off.
 */
export function rateOn(database: StudioDatabase, trainerId: string, date: LocalDate): Rate {
  // Every trainer has one from the first day on: see 0010_earnings.sql.
  return database
    .prepare(
      `SELECT kind, value FROM ${standing} WHERE trainer_id = ? AND effective_from <= ?
       ORDER BY effective_from DESC LIMIT 1`,
    )
    .get(trainerId, date) as Rate
}

/** The day itself, or the first after it that was not paid out yet. */
export function firstOpenDay(database: StudioDatabase, date: LocalDate): LocalDate {
  const locked = database
    .prepare('SELECT until_on AS until FROM pay_periods WHERE from_on <= ? AND until_on >= ?')
    .get(date, date) as { until: LocalDate } | undefined
  return locked ? firstOpenDay(database, addDays(locked.until, 1)) : date
}
