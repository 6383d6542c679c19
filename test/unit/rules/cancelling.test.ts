import { describe, expect, it } from 'vitest'
import {
  decideCancellation,
  type CancellationTerms,
} from '../../../main/features/appointments/decide.ts'
import { minor } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'

const instant = (text: string) => text as Instant

/** Tuesday noon, 55.00, free until Monday noon, half the price after that. */
const terms: CancellationTerms = {
  startTime: instant('2026-03-03T12:00:00.000Z'),
  priceMinor: minor(5_500),
  lateWindowMinutes: 24 * 60,
  lateFeeBasisPoints: 5_000,
}

describe('cancelling by the client', () => {
  it.each([
    { now: '2026-03-01T12:00:00.000Z', late: false, rule: 'two days before' },
    {
      now: '2026-03-02T11:59:59.999Z',
      late: false,
      rule: 'a millisecond more than 24 hours before',
    },
    { now: '2026-03-02T12:00:00.000Z', late: false, rule: 'exactly 24 hours before' },
    {
      now: '2026-03-02T12:00:00.001Z',
      late: true,
      rule: 'a millisecond less than 24 hours before',
    },
    { now: '2026-03-03T12:00:00.000Z', late: true, rule: 'when it starts' },
    { now: '2026-03-04T12:00:00.000Z', late: true, rule: 'a day after' },
  ])('$rule is late: $late', ({ now, late }) => {
    const consequence = decideCancellation(terms, 'client', minor(0), instant(now))
    expect(consequence.late).toBe(late)
    expect(consequence.feeMinor).toBe(late ? 2_750 : 0)
    expect(consequence.freeUntil).toBe('2026-03-02T12:00:00.000Z')
  })

  it('counts the window as elapsed time on the day the clocks go forward', () => {
    // Noon in Berlin on the day after the change: 24 hours before it is 12:00 there, not 13:00 UTC.
    const spring = { ...terms, startTime: instant('2026-03-30T10:00:00.000Z') }
    const at = (now: string) => decideCancellation(spring, 'client', minor(0), instant(now)).late
    expect(at('2026-03-29T10:00:00.000Z')).toBe(false)
    expect(at('2026-03-29T10:00:00.001Z')).toBe(true)
  })

  it('is never late before the start when the studio has no window', () => {
    const open = { ...terms, lateWindowMinutes: 0 }
    const at = (now: string) => decideCancellation(open, 'client', minor(0), instant(now)).late
    expect(at('2026-03-03T12:00:00.000Z')).toBe(false)
    expect(at('2026-03-03T12:00:00.001Z')).toBe(true)
  })
})

describe('cancelling by the studio', () => {
  it.each(['2026-03-01T00:00:00.000Z', '2026-03-03T11:59:00.000Z', '2026-03-05T00:00:00.000Z'])(
    'is never late and costs nothing at %s',
    (now) => {
      const consequence = decideCancellation(terms, 'studio', minor(5_500), instant(now))
      expect(consequence).toMatchObject({ late: false, feeMinor: 0, refundDueMinor: 5_500 })
    },
  )
})

describe('what goes back to the client', () => {
  const late = instant('2026-03-03T11:00:00.000Z')
  const early = instant('2026-03-01T11:00:00.000Z')

  it.each([
    { rule: 'nothing was paid', paid: 0, now: early, due: 0, required: false },
    { rule: 'it was paid and is early', paid: 5_500, now: early, due: 5_500, required: true },
    { rule: 'it was paid and is late', paid: 5_500, now: late, due: 2_750, required: true },
    {
      rule: 'only the fee is left of the payment',
      paid: 2_750,
      now: late,
      due: 0,
      required: false,
    },
    { rule: 'less than the fee is left', paid: 1_000, now: late, due: 0, required: false },
    { rule: 'a cent more than the fee is left', paid: 2_751, now: late, due: 1, required: true },
  ])('is $due when $rule', ({ paid, now, due, required }) => {
    const consequence = decideCancellation(terms, 'client', minor(paid), now)
    expect(consequence.refundDueMinor).toBe(due)
    expect(consequence.refundRequired).toBe(required)
    expect(consequence.paidMinor).toBe(paid)
  })

  it.each([
    { price: 2_499, basisPoints: 5_000, fee: 1_250, rule: 'half a cent is rounded up' },
    { price: 2_499, basisPoints: 3_333, fee: 833, rule: 'less than half a cent is dropped' },
    { price: 1, basisPoints: 4_999, fee: 0, rule: 'a fee under half a cent is none' },
    { price: 5_500, basisPoints: 10_000, fee: 5_500, rule: 'the whole price' },
    { price: 5_500, basisPoints: 0, fee: 0, rule: 'no fee' },
    { price: 0, basisPoints: 5_000, fee: 0, rule: 'a free session costs nothing to cancel' },
  ])('fee of $basisPoints bp on $price: $rule', ({ price, basisPoints, fee }) => {
    const changed = { ...terms, priceMinor: minor(price), lateFeeBasisPoints: basisPoints }
    expect(decideCancellation(changed, 'client', minor(0), late).feeMinor).toBe(fee)
  })
})
