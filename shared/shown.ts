import { z } from 'zod'
import { minorSchema } from './money.ts'
import { namedDateSchema } from './time.ts'

const count = z.int().min(0)

/**
 * What an act takes and gives, as a screen said it before its button was pressed. Amounts in minor
 * units.
 *
 * What takes something from a client, or leaves booked sessions for somebody to decide about, is
 * nothing where it is left out: a command that was sent without it is one that showed none of it, and
 * is refused when there is some. The rest is compared where it is named.
 */
const shownSchema = z.object({
  /** Fees that are owed from then on, or kept of what was paid. */
  feeMinor: minorSchema.optional(),
  /** Credits of a package and sessions of a membership's month that are lost. */
  sessionsLost: count.optional(),
  /** Sessions that count as late from then on, because they were moved too late. */
  lateMoves: count.optional(),
  /** Goes back to where it came from, or to the client's balance. */
  backMinor: minorSchema.optional(),
  /** The price of what is booked and not paid ahead, before tax that comes on top. */
  priceMinor: minorSchema.optional(),
  /** What is paid with it. */
  paidMinor: minorSchema.optional(),
  /** Credits that are bought. */
  credits: count.optional(),
  /** The last day of the credit that pays, or of what is bought, renewed, paused or ended. */
  endsOn: namedDateSchema.nullable().optional(),
  /** Booked sessions that keep a trainer, a service or a room that cannot be booked any more. */
  sessionsKept: count.optional(),
  /** Services that need a room and have none left: they cannot be booked any more. */
  servicesWithoutRoom: count.optional(),
  /** Sessions whose time is decided. */
  timesSettled: count.optional(),
})
export type Shown = z.input<typeof shownSchema>

/** What a dialog that showed what becomes of the money has shown. */
export function shownOf(settlement: {
  readonly stake: string
  readonly isTaken: boolean
  readonly feeMinor: number
  readonly refundDueMinor: number
}): Shown {
  const { stake, isTaken, feeMinor, refundDueMinor: backMinor } = settlement
  const isSession = stake === 'credit' || stake === 'session'
  return { feeMinor, sessionsLost: isTaken && isSession ? 1 : 0, backMinor }
}

/**
 * The part of a command's input that says what was shown; see `decideShown` in main. Enough where an act
 * is free unless it takes something: the others name what they come to, below.
 */
export const shown = { shown: shownSchema.optional() }

/** Where something is booked at a price: it is never today's price that nobody looked at. */
export const shownPrice = { shown: shownSchema.extend({ priceMinor: minorSchema }) }

/** Where the last day has to be named: sent twice, it is refused the second time. */
export const shownEnd = { shown: shownSchema.extend({ endsOn: namedDateSchema }) }

/** Where something is bought ahead: what it gives, and until when. A membership has no credits. */
export const shownBought = {
  shown: shownSchema.extend({ credits: count, endsOn: namedDateSchema }),
}

/** Where money goes back that the command does not name itself. */
export const shownBack = { shown: shownSchema.extend({ backMinor: minorSchema }) }

/** Where a membership can lose a month: until when it runs then; null when it loses none. */
export const shownMonth = { shown: shownSchema.extend({ endsOn: namedDateSchema.nullable() }) }

/** What an act came to: everything that can be shown of one. */
export interface Consequence {
  readonly feeMinor: number
  readonly sessionsLost: number
  readonly lateMoves: number
  readonly backMinor: number
  readonly priceMinor: number
  readonly paidMinor: number
  readonly credits: number
  /** Null when it is about no such thing. */
  readonly endsOn: string | null
  readonly sessionsKept: number
  readonly servicesWithoutRoom: number
  readonly timesSettled: number
}
