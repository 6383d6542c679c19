import type Sqlite from 'better-sqlite3'

interface WorkedRow {
  readonly appointment: string
  readonly seat: string | null
  readonly trainer: string
  readonly day: string
  readonly minutes: number
  readonly status: string
  /** By the client, inside the window. */
  readonly late: 0 | 1
  readonly price: number
  readonly excused: string | null
  readonly package: string | null
  /** What was paid for it, and the same without tax: whichever its price was written in. */
  readonly packagePaid: number | null
  readonly packageNet: number | null
  readonly packageCredits: number | null
  /** Of a membership: null is without a limit. */
  readonly membership: string | null
  readonly perMonth: number | null
  /** In the terms of the price: without tax that came on top. */
  readonly sold: number
  readonly refunded: number
  /** With the tax: what of it is still here. */
  readonly held: number
  /** Fees taken out of what was paid before, and fees that were paid. */
  readonly kept: number
  readonly feesPaid: number
  readonly creditsOut: number
}

interface LineRow {
  readonly appointment: string
  readonly trainer: string
  readonly day: string
  readonly amount: number
  readonly kind: string
  readonly value: number
  readonly number: number | null
}

const attendances = `
  SELECT a.id AS appointment, NULL AS seat, a.trainer_id AS trainer,
    substr(a.local_start, 1, 10) AS day,
    (julianday(a.end_time) - julianday(a.start_time)) * 1440 AS minutes,
    a.status, a.cancelled_late = 1 AND a.cancelled_by = 'client' AS late, a.price_minor AS price,
    a.excused, a.client_package_id AS package, a.membership_id AS membership,
    a.tax_inclusive AS taxIn
  FROM appointments a WHERE a.client_id IS NOT NULL
  UNION ALL
  SELECT a.id, s.id, a.trainer_id, substr(a.local_start, 1, 10),
    (julianday(a.end_time) - julianday(a.start_time)) * 1440,
    s.status, s.cancelled_late = 1 AND s.cancelled_by = 'client', s.price_minor,
    s.excused, s.client_package_id, s.membership_id, s.tax_inclusive
  FROM seats s JOIN appointments a ON a.id = s.appointment_id`

/** Goodwill is the studio's present: nobody earns less by it. */
const takenBack = `(SELECT * FROM refunds WHERE reason <> 'goodwill')`

const worked = `
  SELECT o.appointment, o.seat, o.trainer, o.day, round(o.minutes) AS minutes, o.status,
    coalesce(o.late, 0) AS late, o.price, o.excused, o.package, o.membership,
    iif(p.sale_id IN (SELECT sale_id FROM sale_voids), 0, p.paid_minor) AS packagePaid, p.credits AS packageCredits, m.sessions_per_month AS perMonth,
    iif(p.sale_id IN (SELECT sale_id FROM sale_voids), 0,
      (SELECT net_minor FROM sale_lines WHERE client_package_id = p.id)) AS packageNet,
    (SELECT coalesce(sum(iif(o.taxIn, l.gross_minor, l.net_minor)), 0) FROM sale_lines l
     WHERE l.appointment_id = o.appointment AND l.seat_id IS o.seat AND l.kind = 'session'
       AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)) AS sold,
    (SELECT coalesce(sum(iif(o.taxIn OR l.gross_minor = 0, r.back,
         (2 * l.net_minor * r.back + l.gross_minor) / (2 * l.gross_minor))), 0)
     FROM sale_lines l
     JOIN (SELECT sale_line_id, sum(amount_minor) AS back FROM ${takenBack} GROUP BY sale_line_id) r
       ON r.sale_line_id = l.id
     WHERE l.appointment_id = o.appointment AND l.seat_id IS o.seat AND l.kind = 'session'
       AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)) AS refunded,
    (SELECT coalesce(sum(l.gross_minor - coalesce(
           (SELECT sum(amount_minor) FROM ${takenBack} WHERE sale_line_id = l.id), 0)), 0)
     FROM sale_lines l
     WHERE l.appointment_id = o.appointment AND l.seat_id IS o.seat AND l.kind = 'session'
       AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)) AS held,
    (SELECT coalesce(sum(f.amount_minor), 0) FROM fees f
     WHERE f.appointment_id = o.appointment AND f.seat_id IS o.seat AND f.state = 'kept') AS kept,
    (SELECT coalesce(sum(l.gross_minor - coalesce(
           (SELECT sum(amount_minor) FROM ${takenBack} WHERE sale_line_id = l.id), 0)), 0)
       FROM sale_lines l JOIN fees f ON f.id = l.fee_id
       WHERE f.appointment_id = o.appointment AND f.seat_id IS o.seat AND f.state = 'paid'
         AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)) AS feesPaid,
    (SELECT coalesce(-sum(c.delta), 0) FROM credit_entries c
     WHERE c.appointment_id = o.appointment AND c.seat_id IS o.seat) AS creditsOut
  FROM (${attendances}) o
  LEFT JOIN client_packages p ON p.id = o.package LEFT JOIN memberships m ON m.id = o.membership`

