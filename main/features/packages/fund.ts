import type { Funding } from '../../../shared/appointments.ts'
import type { FundingOption, FundingWish, PaymentSource } from '../../../shared/packages.ts'
import { assertNever, ok, type Result } from '../../../shared/result.ts'
import type { LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  creditOf,
  holdCredit,
  holdExtended,
  readEntries,
  releaseCredit,
  unspendCredit,
  type AttendanceCredit,
  type AttendanceKey,
} from './credit-ledger.ts'
import { countCredits, decideLot, decideScope, validCredits } from './decide.ts'
import { decideCoverage } from './decide-membership.ts'
import {
  bookedDays,
  findMembership,
  findPackage,
  membershipsOf,
  packagesOf,
  scopeOf,
  termsOf,
} from './sold-rows.ts'

/** What of a session decides whether something that was bought ahead can pay it. */
export interface FundedSession {
  readonly clientId: string
  readonly serviceId: string
  /** The session's day in the studio's calendar. */
  readonly date: LocalDate
}

/** The columns of an attendance that say how it is paid. */
export interface FundingColumns {
  readonly funding: Funding
  readonly client_package_id: string | null
  readonly membership_id: string | null
  readonly payment_status: 'unpaid' | 'covered'
}

/** A wish that can be met: what to write on the row, and then the credit to hold for it. */
interface ChosenFunding {
  readonly columns: FundingColumns
  readonly credit: Pick<AttendanceCredit, 'clientPackageId' | 'clientId' | 'expiresOn'> | null
}

const single: ChosenFunding = {
  columns: {
    funding: 'single',
    client_package_id: null,
    membership_id: null,
    payment_status: 'unpaid',
  },
  credit: null,
}

/**
 * Decides how a session is paid, without writing anything. Refuses `package_not_found`,
 * `wrong_service`, `no_credit_left`, `package_expired`, `membership_not_found`,
 * `membership_not_valid`, `membership_paused` and `membership_used_up`.
 *
 * @param attendance the row, if it stands in the book already: it is not counted against itself.
 * @example
 * const chosen = chooseFunding(tx.database, wish, { clientId, serviceId, date })
 * if (!chosen.ok) return chosen
 * tx.database.insert('appointments', { …row, ...chosen.value.columns })
 * holdFunding(tx, bus, chosen.value, { appointmentId: row.id })
 */
export function chooseFunding(
  database: StudioDatabase,
  wish: FundingWish,
  session: FundedSession,
  attendance?: AttendanceKey,
): Result<ChosenFunding> {
  switch (wish.kind) {
    case 'single':
      return ok(single)
    case 'package':
      return choosePackage(database, wish.clientPackageId, session, attendance)
    case 'membership':
      return chooseMembership(database, wish.membershipId, session, attendance)
    default:
      return assertNever(wish)
  }
}

function choosePackage(
  database: StudioDatabase,
  id: string,
  session: FundedSession,
  attendance?: AttendanceKey,
): Result<ChosenFunding> {
  const found = findPackage(database, id, session.clientId)
  if (!found.ok) return found
  const { name, product_id: productId } = found.value
  const inScope = decideScope(name, scopeOf(database, productId), session.serviceId)
  if (!inScope.ok) return inScope
  const before = attendance && creditOf(database, attendance)
  const preferred = before?.clientPackageId === id ? before.expiresOn : null
  const { lots } = countCredits(readEntries(database, id))
  const lot = decideLot(name, lots, session.date, preferred)
  if (!lot.ok) return lot
  return ok({
    columns: {
      funding: 'package',
      client_package_id: id,
      membership_id: null,
      payment_status: 'covered',
    },
    credit: { clientPackageId: id, clientId: session.clientId, expiresOn: lot.value.expiresOn },
  })
}

function chooseMembership(
  database: StudioDatabase,
  id: string,
  session: FundedSession,
  attendance?: AttendanceKey,
): Result<ChosenFunding> {
  const found = findMembership(database, id, session.clientId)
  if (!found.ok) return found
  const row = found.value
  const inScope = decideScope(row.name, scopeOf(database, row.product_id), session.serviceId)
  if (!inScope.ok) return inScope
  const booked = bookedDays(database, id, attendance)
  const covered = decideCoverage(termsOf(database, row), session.date, booked)
  if (!covered.ok) return covered
  return ok({
    columns: {
      funding: 'membership',
      client_package_id: null,
      membership_id: id,
      payment_status: 'covered',
    },
    credit: null,
  })
}

/** Holds the credit that was chosen, once the row is there. */
export function holdFunding(
  tx: Tx,
  bus: EventBus,
  { credit }: ChosenFunding,
  attendance: AttendanceKey,
): void {
  if (credit) holdCredit(tx, bus, credit, attendance)
}

