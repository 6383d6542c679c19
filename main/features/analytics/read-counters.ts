import type { SessionCounters, SessionCounts } from '../../../shared/analytics.ts'
import type { LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'

const sums = `
  coalesce(sum(count) FILTER (WHERE metric = 'appointment.created'), 0) AS booked,
  coalesce(sum(count) FILTER (WHERE metric = 'appointment.rescheduled'), 0) AS moved,
  coalesce(sum(count) FILTER (WHERE metric = 'appointment.cancelled'), 0) AS cancelled,
  coalesce(sum(count) FILTER (WHERE metric = 'appointment.reinstated'), 0) AS reinstated`

// The key begins with the metric, so that naming all of them seeks the range of each.
const range = `
  FROM analytics_counters AS n
  WHERE metric IN ('appointment.created', 'appointment.rescheduled', 'appointment.cancelled',
    'appointment.reinstated') AND local_date BETWEEN ? AND ?`

/** Adds up what was counted for the sessions of a range of local days, both ends included. */
export function readCounters(
  database: StudioDatabase,
  from: LocalDate,
  through: LocalDate,
): SessionCounters {
  const read = <Row>(query: string) => database.prepare(query).all(from, through) as Row[]
  const named = (table: 'services' | 'trainers', column: string, order: string) =>
    read<SessionCounts & { id: string; name: string }>(
      `SELECT x.id, x.name, ${sums}
       FROM (SELECT * ${range}) AS n JOIN ${table} AS x ON x.id = n.${column}
       GROUP BY x.id ORDER BY ${order}`,
    )
  return {
    total: read<SessionCounts>(`SELECT ${sums} ${range}`)[0]!,
    // SQLite counts weekdays from Sunday, 0.
    weekdayHours: read(
      `SELECT (strftime('%w', local_date) + 6) % 7 + 1 AS weekday, hour, ${sums} ${range}
       GROUP BY weekday, hour ORDER BY weekday, hour`,
    ),
    services: named('services', 'service_id', 'booked DESC, x.position'),
    trainers: named('trainers', 'trainer_id', 'x.position'),
  }
}
