import { minor, partOf } from '../../../shared/money.ts'
import { localDateOf, minutesBetween, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Attendance } from '../appointments/index.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import type { EarningFacts } from './decide-earning.ts'

/** Collects what the decision about an attendance's earning looks at. */
export function readFacts(database: StudioDatabase, attendance: Attendance): EarningFacts {
  const { terms, appointment } = attendance
  const { soldMinor, refundedMinor, heldMinor } = readMoney(database, attendance)
  return {
    status: terms.status,
    late: terms.cancelled_late === 1 && terms.cancelled_by === 'client',
    priceMinor: terms.price_minor,
    keptMinor: minor(soldMinor - refundedMinor),
    // What went back before something bought ahead took its place is no part of what pays it now.
    refundedMinor: minor(terms.funding === 'single' ? refundedMinor : 0),
    feeMinor: minor(readFee(database, attendance, heldMinor)),
    creditUsed: isCreditUsed(database, attendance),
    package: readPackage(database, attendance),
    minutes: minutesBetween(appointment.start_time, appointment.end_time),
  }
}

/**
 * In the terms of the price: tax that was added on top is the state's, and nobody earns from it. What
 * was given back as goodwill is the studio's present: the trainer earns as if it had not been.
 */
function readMoney(
  database: StudioDatabase,
  { appointmentId, seatId, terms }: Attendance,
): {
  readonly soldMinor: number
  readonly refundedMinor: number
  /** With the tax: what of it the studio has, or gave away as goodwill. */
  readonly heldMinor: number
} {
  const lines = database
    .prepare(
      `SELECT l.net_minor AS net, l.gross_minor AS gross,
              coalesce((SELECT sum(amount_minor) FROM refunds
                        WHERE sale_line_id = l.id AND reason <> 'goodwill'), 0) AS refunded
       FROM sale_lines l
       WHERE l.appointment_id = ? AND l.seat_id IS ? AND l.kind = 'session'
         AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)`,
    )
    .all(appointmentId, seatId) as { net: number; gross: number; refunded: number }[]
  let soldMinor = 0
  let refundedMinor = 0
  let heldMinor = 0
  for (const { net, gross, refunded } of lines) {
    const price = terms.tax_inclusive === 1 ? gross : net
    soldMinor += price
    refundedMinor += partOf(price, refunded, gross)
    heldMinor += gross - refunded
  }
  return { soldMinor, refundedMinor, heldMinor }
}

/**
 * Fees that were kept, as far as the money they were taken out of is still here, and of those that
 * were paid what did not go back. Goodwill did not go back in this sense.
 */
function readFee(
  database: StudioDatabase,
  { appointmentId, seatId }: Attendance,
  heldMinor: number,
): number {
  const { kept, paid } = database
    .prepare(
      `SELECT
         coalesce(sum(f.amount_minor) FILTER (WHERE f.state = 'kept'), 0) AS kept,
         coalesce(sum(
           (SELECT coalesce(sum(l.gross_minor
                     - coalesce((SELECT sum(amount_minor) FROM refunds
                                 WHERE sale_line_id = l.id AND reason <> 'goodwill'), 0)), 0)
            FROM sale_lines l
            WHERE l.fee_id = f.id AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids))
         ) FILTER (WHERE f.state = 'paid'), 0) AS paid
       FROM fees f WHERE f.appointment_id = ? AND f.seat_id IS ? AND f.state IN ('kept', 'paid')`,
    )
    .get(appointmentId, seatId) as { kept: number; paid: number }
  return Math.min(kept, heldMinor) + paid
}

function isCreditUsed(database: StudioDatabase, attendance: Attendance): boolean {
  const { terms, appointmentId, seatId } = attendance
  if (terms.funding === 'package') {
    const { held } = database
      .prepare(
        `SELECT coalesce(sum(delta), 0) AS held FROM credit_entries
         WHERE appointment_id = ? AND seat_id IS ? AND kind IN ('held', 'released')`,
      )
      .get(appointmentId, seatId) as { held: number }
    return held < 0
  }
  if (terms.membership_id === null || terms.excused !== null) return false
  const { perMonth } = database
    .prepare('SELECT sessions_per_month AS perMonth FROM memberships WHERE id = ?')
    .get(terms.membership_id) as { perMonth: number | null }
  return perMonth !== null
}

function readPackage(database: StudioDatabase, attendance: Attendance): EarningFacts['package'] {
  const { client_package_id: id } = attendance.terms
  if (id === null) return null
  const sold = database
    .prepare(
      `SELECT p.credits, p.paid_minor AS paid, p.sold_at AS soldAt, l.net_minor AS net,
              p.sale_id IN (SELECT sale_id FROM sale_voids) AS isVoided
       FROM client_packages p LEFT JOIN sale_lines l ON l.client_package_id = p.id WHERE p.id = ?`,
    )
    .get(id) as {
    credits: number
    paid: number
    soldAt: Instant
    net: number | null
    isVoided: 0 | 1
  }
  // What was paid holds the tax; where it came on top of the price, the price is the net.
  const soldOn = localDateOf(sold.soldAt, readStudio(database).time_zone)
  const { taxInclusive } = readPolicy(database, soldOn)
  const priceMinor = taxInclusive ? sold.paid : (sold.net ?? sold.paid)
  const paidMinor = minor(sold.isVoided === 1 ? 0 : priceMinor)
  return { paidMinor, credits: sold.credits, number: numberOf(database, attendance, id) }
}

/**
 * Which session of its package this is: the one it is or was last, unless another one is that by now,
 * or else the first that no other one is. So it earns what it did when it is undone and done again.
 */
function numberOf(database: StudioDatabase, attendance: Attendance, packageId: string): number {
  const lines = database
    .prepare(
      `SELECT appointment_id AS appointmentId, seat_id AS seatId, credit_number AS number
       FROM earnings WHERE client_package_id = ? ORDER BY rowid`,
    )
    .all(packageId) as { appointmentId: string; seatId: string | null; number: number | null }[]
  const key = attendance.seatId ?? attendance.appointmentId
  const isOwn = (line: (typeof lines)[number]) => (line.seatId ?? line.appointmentId) === key
  const others = lines.filter((line) => !isOwn(line))
  const now = new Map(others.map((line) => [line.seatId ?? line.appointmentId, line.number]))
  const taken = new Set(now.values())
  const own = lines.findLast((line) => isOwn(line) && line.number !== null)?.number
  if (own && !taken.has(own)) return own
  let number = 1
  while (taken.has(number)) number += 1
  return number
}
