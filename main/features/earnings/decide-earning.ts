import type { Rate } from '../../../shared/earnings.ts'
import { minor, shareOf, type Minor } from '../../../shared/money.ts'
import type { Policy } from '../../../shared/policy.ts'

/** What is known of one client's part in a session, as far as its trainer's pay goes. */
export interface EarningFacts {
  readonly status: 'booked' | 'checked_in' | 'completed' | 'no_show' | 'cancelled'
  /** A cancellation by the client inside the window. */
  readonly late: boolean
  /** As it was agreed: where tax is added on top, without it. So are the next two. */
  readonly priceMinor: Minor
  /** Paid for the session itself and not given back. */
  readonly keptMinor: Minor
  readonly refundedMinor: Minor
  /** The fee that was paid or kept for not coming or cancelling late. */
  readonly feeMinor: Minor
  /** A credit, or a session of a membership's month, was used up. */
  readonly creditUsed: boolean
  /** Null unless a package pays for it. */
  readonly package: {
    readonly paidMinor: Minor
    readonly credits: number
    /** Which of its sessions this one is, from 1. */
    readonly number: number
  } | null
  readonly minutes: number
}

/** What is earned, and of what: minor units at a percentage, minutes by the hour, else null. */
export interface Earned {
  readonly amountMinor: Minor
  readonly base: number | null
}

const nothing: Earned = { amountMinor: minor(0), base: null }

/**
 * What a trainer earns from one client's part in a session, as of now: all of it when it took place,
 * nothing when it was called off in time, and after a late cancellation or a no-show what the policy
 * says. Before it is done, the share of what was paid ahead.
 *
 * @example
 * decideEarning(completedAt5500, { kind: 'percent', value: 5_000 }, 'if_kept').amountMinor // 2_750
 */
export function decideEarning(
  facts: EarningFacts,
  rate: Rate,
  lateEarning: Policy['lateEarning'],
): Earned {
  switch (facts.status) {
    case 'booked':
    case 'checked_in':
      if (rate.kind !== 'percent' || facts.keptMinor === 0) return nothing
      return ofMoney(facts.keptMinor, rate.value)
    case 'completed':
      return ofAll(facts, rate, afterRefunds(facts))
    case 'cancelled':
      return facts.late ? ofLost(facts, rate, lateEarning) : nothing
    case 'no_show':
      return ofLost(facts, rate, lateEarning)
  }
}

/** Of a slot that was lost: late, or nobody came. */
function ofLost(facts: EarningFacts, rate: Rate, lateEarning: Policy['lateEarning']): Earned {
  if (lateEarning === 'never') return nothing
  if (lateEarning === 'always' || facts.creditUsed) return ofAll(facts, rate, facts.priceMinor)
  if (facts.feeMinor === 0) return nothing
  return ofAll({ ...facts, package: null }, rate, facts.feeMinor)
}

function ofAll(facts: EarningFacts, rate: Rate, base: Minor): Earned {
  const { minutes } = facts
  switch (rate.kind) {
    case 'flat':
      return { amountMinor: minor(rate.value), base: null }
    case 'hourly':
      return {
        amountMinor: minor(Math.floor((rate.value * minutes + 30) / 60)),
        base: minutes,
      }
    case 'percent':
      if (facts.package === null) return ofMoney(base, rate.value)
      return {
        amountMinor: sliceOf(facts.package, rate.value),
        base: sliceOf(facts.package, 10_000),
      }
  }
}

function ofMoney(base: Minor, basisPoints: number): Earned {
  return { amountMinor: shareOf(base, basisPoints), base }
}

/** What went back and was not paid again comes off the price; what was never paid does not. */
function afterRefunds({ priceMinor, keptMinor, refundedMinor }: EarningFacts): Minor {
  const open = Math.max(0, priceMinor - keptMinor)
  return minor(priceMinor - Math.min(refundedMinor, open))
}

/**
 * The share of one session of a package. Counted as the difference between two running totals, so
 * that all of them together are the share of what was paid, to the minor unit.
 */
function sliceOf({ paidMinor, credits, number }: NonNullable<EarningFacts['package']>, bp: number) {
  if (number > credits) return minor(0)
  // Whole numbers of any size: a price times a rate times its credits is beyond a double.
  const upTo = (count: number) => {
    const whole = BigInt(10_000 * credits)
    return Number((BigInt(paidMinor) * BigInt(bp) * BigInt(count) * 2n + whole) / (2n * whole))
  }
  return minor(upTo(number) - upTo(number - 1))
}
