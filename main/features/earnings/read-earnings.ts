import type {
  EarningLine,
  Earnings,
  TrainerEarnings,
  TrainerRate,
} from '../../../shared/earnings.ts'
import { dayBounds, localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
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

function readLines(
  database: StudioDatabase,
  { from, until, trainerId }: EarningsOf,
): EarningLine[] {
  let query = sql
    .selectFrom('earnings as e')
    .innerJoin('appointments as a', 'a.id', 'e.appointment_id')
    .innerJoin('services as s', 's.id', 'a.service_id')
    .leftJoin('seats as p', 'p.id', 'e.seat_id')
    .innerJoin('clients as c', (join) =>
      join.on('c.id', '=', (build) => build.fn.coalesce('p.client_id', 'a.client_id')),
    )
    .leftJoin('clients as k', 'k.id', 'c.merged_into')
    .leftJoin('event_log as l', 'l.id', 'e.cause_event_id')
    .select((build) => [
      'e.id',
      'e.trainer_id as trainerId',
      'e.appointment_id as appointmentId',
      'e.seat_id as seatId',
      'e.pay_on as payOn',
      'e.session_on as sessionOn',
      'e.kind',
      'e.amount_minor as amountMinor',
      'e.rate_kind',
      'e.rate_value',
      'e.base',
      'a.local_start as localStart',
      's.name as service',
      'l.event_type as cause',
      build.fn.coalesce('k.name', 'c.name').as('client'),
      build.fn.coalesce('p.status', 'a.status').as('status'),
      build.fn.coalesce('p.funding', 'a.funding').as('funding'),
      build.fn.coalesce('p.cancelled_late', 'a.cancelled_late').as('late'),
      build.fn.coalesce('p.cancelled_by', 'a.cancelled_by').as('cancelledBy'),
    ])
    .where('e.pay_on', '>=', from)
    .where('e.pay_on', '<=', until)
    .orderBy('e.pay_on')
    .orderBy('a.local_start')
    .orderBy('e.created_at')
    .orderBy('e.id')
  if (trainerId !== undefined) query = query.where('e.trainer_id', '=', trainerId)
  return database
    .all(query)
    .map(({ rate_kind: kind, rate_value: value, late, cancelledBy, ...line }) => ({
      ...line,
      late: late === 1 && cancelledBy === 'client',
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
      .orderBy('t.position')
      .orderBy('r.effective_from', 'desc')
      .orderBy('r.position', 'desc'),
  )
  return rows.map((row, index) => {
    const isOwn = (other: (typeof rows)[number]) => other.trainer_id === row.trainer_id
    const current = rows.find((other) => isOwn(other) && other.effective_from <= today)
    const before = rows[index - 1]
    return {
      trainerId: row.trainer_id,
      effectiveFrom: row.effective_from,
      rate: { kind: row.kind, value: row.value },
      setBy: row.by,
      state:
        before && isOwn(before) && before.effective_from === row.effective_from
          ? 'replaced'
          : row === current
            ? 'current'
            : row.effective_from > today
              ? 'future'
              : 'past',
    }
  })
}
