import { describe, expect, it } from 'vitest'
import {
  decideEarning as decide,
  type EarningFacts,
} from '../../../main/features/earnings/decide-earning.ts'
import { minor } from '../../../shared/money.ts'

const decideEarning = (...given: Parameters<typeof decide>) => decide(...given).amountMinor

const half = { kind: 'percent', value: 5_000 } as const
const facts = (changes: Partial<EarningFacts> = {}): EarningFacts => ({
  status: 'completed',
  late: false,
  priceMinor: minor(5_500),
  keptMinor: minor(0),
  refundedMinor: minor(0),
  feeMinor: minor(0),
  creditUsed: false,
  package: null,
  minutes: 60,
  ...changes,
})

describe('what a session earns its trainer', () => {
  it.each([
    { given: 'booked and not paid', is: { status: 'booked' }, earned: 0 },
    { given: 'booked and paid ahead', is: { status: 'booked', keptMinor: 5_500 }, earned: 2_750 },
    { given: 'completed and not paid', is: {}, earned: 2_750 },
    { given: 'completed and paid', is: { keptMinor: 5_500 }, earned: 2_750 },
    {
      given: 'completed, with a part given back',
      is: { keptMinor: 4_500, refundedMinor: 1_000 },
      earned: 2_250,
    },
    {
      given: 'completed, given back and paid again',
      is: { keptMinor: 5_500, refundedMinor: 1_000 },
      earned: 2_750,
    },
    { given: 'completed for nothing', is: { priceMinor: 0 }, earned: 0 },
    { given: 'a price of one', is: { priceMinor: 1 }, earned: 1 },
    { given: 'cancelled early', is: { status: 'cancelled', keptMinor: 5_500 }, earned: 0 },
    { given: 'late, fee owed', is: { status: 'cancelled', late: true }, earned: 0 },
    {
      given: 'late, fee kept',
      is: { status: 'cancelled', late: true, feeMinor: 2_750 },
      earned: 1_375,
    },
    { given: 'not come, fee paid', is: { status: 'no_show', feeMinor: 5_500 }, earned: 2_750 },
    { given: 'not come, forgiven', is: { status: 'no_show' }, earned: 0 },
  ])('$given: $earned', ({ is, earned }) => {
    expect(decideEarning(facts(is as Partial<EarningFacts>), half, 'if_kept')).toBe(earned)
  })

  it.each([
    { rate: { kind: 'flat', value: 2_000 } as const, minutes: 60, earned: 2_000 },
    { rate: { kind: 'hourly', value: 3_000 } as const, minutes: 60, earned: 3_000 },
    { rate: { kind: 'hourly', value: 3_000 } as const, minutes: 45, earned: 2_250 },
    { rate: { kind: 'hourly', value: 1_000 } as const, minutes: 50, earned: 833 },
    { rate: { kind: 'percent', value: 0 } as const, minutes: 60, earned: 0 },
    { rate: { kind: 'percent', value: 10_000 } as const, minutes: 60, earned: 5_500 },
    { rate: { kind: 'percent', value: 3_333 } as const, minutes: 60, earned: 1_833 },
  ])('by $rate.kind $rate.value for $minutes minutes: $earned', ({ rate, minutes, earned }) => {
    expect(decideEarning(facts({ minutes }), rate, 'if_kept')).toBe(earned)
  })

  it.each([
    { policy: 'never', fee: 5_500, earned: 0 },
    { policy: 'if_kept', fee: 0, earned: 0 },
    { policy: 'if_kept', fee: 1, earned: 2_000 },
    { policy: 'always', fee: 0, earned: 2_000 },
  ] as const)('of a no-show, flat, by $policy with a fee of $fee: $earned', (row) => {
    const lost = facts({ status: 'no_show', feeMinor: minor(row.fee) })
    expect(decideEarning(lost, { kind: 'flat', value: 2_000 }, row.policy)).toBe(row.earned)
  })

  it.each([
    { of: 'a ten-pack of 333.33', paid: 33_333, credits: 10, rate: 5_000, sum: 16_667 },
    { of: 'a three-pack of 100.00', paid: 10_000, credits: 3, rate: 5_000, sum: 5_000 },
    { of: 'a three-pack of ¥100', paid: 100, credits: 3, rate: 3_333, sum: 33 },
    { of: 'a free one', paid: 0, credits: 3, rate: 5_000, sum: 0 },
    { of: 'more credits than money', paid: 3, credits: 10, rate: 5_000, sum: 2 },
    {
      of: 'the largest',
      paid: 1_000_000_000_000,
      credits: 1_000,
      rate: 9_999,
      sum: 999_900_000_000,
    },
  ])('of $of comes to the share of what was paid', ({ paid, credits, rate, sum }) => {
    const slices = Array.from({ length: credits }, (_, index) => {
      const used = { paidMinor: minor(paid), credits, number: index + 1 }
      return decideEarning(facts({ package: used }), { kind: 'percent', value: rate }, 'if_kept')
    })
    expect(slices.reduce((total, slice) => total + slice, 0)).toBe(sum)
    expect(Math.max(...slices) - Math.min(...slices)).toBeLessThanOrEqual(1)
  })

  it('of a late cancellation is the credit’s slice, when the credit was used', () => {
    const used = { paidMinor: minor(10_000), credits: 10, number: 1 }
    const lost = facts({ status: 'cancelled', late: true, package: used, creditUsed: true })
    expect(decideEarning(lost, half, 'if_kept')).toBe(500)
    expect(decideEarning({ ...lost, creditUsed: false }, half, 'if_kept')).toBe(0)
  })
})
