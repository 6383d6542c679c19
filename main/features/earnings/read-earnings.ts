import type {
  EarningLine,
  Earnings,
  RateKind,
  TrainerEarnings,
  TrainerRate,
} from '../../../shared/earnings.ts'
import { dayBounds, localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { versionOf } from '../check-version.ts'
import { readStudio } from '../studio/index.ts'

/** Which days, and whose; every trainer's without one. */
export interface EarningsOf {
  readonly from: LocalDate
  readonly until: LocalDate
  readonly trainerId?: string | undefined
}

/** The lines that are paid out with a period, with their sums by trainer. */
export function readEarnings(database: StudioDatabase, of: EarningsOf, now: Instant): Earnings {
  const lines = readLines(database, of)
  const trainers = database
    .all(sql.selectFrom('trainers').select(['id', 'name', 'hue', 'active']).orderBy('position'))
    .filter(({ id }) => of.trainerId === undefined || id === of.trainerId)
    .map((trainer) => sumOf(trainer, lines))
    .filter(({ active, sessions }) => active || sessions > 0)
    .map(({ active: _, ...sum }) => sum)
  return {
    currency: readStudio(database).currency,
    trainers,
    lines,
    unresolved: countUnresolved(database, of, now),
    totalMinor: trainers.reduce((sum, { earnedMinor }) => sum + earnedMinor, 0),
    locked: database.all(
      sql
        .selectFrom('pay_periods as p')
        .innerJoin('staff as s', 's.id', 'p.locked_by')
        .select([
          'p.from_on as from',
          'p.until_on as until',
          'p.locked_at as lockedAt',
          's.name as by',
        ])
        .where('p.from_on', '<=', of.until)
        .where('p.until_on', '>=', of.from)
        .orderBy('p.from_on'),
    ),
  }
}

function sumOf(
  { id, name, hue, active }: { id: string; name: string; hue: number; active: number },
  lines: readonly EarningLine[],
): TrainerEarnings & { readonly active: boolean } {
  const own = lines.filter(({ trainerId }) => trainerId === id)
  const sum = (of: readonly EarningLine[]) =>
    of.reduce((total, line) => total + line.amountMinor, 0)
  return {
    trainerId: id,
    name,
    hue,
    active: active === 1,
    sessions: new Set(own.map(({ appointmentId }) => appointmentId)).size,
    earnedMinor: sum(own),
    adjustedMinor: sum(own.filter(({ kind }) => kind === 'adjusted')),
  }
}

/** A group that is earned as a whole says what became of the seat that came furthest. */
const linesOfPeriod = `
  SELECT e.id, e.trainer_id AS trainerId, e.appointment_id AS appointmentId, e.seat_id AS seatId,
         e.pay_on AS payOn, e.session_on AS sessionOn, e.kind, e.amount_minor AS amountMinor,
         e.rate_kind AS rateKind, e.rate_value AS rateValue, e.base, a.local_start AS localStart,
         s.name AS service, coalesce(k.name, c.name) AS client, l.event_type AS cause,
         coalesce(p.status, a.status) AS status,
         coalesce(p.cancelled_late, a.cancelled_late, 0) = 1
           AND coalesce(p.cancelled_by, a.cancelled_by) = 'client' AS late
  FROM earnings e
  JOIN appointments a ON a.id = e.appointment_id
  JOIN services s ON s.id = a.service_id
  LEFT JOIN seats p ON p.id = coalesce(e.seat_id, (
    SELECT id FROM seats WHERE appointment_id = e.appointment_id
    ORDER BY CASE status WHEN 'completed' THEN 1 WHEN 'no_show' THEN 2 WHEN 'cancelled' THEN 3 ELSE 4 END,
             rowid LIMIT 1))
  LEFT JOIN clients c ON c.id = iif(e.seat_id IS NULL, a.client_id, p.client_id)
  LEFT JOIN clients k ON k.id = c.merged_into
  LEFT JOIN event_log l ON l.id = e.cause_event_id
  WHERE e.pay_on BETWEEN @from AND @until AND e.trainer_id = coalesce(@trainer, e.trainer_id)
  ORDER BY e.pay_on, a.local_start, e.rowid`

function readLines(
  database: StudioDatabase,
  { from, until, trainerId }: EarningsOf,
): EarningLine[] {
  const rows = database
    .prepare(linesOfPeriod)
    .all({ from, until, trainer: trainerId ?? null }) as (Omit<EarningLine, 'late' | 'rate'> & {
    readonly late: 0 | 1
    readonly rateKind: RateKind
    readonly rateValue: number
  })[]
  return rows.map(({ rateKind: kind, rateValue: value, late, ...line }) => ({
    ...line,
    late: late === 1,
    rate: { kind, value },
  }))
}

/** What would be earned later than its days, because nobody has said yet what became of it. */
function countUnresolved(
  database: StudioDatabase,
  { from, until, trainerId }: EarningsOf,
  now: Instant,
): number {
  const { time_zone: timeZone } = readStudio(database)
  const { count } = database
    .prepare(
      `SELECT count(*) AS count FROM appointments a LEFT JOIN seats s ON s.appointment_id = a.id
       WHERE a.start_time >= @from AND a.start_time < @until AND a.end_time <= @now
         AND coalesce(s.status, a.status) IN ('booked', 'checked_in') AND a.status <> 'cancelled'
         AND (a.client_id IS NOT NULL OR s.id IS NOT NULL) AND a.trainer_id = coalesce(@trainer, a.trainer_id)`,
    )
    .get({
      from: dayBounds(from, timeZone).start,
      until: dayBounds(until, timeZone).end,
      now,
      trainer: trainerId ?? null,
    }) as { count: number }
  return count
}

/** Every rate ever set, trainer by trainer, the latest day first. */
export function listRates(database: StudioDatabase, now: Instant): TrainerRate[] {
  const today = localDateOf(now, readStudio(database).time_zone)
  const rows = database.all(
    sql
      .selectFrom('trainer_rates as r')
      .innerJoin('trainers as t', 't.id', 'r.trainer_id')
      .leftJoin('staff as s', 's.id', 'r.set_by')
      .select(['r.trainer_id', 'r.effective_from', 'r.kind', 'r.value', 's.name as by'])
      .select('r.withdrawn')
      .orderBy('t.position')
      .orderBy('r.effective_from', 'desc')
      .orderBy('r.position', 'desc'),
  )
  const trainerIds = new Set(rows.map((row) => row.trainer_id))
  const versions = new Map([...trainerIds].map((id) => [id, versionOf(database, 'rate', id)]))
  const isReplaced = (index: number) => {
    const [after, row] = [rows[index - 1], rows[index]!]
    return after?.trainer_id === row.trainer_id && after.effective_from === row.effective_from
  }
  return rows.map((row, index) => {
    const isOwn = (other: (typeof rows)[number]) => other.trainer_id === row.trainer_id
    const current = rows.find(
      (other, at) =>
        isOwn(other) && other.effective_from <= today && other.withdrawn === 0 && !isReplaced(at),
    )
    return {
      trainerId: row.trainer_id,
      effectiveFrom: row.effective_from,
      rate: { kind: row.kind, value: row.value },
      setBy: row.by,
      version: versions.get(row.trainer_id)!,
      state: isReplaced(index)
        ? 'replaced'
        : row.withdrawn === 1
          ? 'called_off'
          : row === current
            ? 'current'
            : row.effective_from > today
              ? 'future'
              : 'past',
    }
  })
}
