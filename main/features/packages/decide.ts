import { minor, type Minor } from '../../../shared/money.ts'
import { refuse, ok, type Result } from '../../../shared/result.ts'
import { addDays, type Instant, type LocalDate } from '../../../shared/time.ts'
import { sayDay } from '../../../shared/words/say-day.ts'

/** Credits of one package that end on the same day. A lot is what the ledger never lets go below 0. */
export interface Lot {
  /** The last day a session may be on, inclusive: it is valid until that day's midnight. */
  readonly expiresOn: LocalDate
  readonly remaining: number
}

/** One line of a package's ledger, as it was written. */
export interface CreditEntry {
  readonly kind: 'sold' | 'held' | 'used' | 'released' | 'void' | 'expired'
  readonly delta: number
  readonly expiresOn: LocalDate
  readonly appointmentId: string | null
  readonly seatId: string | null
}

/** What a ledger comes to. */
export interface CreditCount {
  /** Those with credits left, earliest expiry first. */
  readonly lots: readonly Lot[]
  /** Kept for sessions that are still to come. */
  readonly held: number
  readonly used: number
}

/** So many more days a credit lasts that the studio itself gave back. */
const daysAfterStudioCancelled = 7

/**
 * Adds a ledger up.
 *
 * @param entries of one package, oldest first.
 */
export function countCredits(entries: readonly CreditEntry[]): CreditCount {
  const remaining = new Map<LocalDate, number>()
  const latest = new Map<string, CreditEntry['kind']>()
  for (const { kind, delta, expiresOn, appointmentId, seatId } of entries) {
    remaining.set(expiresOn, (remaining.get(expiresOn) ?? 0) + delta)
    if (appointmentId !== null) latest.set(seatId ?? appointmentId, kind)
  }
  const states = [...latest.values()]
  return {
    lots: [...remaining]
      .map(([expiresOn, left]) => ({ expiresOn, remaining: left }))
      .filter((lot) => lot.remaining > 0)
      .toSorted((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1)),
    held: states.filter((kind) => kind === 'held').length,
    used: states.filter((kind) => kind === 'used').length,
  }
}

/**
 * Chooses whose credit pays a session on a day: the one that would be lost first, of those that are
 * still valid on that day. Refuses `no_credit_left`, and `package_expired` when what is left ends
 * before the session.
 *
 * @param preferred the lot a credit of this very session was given back to.
 */
export function decideLot(
  name: string,
  lots: readonly Lot[],
  sessionDate: LocalDate,
  preferred: LocalDate | null = null,
): Result<Lot> {
  const left = lots.filter((lot) => lot.remaining > 0)
  const valid = left.filter((lot) => sessionDate <= lot.expiresOn)
  const chosen =
    valid.find((lot) => lot.expiresOn === preferred) ??
    valid.reduce<Lot | undefined>(
      (best, lot) => (best && best.expiresOn <= lot.expiresOn ? best : lot),
      undefined,
    )
  if (chosen) return ok(chosen)
  const last = left
    .map((lot) => lot.expiresOn)
    .toSorted()
    .at(-1)
  if (last === undefined) return refuse('no_credit_left', { name })
  return refuse('package_expired', { name, until: sayDay(last) })
}

/** Credits of a lot that still count on a day. */
export function validCredits(lots: readonly Lot[], date: LocalDate): number {
  return lots.reduce((sum, lot) => sum + (date <= lot.expiresOn ? lot.remaining : 0), 0)
}

/**
 * The last day of a package that is sold today. The day of the sale is not counted.
 *
 * @example
 * expiryOf('2027-03-01', 365) // '2028-02-29'
 */
export function expiryOf(soldOn: LocalDate, validityDays: number): LocalDate {
  return addDays(soldOn, validityDays)
}

/**
 * When a credit ends that is given back: as before, or a week from now if the studio cancelled. One that
 * had ended before it was held comes to life by nothing.
 */
export function expiryAfterRelease(
  expiresOn: LocalDate,
  byStudio: boolean,
  today: LocalDate,
  heldOn: LocalDate,
): LocalDate {
  const atLeast = addDays(today, daysAfterStudioCancelled)
  return byStudio && heldOn <= expiresOn && expiresOn < atLeast ? atLeast : expiresOn
}

/** What is held again so soon was only taken back meanwhile, as an undo does: it counts as held all along. */
const heldAllAlongMs = 24 * 60 * 60_000

/**
 * Since when the credit of an attendance has been out of its client's hands.
 *
 * @param moves of that credit for that attendance, oldest first
 */
export function heldSince(
  moves: readonly { readonly kind: CreditEntry['kind']; readonly at: Instant }[],
): Instant | undefined {
  let since: Instant | undefined
  let freeSince = -Infinity
  for (const { kind, at } of moves) {
    if (kind === 'released') freeSince = Date.parse(at)
    else if (kind === 'held' && Date.parse(at) - freeSince > heldAllAlongMs) since = at
  }
  return since
}

/** What a package would give back. */
export interface PackageWorth {
  /** Credits that have expired are worth nothing. */
  readonly amountMinor: Minor
  /** What it would be if they were worth as much as the others: a manager's to allow. */
  readonly withExpiredMinor: Minor
  readonly creditsVoid: number
  readonly creditsExpired: number
}

/**
 * What goes back for a package: what was paid, less what the used sessions cost one by one and less
 * what went back before: a session that was used then can have been called off since. Of that, the
 * credits that have expired lose their share, rounded in the studio's favour.
 */
export function refundOf(
  sold: {
    readonly paidMinor: Minor
    readonly singlePriceMinor: Minor
    readonly used: number
    readonly refundedMinor: Minor
  },
  lots: readonly Lot[],
  today: LocalDate,
): PackageWorth {
  const { paidMinor, singlePriceMinor, used, refundedMinor } = sold
  const withExpiredMinor = minor(Math.max(0, paidMinor - used * singlePriceMinor - refundedMinor))
  const creditsVoid = lots.reduce((sum, lot) => sum + lot.remaining, 0)
  const valid = validCredits(lots, today)
  const amountMinor =
    valid === creditsVoid
      ? withExpiredMinor
      : minor(Math.floor((withExpiredMinor * valid) / creditsVoid))
  return { amountMinor, withExpiredMinor, creditsVoid, creditsExpired: creditsVoid - valid }
}

/** Refuses `wrong_service` unless the service is one the product pays for; none named means all. */
export function decideScope(
  name: string,
  scope: readonly string[],
  serviceId: string,
): Result<null> {
  return scope.length === 0 || scope.includes(serviceId)
    ? ok(null)
    : refuse('wrong_service', { name })
}
