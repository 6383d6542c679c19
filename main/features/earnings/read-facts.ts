import { minor } from '../../../shared/money.ts'
import { minutesBetween } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Attendance } from '../appointments/index.ts'
import type { EarningFacts } from './decide-earning.ts'

/** Collects what the decision about an attendance's earning looks at. */
export function readFacts(database: StudioDatabase, attendance: Attendance): EarningFacts {
  const { terms, appointment } = attendance
  const { sold, refunded } = readMoney(database, attendance)
  return {
    status: terms.status,
    late: terms.cancelled_late === 1 && terms.cancelled_by === 'client',
    priceMinor: terms.price_minor,
    keptMinor: minor(sold - refunded),
    refundedMinor: minor(refunded),
    feeMinor: minor(readFee(database, attendance, sold - refunded)),
    creditUsed: isCreditUsed(database, attendance),
    package: readPackage(database, attendance),
    minutes: minutesBetween(appointment.start_time, appointment.end_time),
  }
}

function readMoney(database: StudioDatabase, { appointmentId, seatId }: Attendance) {
  return database
    .prepare(
      `SELECT coalesce(sum(l.gross_minor), 0) AS sold,
              coalesce(sum((SELECT sum(amount_minor) FROM refunds WHERE sale_line_id = l.id)), 0) AS refunded
       FROM sale_lines l
       WHERE l.appointment_id = ? AND l.seat_id IS ? AND l.kind = 'session'
         AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)`,
    )
    .get(appointmentId, seatId) as { sold: number; refunded: number }
}

/**
 * Fees that were kept, as far as the money they were taken out of is still here, and of those that
 * were paid what did not go back.
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
                     - coalesce((SELECT sum(amount_minor) FROM refunds WHERE sale_line_id = l.id), 0)), 0)
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
  const { paid, credits } = database
    .prepare(
      `SELECT iif(sale_id IN (SELECT sale_id FROM sale_voids), 0, paid_minor) AS paid, credits
       FROM client_packages WHERE id = ?`,
    )
    .get(id) as { paid: number; credits: number }
  return { paidMinor: minor(paid), credits, number: numberOf(database, attendance, id) }
}

/** Which session of its package this is: the one it was, or else the first that no other one is. */
function numberOf(database: StudioDatabase, attendance: Attendance, packageId: string): number {
  const lines = database
    .prepare(
      `SELECT appointment_id AS appointmentId, seat_id AS seatId, credit_number AS number
       FROM earnings WHERE client_package_id = ? ORDER BY rowid`,
    )
    .all(packageId) as { appointmentId: string; seatId: string | null; number: number | null }[]
  const now = new Map(lines.map((line) => [line.seatId ?? line.appointmentId, line.number]))
  const own = now.get(attendance.seatId ?? attendance.appointmentId)
  if (own) return own
  const taken = new Set(now.values())
  let number = 1
  while (taken.has(number)) number += 1
  return number
}