/**
 * Decides how a session that stands in the book is paid, and holds the credit for it. The caller
 * writes the columns that it answers. Refuses what {@link chooseFunding} refuses.
 */
export function fund(
  tx: Tx,
  bus: EventBus,
  wish: FundingWish,
  attendance: AttendanceKey & FundedSession,
): Result<FundingColumns> {
  const chosen = chooseFunding(tx.database, wish, attendance, attendance)
  if (!chosen.ok) return chosen
  holdFunding(tx, bus, chosen.value, attendance)
  return ok(chosen.value.columns)
}

/** What is written on an attendance about how it is paid. */
type WrittenFunding = Pick<FundingColumns, 'funding' | 'client_package_id' | 'membership_id'>

/**
 * Pays a session again as it was to be paid before it was cancelled: a credit that was given back is
 * held once more, one that was used is held again. Refuses what {@link chooseFunding} refuses, when
 * the credit was spent on something else meanwhile. A single session needs nothing.
 */
export function fundAgain(
  tx: Tx,
  bus: EventBus,
  terms: WrittenFunding,
  attendance: AttendanceKey & FundedSession,
): Result<null> {
  const wish = wishOf(terms)
  const kind = wish.kind === 'package' ? creditOf(tx.database, attendance)?.kind : undefined
  if (kind === 'released' && holdExtended(tx, bus, attendance)) return ok(null)
  if (kind === 'held') return ok(null)
  if (kind === 'used') {
    unspendCredit(tx, bus, attendance)
    return ok(null)
  }
  const funded = fund(tx, bus, wish, attendance)
  return funded.ok ? ok(null) : funded
}

/**
 * Keeps a session paid that moves to another day. Its credit goes with it if it is valid then, else
 * another of the same package takes its place. Refuses what {@link chooseFunding} refuses.
 *
 * @param attendance with the day it moves to.
 */
export function moveFunding(
  tx: Tx,
  bus: EventBus,
  terms: WrittenFunding,
  attendance: AttendanceKey & FundedSession,
): Result<null> {
  const wish = wishOf(terms)
  if (wish.kind === 'package') {
    const credit = creditOf(tx.database, attendance)
    if (credit?.kind !== 'held' || attendance.date <= credit.expiresOn) return ok(null)
    releaseCredit(tx, bus, attendance, { byStudio: false })
  }
  const funded = fund(tx, bus, wish, attendance)
  return funded.ok ? ok(null) : funded
}

/** What pays an attendance, by what is written on it, with the name it was sold under. */
export function sourceOf(database: StudioDatabase, terms: WrittenFunding): PaymentSource {
  const wish = wishOf(terms)
  if (wish.kind === 'single') return wish
  const found =
    wish.kind === 'package'
      ? findPackage(database, wish.clientPackageId)
      : findMembership(database, wish.membershipId)
  return { ...wish, name: found.ok ? found.value.name : '' }
}

/** The wish behind what is written on an attendance. */
export function wishOf(terms: WrittenFunding): FundingWish {
  if (terms.funding === 'package' && terms.client_package_id !== null) {
    return { kind: 'package', clientPackageId: terms.client_package_id }
  }
  if (terms.funding === 'membership' && terms.membership_id !== null) {
    return { kind: 'membership', membershipId: terms.membership_id }
  }
  return { kind: 'single' }
}

/**
 * What a client has that can pay a session, best first: a membership, then the package whose credit
 * would be lost first. Empty: it is paid by itself.
 */
export function listFunding(
  database: StudioDatabase,
  clientId: string,
  serviceId: string,
  date: LocalDate,
): FundingOption[] {
  const session = { clientId, serviceId, date }
  const memberships = membershipsOf(database, clientId).flatMap((row): FundingOption[] => {
    const inScope = decideScope(row.name, scopeOf(database, row.product_id), serviceId)
    const terms = termsOf(database, row)
    const covered = decideCoverage(terms, date, bookedDays(database, row.id))
    if (!inScope.ok || !covered.ok) return []
    const { leftAfter } = covered.value
    return [
      { kind: 'membership', membershipId: row.id, name: row.name, endsOn: row.ends_on, leftAfter },
    ]
  })
  const packages = packagesOf(database, clientId).flatMap((row) => {
    const chosen = choosePackage(database, row.id, session)
    if (!chosen.ok || !chosen.value.credit) return []
    const left = validCredits(countCredits(readEntries(database, row.id)).lots, date)
    const { expiresOn } = chosen.value.credit
    return [
      {
        kind: 'package' as const,
        clientPackageId: row.id,
        name: row.name,
        left,
        leftAfter: left - 1,
        expiresOn,
      },
    ]
  })
  return [...memberships, ...packages.toSorted((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))]
}
