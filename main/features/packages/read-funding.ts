import type { Minor } from '../../../shared/money.ts'
import type {
  ClientFunding,
  ClientPackage,
  CreditMove,
  Membership,
} from '../../../shared/packages.ts'
import { decideTax, type TaxTerms } from '../../../shared/tax.ts'
import { localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { readEntries } from './credit-ledger.ts'
import { countCredits, refundOf, validCredits } from './decide.ts'
import { endAfterRenewal, isVoid, monthOf, monthsOf } from './decide-membership.ts'
import {
  bookedDays,
  membershipsOf,
  openSessions,
  packagesOf,
  pausesOf,
  termsOf,
  type MembershipRow,
  type PackageRow,
  refundedOf,
} from './sold-rows.ts'
import { taxAt } from './tax-today.ts'

/** All that a client bought ahead, as their profile shows it; what can still be used comes first. */
export function readClientFunding(
  database: StudioDatabase,
  clientId: string,
  now: Instant,
): ClientFunding {
  const today = localDateOf(now, readStudio(database).time_zone)
  const packages = packagesOf(database, clientId).map((row) => toPackage(database, row, today))
  const memberships = membershipsOf(database, clientId).map((row) =>
    toMembership(database, row, today, taxAt(database, now)),
  )
  return {
    today,
    packages: [
      ...packages.filter(isOpen),
      ...packages.filter((sold) => !isOpen(sold)).toReversed(),
    ],
    memberships: [
      ...memberships.filter(isAhead),
      ...memberships.filter((membership) => !isAhead(membership)).toReversed(),
    ],
  }
}

/** Runs, rests or is to come. */
function isAhead({ state }: Membership): boolean {
  return state !== 'over' && state !== 'void'
}

/** Still of use: credits left, or kept for a session. */
function isOpen({ left, held }: ClientPackage): boolean {
  return left + held > 0
}

function toPackage(database: StudioDatabase, row: PackageRow, today: LocalDate): ClientPackage {
  const count = countCredits(readEntries(database, row.id))
  const left = validCredits(count.lots, today)
  const sold = {
    paidMinor: row.paid_minor,
    singlePriceMinor: row.single_price_minor,
    used: count.used,
    refundedMinor: refundedOf(database, row.id),
  }
  const refund = refundOf(sold, count.lots, today)
  return {
    id: row.id,
    productId: row.product_id,
    name: row.name,
    credits: row.credits,
    left,
    held: count.held,
    used: count.used,
    lost: row.credits - left - count.held - count.used,
    lots: count.lots,
    expiresOn: row.expires_on,
    paidMinor: row.paid_minor,
    singlePriceMinor: row.single_price_minor,
    currency: row.currency,
    soldAt: row.sold_at,
    receiptNumber: receiptOf(database, row.sale_id),
    refund: refund.creditsVoid > 0 ? refund : null,
    moves: movesOf(database, row.id),
  }
}

function receiptOf(database: StudioDatabase, saleId: string): string {
  return database
    .prepare('SELECT receipt_number FROM sales WHERE id = ?')
    .pluck()
    .get(saleId) as string
}

interface MoveRow extends Omit<CreditMove, 'session'> {
  readonly appointmentId: string | null
  readonly localStart: NonNullable<CreditMove['session']>['localStart']
  readonly serviceName: string
  readonly trainerName: string
}

function movesOf(database: StudioDatabase, clientPackageId: string): CreditMove[] {
  const rows = database
    .prepare(
      `SELECT e.id, e.kind, e.delta, e.created_at AS at, e.expires_on AS expiresOn,
         e.appointment_id AS appointmentId, a.local_start AS localStart, s.name AS serviceName,
         t.name AS trainerName
       FROM credit_entries e
       LEFT JOIN appointments a ON a.id = e.appointment_id
       LEFT JOIN services s ON s.id = a.service_id
       LEFT JOIN trainers t ON t.id = a.trainer_id
       WHERE e.client_package_id = ? ORDER BY e.rowid DESC`,
    )
    .all(clientPackageId) as MoveRow[]
  return rows.map(({ appointmentId, localStart, serviceName, trainerName, ...move }) => ({
    ...move,
    session:
      appointmentId === null ? null : { appointmentId, localStart, serviceName, trainerName },
  }))
}

function toMembership(
  database: StudioDatabase,
  row: MembershipRow,
  today: LocalDate,
  tax: TaxTerms,
): Membership {
  const terms = termsOf(database, row)
  const state = stateOf(terms, row.ended_from, today)
  const isAlive = state !== 'over' && state !== 'void'
  const month = monthOf(terms, today)
  const isCounted = state === 'running' || state === 'paused'
  const booked = isCounted ? bookedDays(database, row.id) : []
  return {
    id: row.id,
    productId: row.product_id,
    name: row.name,
    state,
    sessionsPerMonth: row.sessions_per_month,
    usedThisMonth: isCounted ? booked.filter((day) => monthOf(terms, day) === month).length : null,
    priceMinor: row.price_minor,
    dueMinor: decideTax(row.price_minor, tax).grossMinor,
    currency: row.currency,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    endsOnIfRenewed:
      !isAlive || row.ended_from !== null || monthsOf(terms) === 0 ? null : endAfterRenewal(terms),
    refundableMinor: refundableOf(database, row.id),
    endedFrom: row.ended_from,
    pauses: pausesOf(database, row.id),
    booked: openSessions(database, row.id),
  }
}

/** What the studio still holds of what was paid for a membership. */
function refundableOf(database: StudioDatabase, membershipId: string): Minor {
  return database
    .prepare(
      `SELECT coalesce(sum(l.gross_minor - coalesce(
          (SELECT sum(amount_minor) FROM refunds WHERE sale_line_id = l.id), 0)), 0)
       FROM sale_lines l
       WHERE l.membership_id = ? AND NOT EXISTS (
         SELECT 1 FROM sale_voids v WHERE v.sale_id = l.sale_id)`,
    )
    .pluck()
    .get(membershipId) as Minor
}

function stateOf(
  { startsOn, endsOn, pauses }: ReturnType<typeof termsOf>,
  endedFrom: LocalDate | null,
  today: LocalDate,
): Membership['state'] {
  // Given up before it began, it keeps its money: nothing of it was taken back.
  if (isVoid({ startsOn, endsOn: endedFrom ?? endsOn })) return 'void'
  if (endsOn < today || endsOn < startsOn) return 'over'
  if (today < startsOn) return 'coming'
  const rests = pauses.some(({ fromOn, untilOn }) => fromOn <= today && today <= untilOn)
  return rests ? 'paused' : 'running'
}
