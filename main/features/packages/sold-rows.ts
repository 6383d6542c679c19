import type { Minor } from '../../../shared/money.ts'
import type { Membership } from '../../../shared/packages.ts'
import { refuse, ok, type Result } from '../../../shared/result.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { AttendanceKey } from './credit-ledger.ts'
import type { MembershipTerms, Pause } from './decide-membership.ts'

/** A package of a client with its product's name. */
export type PackageRow = Row<'client_packages'> & { readonly name: string }

/** A membership of a client with its product's name. */
export type MembershipRow = Row<'memberships'> & { readonly name: string }

// By hand: every booking asks.
const selectPackage = `SELECT c.*, p.name FROM client_packages c JOIN products p ON p.id = c.product_id`
const selectMembership = `SELECT m.*, p.name FROM memberships m JOIN products p ON p.id = m.product_id`

/** One package. Refuses `package_not_found`, also for another client's. */
export function findPackage(
  database: StudioDatabase,
  id: string,
  clientId?: string,
): Result<PackageRow> {
  const row = database.prepare(`${selectPackage} WHERE c.id = ?`).get(id) as PackageRow | undefined
  if (!row || (clientId !== undefined && row.client_id !== clientId)) {
    return refuse('package_not_found', {})
  }
  return ok(row)
}

/** What a client bought, the one that ends first in front. */
export function packagesOf(database: StudioDatabase, clientId: string): PackageRow[] {
  return database
    .prepare(`${selectPackage} WHERE c.client_id = ? ORDER BY c.expires_on, c.rowid`)
    .all(clientId) as PackageRow[]
}

/** What of a package's price went back already, in minor units. */
export function refundedOf(database: StudioDatabase, clientPackageId: string): Minor {
  return database
    .prepare(
      `SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
       JOIN sale_lines l ON l.id = r.sale_line_id WHERE l.client_package_id = ?`,
    )
    .pluck()
    .get(clientPackageId) as Minor
}

/** One membership. Refuses `membership_not_found`, also for another client's. */
export function findMembership(
  database: StudioDatabase,
  id: string,
  clientId?: string,
): Result<MembershipRow> {
  const row = database.prepare(`${selectMembership} WHERE m.id = ?`).get(id) as
    | MembershipRow
    | undefined
  if (!row || (clientId !== undefined && row.client_id !== clientId)) {
    return refuse('membership_not_found', {})
  }
  return ok(row)
}

/** A client's memberships, the one that ends first in front. */
export function membershipsOf(database: StudioDatabase, clientId: string): MembershipRow[] {
  return database
    .prepare(`${selectMembership} WHERE m.client_id = ? ORDER BY m.ends_on, m.rowid`)
    .all(clientId) as MembershipRow[]
}

/** The pauses of a membership with their ids, oldest first. */
export function pausesOf(
  database: StudioDatabase,
  membershipId: string,
): (Pause & { readonly id: string; readonly createdAt: Instant })[] {
  return database
    .prepare(
      `SELECT id, from_on AS fromOn, until_on AS untilOn, created_at AS createdAt
       FROM membership_pauses
       WHERE membership_id = ? ORDER BY from_on`,
    )
    .all(membershipId) as (Pause & { id: string; createdAt: Instant })[]
}

/** When a membership ends, and when it rests. */
export function membershipStanding(
  database: StudioDatabase,
  { membershipId }: { readonly membershipId: string },
): unknown {
  const found = findMembership(database, membershipId)
  if (!found.ok) return null
  const { ends_on: endsOn, ended_from: endedFrom } = found.value
  return [endsOn, endedFrom, pausesOf(database, membershipId)]
}

/** A membership as its rules read it. */
export function termsOf(database: StudioDatabase, row: MembershipRow): MembershipTerms {
  return {
    name: row.name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    sessionsPerMonth: row.sessions_per_month,
    pauses: pausesOf(database, row.id),
  }
}

/** The services a product pays for; empty: all. */
export function scopeOf(database: StudioDatabase, productId: string): string[] {
  return database
    .prepare('SELECT service_id FROM product_services WHERE product_id = ?')
    .pluck()
    .all(productId) as string[]
}

// What was cancelled too late or not attended counts as well, unless that was let go: the month's
// session is lost, as a credit would be.
const counts = (table: string) =>
  `${table}.membership_id = ? AND (${table}.status <> 'cancelled' OR ${table}.cancelled_late = 1)
   AND (${table}.status <> 'no_show' OR ${table}.excused IS NULL)`
const selectBookedDays = `
  SELECT substr(a.local_start, 1, 10) AS day FROM appointments a WHERE ${counts('a')} AND a.id <> ?
  UNION ALL
  SELECT substr(a.local_start, 1, 10) FROM seats s JOIN appointments a ON a.id = s.appointment_id
  WHERE ${counts('s')} AND s.id <> ?`

/**
 * The days of all sessions a membership pays for.
 *
 * @param except the attendance that is asked about: it is not in its own way.
 */
export function bookedDays(
  database: StudioDatabase,
  membershipId: string,
  except?: AttendanceKey,
): LocalDate[] {
  const own = except ? (except.seatId ?? except.appointmentId) : ''
  return database
    .prepare(selectBookedDays)
    .pluck()
    .all(membershipId, own, membershipId, own) as LocalDate[]
}

const selectOpen = `
  SELECT a.id AS appointmentId, a.local_start AS localStart, a.status FROM appointments a
  WHERE a.membership_id = ? AND a.status IN ('booked', 'checked_in')
  UNION ALL
  SELECT a.id, a.local_start, s.status FROM seats s JOIN appointments a ON a.id = s.appointment_id
  WHERE s.membership_id = ? AND s.status IN ('booked', 'checked_in')
  ORDER BY localStart`

/** The sessions a membership pays for that are still to come, soonest first. */
export function openSessions(database: StudioDatabase, membershipId: string): Membership['booked'] {
  return database.prepare(selectOpen).all(membershipId, membershipId) as Membership['booked'][0][]
}
