import type { SkipReason } from '../../../shared/messages.ts'
import type { Instant } from '../../../shared/time.ts'
import { isSameSlot, isTooLate, type Moment, type Slot } from './decide-message.ts'

/** What an offered seat has become. */
export interface Offer {
  /** The start it was offered for. */
  readonly startTime: Instant
  readonly isWaiting: boolean
  /** How many wait before them. */
  readonly ahead: number
  /** The class as it stands; null: it was cancelled. */
  readonly standing: { readonly slot: Slot; readonly freeSeats: number } | null
}

/** Why a seat is not offered any more; null: it is. */
export function decideOffer({ startTime, isWaiting, standing }: Offer, now: Instant) {
  if (standing === null) return 'cancelled'
  if (!isWaiting) return 'not_waiting'
  if (standing.slot.startTime !== startTime) return 'moved'
  if (standing.slot.startTime <= now) return 'too_late'
  return standing.freeSeats > 0 ? null : 'seat_taken'
}

/**
 * What somebody on a waitlist was told, and the class it named: that a seat is free (`waitlist_offer`),
 * that it is not any more and they still wait (`change`), or that the class is cancelled.
 */
export interface OfferNews {
  readonly kind: 'waitlist_offer' | 'change' | 'cancellation'
  readonly slot: Slot
}

/**
 * Decides what somebody hears who was told of a seat, from all that they may have been told last and how
 * things stand. That a seat is taken stays true until the class is cancelled, or one is free that nobody
 * who waits before them could have: so it is, too, when what had taken theirs is undone.
 *
 * @returns what to say and what of it was untrue; or why nothing is said
 */
export function decideOfferNews(
  told: readonly OfferNews[],
  offer: Offer,
  moment: Moment,
): { readonly kind: OfferNews['kind']; readonly before: OfferNews } | SkipReason {
  const { standing } = offer
  const startTime = standing?.slot.startTime ?? offer.startTime
  const problem = decideOffer({ ...offer, startTime }, moment.now)
  if (problem === 'not_waiting') return problem
  const isNext = standing !== null && offer.ahead < standing.freeSeats
  const kind =
    problem === null ? 'waitlist_offer' : problem === 'cancelled' ? 'cancellation' : 'change'
  const before = told.find((one) => {
    if (one.kind === 'change') {
      return kind === 'cancellation' || (kind === 'waitlist_offer' && isNext)
    }
    if (one.kind !== kind) return true
    return kind === 'waitlist_offer' && !isSameSlot(one.slot, standing!.slot)
  })
  if (!before) return 'unchanged'
  // One that stood as they were told when it began was theirs to take until then.
  const stood = problem === 'too_late' && isSameSlot(before.slot, standing!.slot)
  return stood || isTooLate(before.slot, standing?.slot ?? null, moment)
    ? 'too_late'
    : { kind, before }
}