/**
 * What trainers earn, worked out again from the sessions, the money and the rates: the lines of each
 * session add up to it, with whoever gave it and on the day it was.
 */
export function checkEarnings(connection: Sqlite.Database, owed: ReadonlySet<string>): string[] {
  const rows = connection.prepare(worked).all() as WorkedRow[]
  const all = connection
    .prepare(
      `SELECT coalesce(seat_id, appointment_id) AS of, appointment_id AS appointment, trainer_id AS trainer, session_on AS day,
         amount_minor AS amount, rate_kind AS kind, rate_value AS value, credit_number AS number
       FROM earnings ORDER BY rowid`,
    )
    .all() as (LineRow & { of: string })[]
  const lines = Map.groupBy(all, ({ of }) => of)
  const ofSession = Map.groupBy(all, ({ appointment }) => appointment)
  const late = lateChoices(connection)
  const agreed = (row: WorkedRow): readonly Rate[] => {
    const first = ofSession.get(row.appointment)?.find(({ trainer }) => trainer === row.trainer)
    return first ? [{ kind: first.kind, value: first.value }] : defaultRates(connection, row)
  }
  const known = rows.filter(({ appointment }) => !owed.has(appointment))
  const problems = known.flatMap((row) => {
    const own = lines.get(row.seat ?? row.appointment) ?? []
    const number = own.findLast((line) => isHere(line, row))?.number ?? null
    const right = agreed(row).flatMap((rate) =>
      // By the session or the hour a group earns once, as a whole.
      row.seat !== null && rate.kind !== 'percent'
        ? [0]
        : late(row.day).flatMap((choice) => earned(row, rate, choice, number)),
    )
    return checkOne(row.seat ?? row.appointment, row, own, right)
  })
  const groups = Map.groupBy(
    known.filter(({ seat }) => seat !== null),
    ({ appointment }) => appointment,
  )
  for (const [appointment, seats] of groups) {
    const [row] = seats
    if (!row) continue
    const right = agreed(row).flatMap((rate) =>
      rate.kind === 'percent'
        ? [0]
        : late(row.day).map((choice) =>
            Math.max(...seats.flatMap((seat) => earned(seat, rate, choice, null))),
          ),
    )
    problems.push(...checkOne(appointment, row, lines.get(appointment) ?? [], right))
  }
  return [...problems, ...checkLocked(connection)].slice(0, 8)
}

function isHere(line: LineRow, row: WorkedRow): boolean {
  return line.trainer === row.trainer && line.day === row.day
}

/** @param right every sum it may come to */
function checkOne(
  of: string,
  row: WorkedRow,
  lines: readonly LineRow[],
  right: readonly number[],
): string[] {
  const sum = (some: readonly LineRow[]) => some.reduce((total, line) => total + line.amount, 0)
  const elsewhere = Map.groupBy(
    lines.filter((line) => !isHere(line, row)),
    ({ trainer, day }) => `${trainer} on ${day}`,
  )
  const problems: string[] = []
  for (const [place, some] of elsewhere) {
    if (sum(some) !== 0) problems.push(`${of} still earns ${place} ${sum(some)}`)
  }
  const is = sum(lines.filter((line) => isHere(line, row)))
  if (!right.includes(is)) {
    const should = [...new Set(right)].join(' or ')
    problems.push(`${of} earns ${row.trainer} on ${row.day} ${is}, and should earn ${should}`)
  }
  return problems
}

interface Rate {
  readonly kind: string
  readonly value: number
}

