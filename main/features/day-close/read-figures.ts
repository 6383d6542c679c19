import type { DayFigures, DayTender, Unresolved } from '../../../shared/day-close.ts'
import { minor } from '../../../shared/money.ts'
import {
  dayBounds,
  localDateTimeOf,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'

/** Sessions and seats alike: what one client booked. A group session itself stands for nobody. */
const attendances = `
  SELECT a.id AS appointment_id, a.client_id, a.service_id, a.trainer_id, a.status, a.start_time,
         a.end_time, a.local_start
  FROM appointments a WHERE a.client_id IS NOT NULL
  UNION ALL
  SELECT a.id, s.client_id, a.service_id, a.trainer_id, s.status, a.start_time, a.end_time,
         a.local_start
  FROM seats s JOIN appointments a ON a.id = s.appointment_id`

/** The same, of earlier days alone and with nothing said about it: few, so its own indexes lead to them. */
const leftBehind = `
  SELECT a.id AS appointment_id, a.client_id, a.service_id, a.trainer_id, a.start_time, a.local_start
  FROM appointments a
  WHERE a.client_id IS NOT NULL AND a.status IN ('booked', 'checked_in')
    AND a.start_time < @start AND a.end_time <= @now
  UNION ALL
  SELECT a.id, s.client_id, a.service_id, a.trainer_id, a.start_time, a.local_start
  FROM seats s CROSS JOIN appointments a ON a.id = s.appointment_id
  WHERE s.status IN ('booked', 'checked_in') AND a.start_time < @start AND a.end_time <= @now`

/** More than anybody clears at the end of a day; the figures say how many there are. */
const mostEarlier = 5

/** A day in figures, as of `now`. */
export function readFigures(
  database: StudioDatabase,
  date: LocalDate,
  now: Instant,
): Omit<DayFigures, 'sync'> {
  const { currency, time_zone: timeZone } = readStudio(database)
  const { start, end } = dayBounds(date, timeZone)
  const all = <R>(query: string, ...values: unknown[]) =>
    database.prepare(query).all(...values) as R[]
  const one = (query: string, ...values: unknown[]) => database.prepare(query).get(...values)

  const tenders = readTenders(database, start, end)
  const { toppedUpMinor, taxes } = readLines(database, start, end)
  const taken = sum(
    tenders.map(
      ({ takenMinor, refundedMinor, voidedMinor }) => takenMinor - refundedMinor - voidedMinor,
    ),
  )
  const receipts = one(
    `SELECT count(*) AS count, min(receipt_number) AS first, max(receipt_number) AS last
     FROM receipts WHERE issued_at >= @start AND issued_at < @end`,
    { start, end },
  ) as { count: number; first: string | null; last: string | null }
  const payments = all<{ at: Instant; amount: number }>(
    'SELECT created_at AS at, amount_minor AS amount FROM payments WHERE created_at >= ? AND created_at < ?',
    start,
    end,
  )
  const byHour = new Map<number, number>()
  for (const { at, amount } of payments) {
    const hour = Number(localDateTimeOf(at, timeZone).slice(11, 13))
    byHour.set(hour, (byHour.get(hour) ?? 0) + amount)
  }
  const sessions = all<{ status: string; count: number }>(
    `SELECT status, count(*) AS count FROM (${attendances})
     WHERE start_time >= ? AND start_time < ? GROUP BY status ORDER BY status`,
    start,
    end,
  )
  // Of the day they were opened on: one that is counted the next morning holds this day's cash.
  const drawers = all<{ counted: number; expected: number; float: number; carried: number | null }>(
    `SELECT counted_minor AS counted, expected_minor AS expected, float_minor AS float,
            carried_minor AS carried
     FROM drawer_sessions WHERE opened_on = ? AND closed_at IS NOT NULL ORDER BY rowid`,
    date,
  )
  const fees = one(
    `SELECT count(*) AS count, coalesce(sum(amount_minor), 0) AS amount FROM fees
     WHERE state IN ('pending', 'due')`,
  ) as { count: number; amount: number }
  const { dead } = one('SELECT count(*) AS dead FROM dead_letters WHERE resolution IS NULL') as {
    dead: number
  }
  const messages = one(
    `SELECT (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending')) AS waiting,
            (SELECT count(*) FROM outbox WHERE status = 'failed') AS failed`,
  ) as { waiting: number; failed: number }
  const { earlier } = one(`SELECT count(*) AS earlier FROM (${leftBehind})`, { start, now }) as {
    earlier: number
  }
  return {
    date,
    currency,
    tenders,
    netMinor: taken - toppedUpMinor,
    toppedUpMinor,
    taxMinor: sum(taxes.map(({ taxMinor }) => taxMinor)),
    taxes,
    receipts,
    sessions: Object.fromEntries(sessions.map(({ status, count }) => [status, count])),
    hours: [...byHour]
      .map(([hour, takenMinor]) => ({ hour, takenMinor: minor(takenMinor) }))
      .toSorted((a, b) => a.hour - b.hour),
    drawers: drawers.map(({ counted, expected, float, carried }) => ({
      openingDifferenceMinor: carried === null ? 0 : float - carried,
      countedMinor: minor(counted),
      varianceMinor: counted - expected,
    })),
    fees: { count: fees.count, amountMinor: minor(fees.amount) },
    deadLetters: dead,
    messages,
    earlierUnresolved: earlier,
  }
}

/** What nobody has said anything about of the days before, the oldest first: only a few of them. */
export function readEarlier(
  database: StudioDatabase,
  date: LocalDate,
  now: Instant,
): readonly Unresolved[] {
  const { time_zone: timeZone } = readStudio(database)
  return database
    .prepare(
      `SELECT o.appointment_id AS appointmentId, o.local_start AS local,
              coalesce(c.name, s.name) AS who, t.name AS trainer
       FROM (SELECT * FROM (${leftBehind}) ORDER BY start_time LIMIT ${mostEarlier}) o
       JOIN services s ON s.id = o.service_id JOIN trainers t ON t.id = o.trainer_id
       LEFT JOIN clients c ON c.id = o.client_id
       ORDER BY o.start_time, who`,
    )
    .all({ start: dayBounds(date, timeZone).start, now }) as Unresolved[]
}

/**
 * The sessions of a day that are over and still stand as booked or arrived, and how many are ahead: a
 * class that nobody is in yet is one as well, for somebody can still come.
 */
export function readUnresolved(
  database: StudioDatabase,
  date: LocalDate,
  now: Instant,
): { readonly unresolved: readonly Unresolved[]; readonly ahead: number } {
  const { time_zone: timeZone } = readStudio(database)
  const { start, end } = dayBounds(date, timeZone)
  const rows = database
    .prepare(
      `SELECT o.appointment_id AS appointmentId, o.local_start AS local, o.end_time AS endTime,
              coalesce(c.name, s.name) AS who, t.name AS trainer
       FROM (${attendances}) o
       JOIN services s ON s.id = o.service_id JOIN trainers t ON t.id = o.trainer_id
       LEFT JOIN clients c ON c.id = o.client_id
       WHERE o.status IN ('booked', 'checked_in') AND o.start_time >= ? AND o.start_time < ?
       ORDER BY o.start_time, who`,
    )
    .all(start, end) as (Unresolved & { endTime: Instant; local: LocalDateTime })[]
  const unresolved = rows
    .filter(({ endTime }) => endTime <= now)
    .map(({ endTime: _, ...session }) => session)
  const empty = database
    .prepare(
      `SELECT count(*) FROM appointments a
       WHERE a.client_id IS NULL AND a.status = 'booked' AND a.start_time >= ? AND a.start_time < ?
         AND a.end_time > ? AND NOT EXISTS (
           SELECT 1 FROM seats s WHERE s.appointment_id = a.id AND s.status <> 'cancelled')`,
    )
    .pluck()
    .get(start, end, now) as number
  return { unresolved, ahead: rows.length - unresolved.length + empty }
}

function readTenders(database: StudioDatabase, start: Instant, end: Instant): DayTender[] {
  const rows = database
    .prepare(
      `SELECT method, sum(taken) AS taken, sum(refunded) AS refunded, sum(voided) AS voided,
              sum(paid_out) AS paidOut FROM (
         SELECT method, amount_minor AS taken, 0 AS refunded, 0 AS voided, 0 AS paid_out FROM payments
         WHERE created_at >= @start AND created_at < @end
         UNION ALL
         SELECT method, 0, amount_minor, 0, 0 FROM refunds WHERE created_at >= @start AND created_at < @end
         UNION ALL
         SELECT p.method, 0, 0, p.amount_minor, 0 FROM payments p
         JOIN sale_voids v ON v.sale_id = p.sale_id WHERE v.created_at >= @start AND v.created_at < @end
         UNION ALL
         SELECT method, 0, 0, 0, amount_minor FROM pay_outs
         WHERE created_at >= @start AND created_at < @end
         UNION ALL
         SELECT o.method, 0, 0, 0, -o.amount_minor FROM pay_outs o
         JOIN pay_out_voids v ON v.pay_out_id = o.id
         WHERE v.created_at >= @start AND v.created_at < @end)
       GROUP BY method ORDER BY method`,
    )
    .all({ start, end }) as {
    method: string
    taken: number
    refunded: number
    voided: number
    paidOut: number
  }[]
  return rows.map(({ method, taken, refunded, voided, paidOut }) => ({
    method,
    takenMinor: minor(taken),
    refundedMinor: minor(refunded),
    voidedMinor: minor(voided),
    paidOutMinor: paidOut,
  }))
}

/**
 * What the lines of a day come to: sold, less what went back with refunds and voids, whenever it was
 * sold. Tax is counted with the line it is of, however that was paid: a balance that is spent was taxed
 * neither when it was filled nor when money went back into it.
 */
function readLines(
  database: StudioDatabase,
  start: Instant,
  end: Instant,
): { readonly toppedUpMinor: number; readonly taxes: NonNullable<DayFigures['taxes']> } {
  const rows = database
    .prepare(
      `SELECT kind = 'top_up' AS isTopUp, bp AS basisPoints,
              sum(gross - tax) AS netMinor, sum(tax) AS taxMinor
       FROM (
         SELECT l.kind, l.tax_bp AS bp, l.gross_minor AS gross, l.tax_minor AS tax
         FROM sale_lines l JOIN sales s ON s.id = l.sale_id
         WHERE s.created_at >= @start AND s.created_at < @end
         UNION ALL
         SELECT l.kind, l.tax_bp, -r.amount_minor, -r.tax_minor
         FROM refunds r JOIN sale_lines l ON l.id = r.sale_line_id
         WHERE r.created_at >= @start AND r.created_at < @end
         UNION ALL
         SELECT l.kind, l.tax_bp, -l.gross_minor, -l.tax_minor
         FROM sale_lines l JOIN sale_voids v ON v.sale_id = l.sale_id
         WHERE v.created_at >= @start AND v.created_at < @end)
       GROUP BY isTopUp, bp ORDER BY bp`,
    )
    .all({ start, end }) as {
    isTopUp: 0 | 1
    basisPoints: number
    netMinor: number
    taxMinor: number
  }[]
  return {
    toppedUpMinor: sum(rows.filter(({ isTopUp }) => isTopUp === 1).map((row) => row.netMinor)),
    taxes: rows.filter(({ basisPoints }) => basisPoints > 0).map(({ isTopUp: _, ...tax }) => tax),
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
