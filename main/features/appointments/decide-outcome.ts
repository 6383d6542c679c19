import type {
  CancelConsequence,
  Excuse,
  NoShowConsequence,
  Settlement,
  Stake,
} from '../../../shared/attendance.ts'
import type { CancelledBy, Funding } from '../../../shared/appointments.ts'
import { minor, shareOf, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { addMinutes, type Instant } from '../../../shared/time.ts'
import { noShowFrom } from './transitions.ts'

/** What was agreed about a session when it was booked, as far as missing it costs something. */
export interface AgreedTerms {
  readonly startTime: Instant
  readonly priceMinor: Minor
  readonly lateWindowMinutes: number
  /** Share of the price due for a late cancellation, in hundredths of a percent. */
  readonly lateFeeBasisPoints: number
  readonly noShowGraceMinutes: number
  /** Share of the price due for not coming, in hundredths of a percent. */
  readonly noShowFeeBasisPoints: number
  /** What either costs an unlimited member. */
  readonly flatFeeMinor: Minor
  /** It was moved inside its window, and that was not let go. */
  readonly movedLate: boolean
  readonly stake: Stake
  /** Whether there is somebody to ask for what was not paid: not once the client was erased. */
  readonly canOwe: boolean
}

/** What a client has paid for a session. */
export interface PaidSums {
  /** Captured and not refunded since; a refund as goodwill leaves it paid. */
  readonly paidMinor: Minor
  /** What of it the studio still has: the most that can go back. */
  readonly heldMinor: Minor
}

/** Forgiveness looks so far to either side of a session. Exactly so far away is outside. */
export const forgivenessDays = 30

/**
 * What lateness or not coming takes, by how the session was to be paid.
 *
 * @param isUnlimited of the membership that pays for it
 */
export function stakeOf(funding: Funding, isUnlimited: boolean): Stake {
  switch (funding) {
    case 'single':
      return 'price'
    case 'package':
      return 'credit'
    case 'membership':
      return isUnlimited ? 'flat_fee' : 'session'
  }
}

/** Whether a session's free cancelling has ended. Exactly at the end of it, it has not. */
export function isInsideWindow(
  session: { readonly start_time: Instant; readonly late_window_minutes: number },
  now: Instant,
): boolean {
  return now > addMinutes(session.start_time, -session.late_window_minutes)
}

/**
 * Works out what a cancellation means. Exactly at the end of the window is still early; the studio
 * cancelling never costs the client anything. After a late move it is late whenever it is cancelled:
 * nobody moves a session away to cancel it for nothing.
 *
 * @param how.at when the client said so: now, or earlier where the client told the studio earlier
 * @param how.waived its lateness is let go
 */
export function decideCancellation(
  terms: AgreedTerms,
  paid: PaidSums,
  how: { readonly by: CancelledBy; readonly at: Instant; readonly waived: boolean },
): CancelConsequence {
  const freeUntil = addMinutes(terms.startTime, -terms.lateWindowMinutes)
  const isLate = terms.movedLate || how.at > freeUntil
  const late = how.by === 'client' && isLate && !how.waived
  const settlement = settle(terms, paid, late, terms.lateFeeBasisPoints)
  return { ...settlement, late, freeUntil, movedLate: terms.movedLate }
}

/**
 * Works out what it means that a client did not come. The first of any 30 days are forgiven, as many
 * as the policy says; one that is let go by a manager does not use that up.
 *
 * @param policy.forgivenBefore of the client's sessions around this one, forgiven already
 */
export function decideNoShow(
  terms: AgreedTerms,
  paid: PaidSums,
  policy: {
    readonly forgivenAtMost: number
    readonly forgivenBefore: number
    readonly pendingFeeHours: number
  },
  how: { readonly now: Instant; readonly waived: boolean },
): NoShowConsequence {
  const { forgivenAtMost, forgivenBefore } = policy
  const excuse: Excuse | null = !settle(terms, paid, true, terms.noShowFeeBasisPoints).isTaken
    ? null
    : how.waived
      ? 'waived'
      : forgivenBefore < forgivenAtMost
        ? 'forgiven'
        : null
  return {
    ...settle(terms, paid, excuse === null, terms.noShowFeeBasisPoints),
    from: noShowFrom(terms.startTime, terms.noShowGraceMinutes),
    excuse,
    forgivenBefore,
    forgivenAtMost,
    dueAt: addMinutes(how.now, policy.pendingFeeHours * 60),
  }
}

/** Refuses `no_show_too_early` before the start and the grace are over. Exactly then is allowed. */
export function decideNoShowTime(
  from: Instant,
  now: Instant,
  sayTime: (instant: Instant) => string,
): Result<null> {
  return now >= from ? ok(null) : refuse('no_show_too_early', { from: sayTime(from) })
}

/**
 * Refuses a backdated "the client told us at …" that cannot be: in the future, or before the session
 * was booked. Wall times have no seconds, so the minute of the booking itself is allowed.
 */
export function decideToldAt(toldAt: Instant, createdAt: Instant, now: Instant): Result<null> {
  if (toldAt > now) return refuse('told_in_future', {})
  if (Date.parse(toldAt) < Math.floor(Date.parse(createdAt) / 60_000) * 60_000) {
    return refuse('told_before_booking', {})
  }
  return ok(null)
}

/** Takes exactly one thing, or nothing: a share of the price, the credit, a flat fee or a session. */
function settle(
  terms: AgreedTerms,
  paid: PaidSums,
  isOwed: boolean,
  basisPoints: number,
): Settlement {
  const { stake } = terms
  const { paidMinor, heldMinor } = paid
  const fees = {
    price: shareOf(terms.priceMinor, basisPoints),
    flat_fee: terms.flatFeeMinor,
    credit: minor(0),
    session: minor(0),
  } satisfies Record<Stake, Minor>
  const wholeMinor = isOwed ? fees[stake] : minor(0)
  const feeMinor = terms.canOwe ? wholeMinor : minor(Math.min(wholeMinor, paidMinor))
  const isMoney = stake === 'price' || stake === 'flat_fee'
  const refundDueMinor = minor(Math.max(0, heldMinor - feeMinor))
  return {
    stake,
    isTaken: isOwed && (!isMoney || feeMinor > 0),
    feeMinor,
    atWorstMinor: fees[stake],
    paidMinor,
    refundDueMinor,
    refundRequired: refundDueMinor > 0,
  }
}

/** How a fee begins: what was paid already is kept first, only the rest is owed. */
export function splitFee(
  feeMinor: Minor,
  paidMinor: Minor,
): { readonly keptMinor: Minor; readonly owedMinor: Minor } {
  const keptMinor = minor(Math.min(feeMinor, paidMinor))
  return { keptMinor, owedMinor: minor(feeMinor - keptMinor) }
}