/** What it may come to. More than one sum only where a package's session has no number of its own. */
function earned(row: WorkedRow, rate: Rate, late: string, number: number | null): number[] {
  const share = (amount: number) => Math.floor((amount * rate.value + 5_000) / 10_000)
  const whole = (base: number, slices = true): number[] => {
    if (rate.kind === 'flat') return [rate.value]
    if (rate.kind === 'hourly') return [Math.floor((rate.value * row.minutes + 30) / 60)]
    if (row.package === null || !slices) return [share(base)]
    const { packagePaid, packageNet, packageCredits } = row
    return [packagePaid ?? 0, packageNet ?? 0].flatMap((paid) =>
      slicesOf(paid, packageCredits ?? 1, rate.value, number),
    )
  }
  const kept = row.sold - row.refunded
  if (row.status === 'booked' || row.status === 'checked_in') {
    return rate.kind === 'percent' ? [share(kept)] : [0]
  }
  if (row.status === 'completed') {
    // What went back before something bought ahead took its place is no part of what pays it now.
    const isAhead = row.package !== null || row.membership !== null
    const open = isAhead ? 0 : Math.max(0, row.price - kept)
    return whole(row.price - Math.min(row.refunded, open))
  }
  if (row.status === 'cancelled' && row.late === 0) return [0]
  const isLost =
    row.package === null
      ? row.membership !== null && row.excused === null && row.perMonth !== null
      : row.creditsOut > 0
  if (late === 'never') return [0]
  if (late === 'always' || isLost) return whole(row.price)
  // What was kept counts as long as the money is here.
  const fee = Math.min(row.kept, row.held) + row.feesPaid
  return fee === 0 ? [0] : whole(fee, false)
}

/** One session's part of a package: all together are the share of what was paid, to the unit. */
function slicesOf(paid: number, credits: number, bp: number, number: number | null): number[] {
  const upTo = (count: number) => Math.round((paid * bp * count) / (10_000 * credits))
  const slice = (one: number) => (one > credits ? 0 : upTo(one) - upTo(one - 1))
  if (number !== null) return [slice(number)]
  return [0, ...Array.from({ length: credits }, (_, index) => slice(index + 1))]
}

/**
 * What the policy of a day says about lost sessions. The first one holds from the day of the set-up;
 * for what is booked on a day before, it is as with every new studio.
 */
function lateChoices(connection: Sqlite.Database): (day: string) => readonly [string] {
  const policies = connection
    .prepare(
      `SELECT effective_from AS day, coalesce(terms ->> '$.lateEarning', 'if_kept') AS choice
       FROM policies AS p WHERE withdrawn = 0
         AND position = (SELECT max(position) FROM policies WHERE effective_from = p.effective_from)
       ORDER BY effective_from`,
    )
    .all() as { day: string; choice: string }[]
  return (day) => [policies.findLast((policy) => policy.day <= day)?.choice ?? 'if_kept']
}

/** The rate of a session's day: the last one written of those that hold from the latest day. */
function defaultRates(connection: Sqlite.Database, row: WorkedRow): readonly Rate[] {
  return connection
    .prepare(
      `SELECT kind, value FROM trainer_rates AS r
       WHERE trainer_id = ? AND effective_from <= ? AND withdrawn = 0
         AND position = (SELECT max(position) FROM trainer_rates
                         WHERE trainer_id = r.trainer_id AND effective_from = r.effective_from)
       ORDER BY effective_from DESC LIMIT 1`,
    )
    .all(row.trainer, row.day) as Rate[]
}

/** A day that was paid out comes to what it was paid out with. */
function checkLocked(connection: Sqlite.Database): string[] {
  const periods = connection
    .prepare(
      `SELECT p.from_on || ' to ' || p.until_on AS days, e.event_data ->> '$.amount' AS paid,
         (SELECT coalesce(sum(amount_minor), 0) FROM earnings
          WHERE pay_on BETWEEN p.from_on AND p.until_on) AS sum
       FROM pay_periods p JOIN event_log e
         ON e.event_type = 'earning.period_locked' AND e.event_data ->> '$.periodId' = p.id`,
    )
    .all() as { days: string; paid: number; sum: number }[]
  return periods
    .filter(({ paid, sum }) => paid !== sum)
    .map(({ days, paid, sum }) => `${days} was paid out with ${paid}, and comes to ${sum}`)
}
