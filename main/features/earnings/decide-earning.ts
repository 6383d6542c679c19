import type { Rate } from '../../../shared/earnings.ts'
import { minor, shareOf, type Minor } from '../../../shared/money.ts'
import type { Policy } from '../../../shared/policy.ts'

/** What is known of one client's part in a session, as far as its trainer's pay goes. */
export interface EarningFacts {
  readonly status: 'booked' | 'checked_in' | 'completed' | 'no_show' | 'cancelled'
  /** A cancellation by the client inside the window. */
  readonly late: boolean
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

/**
 * What a trainer earns from one client's part in a session, as of now, in minor units: all of it when
 * it took place, nothing when it was called off in time, and after a late cancellation or a no-show
 * what the policy says. Before it is done, the share of what was paid ahead.
 *
 * @example
 * decideEarning(completedAt5500, { kind: 'percent', value: 5_000 }, 'if_kept') // 2_750
 */
export function decideEarning(
  facts: EarningFacts,
  rate: Rate,
  lateEarning: Policy['lateEarning'],
): Minor {
  switch (facts.status) {
    case 'booked':
    case 'checked_in':
      return rate.kind === 'percent' ? shareOf(facts.keptMinor, rate.value) : minor(0)
    case 'completed':
      return ofAll(facts, rate, afterRefunds(facts))
    case 'cancelled':
      return facts.late ? ofLost(facts, rate, lateEarning) : minor(0)
    case 'no_show':
      return ofLost(facts, rate, lateEarning)
  }
}

/** Of a slot that was lost: late, or nobody came. */
function ofLost(facts: EarningFacts, rate: Rate, lateEarning: Policy['lateEarning']): Minor {
  if (lateEarning === 'never') return minor(0)
  if (lateEarning === 'always' || facts.creditUsed) return ofAll(facts, rate, facts.priceMinor)
  if (facts.feeMinor === 0) return minor(0)
  return ofAll({ ...facts, package: null }, rate, facts.feeMinor)
}

function ofAll(facts: EarningFacts, rate: Rate, base: Minor): Minor {
  if (rate.kind === 'flat') return minor(rate.value)
  if (rate.kind === 'hourly') return minor(Math.floor((rate.value * facts.minutes + 30) / 60))
  return facts.package === null ? shareOf(base, rate.value) : sliceOf(facts.package, rate.value)
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
