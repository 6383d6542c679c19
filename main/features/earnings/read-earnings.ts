import type {
  EarningLine,
  Earnings,
  TrainerEarnings,
  TrainerRate,
} from '../../../shared/earnings.ts'
import { localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'

/** The lines that are paid out with a period, with their sums by trainer. */
export function readEarnings(
  database: StudioDatabase,
  of: {
    readonly from: LocalDate
    readonly until: LocalDate
    readonly trainerId?: string | undefined
  },
): Earnings {
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
  { from, until, trainerId }: Parameters<typeof readEarnings>[1],
): EarningLine[] {
  let query = sql
    .selectFrom('earnings as e')
    .innerJoin('appointments as a', 'a.id', 'e.appointment_id')
    .innerJoin('services as s', 's.id', 'a.service_id')
    .select(['e.id', 'e.trainer_id', 'e.appointment_id', 'e.pay_on', 'e.session_on', 'e.kind'])
    .select(['e.amount_minor', 'e.rate_kind', 'e.rate_value', 'a.local_start', 's.name as service'])
    .where('e.pay_on', '>=', from)
    .where('e.pay_on', '<=', until)
    .orderBy('e.pay_on')
    .orderBy('a.local_start')
    .orderBy('e.created_at')
    .orderBy('e.id')
  if (trainerId !== undefined) query = query.where('e.trainer_id', '=', trainerId)
  return database.all(query).map((row) => ({
    id: row.id,
    trainerId: row.trainer_id,
    appointmentId: row.appointment_id,
    payOn: row.pay_on,
    sessionOn: row.session_on,
    localStart: row.local_start,
    service: row.service,
    kind: row.kind,
    amountMinor: row.amount_minor,
    rate: { kind: row.rate_kind, value: row.rate_value },
  }))
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
