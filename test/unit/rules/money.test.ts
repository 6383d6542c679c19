import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decidePayment } from '../../../main/features/payments/take-payment.ts'
import {
  currencyDigits,
  currencySchema,
  formatMoney,
  minor,
  minorSchema,
  shareOf,
} from '../../../shared/money.ts'
import { outcomeOf, refusalOf, valueOf } from '../../support/read-result.ts'

describe('an amount of money', () => {
  it.each([
    { currency: 'EUR', digits: 2, amount: 5_500, said: '€55.00' },
    { currency: 'USD', digits: 2, amount: 1, said: '$0.01' },
    { currency: 'JPY', digits: 0, amount: 5_500, said: '¥5,500' },
    { currency: 'KWD', digits: 3, amount: 5_500, said: 'KWD 5.500' },
  ])('in $currency has $digits decimals', ({ currency, digits, amount, said }) => {
    expect(currencyDigits(currency)).toBe(digits)
    expect(formatMoney(minor(amount), currency).replaceAll('\u00a0', ' ')).toBe(said)
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is never %s', (amount) => {
    expect(() => minor(amount)).toThrow(/minor units/)
  })

  it.each([-1, 0.01, 1_000_000_000_001, '5', null])('is not read from %j', (input) => {
    expect(minorSchema.safeParse(input).success).toBe(false)
  })

  it.each([
    { code: 'EUR', known: true },
    { code: 'eur', known: false },
    { code: 'ZZZ', known: false },
    { code: 'EURO', known: false },
  ])('in “$code” is known: $known', ({ code, known }) => {
    expect(currencySchema.safeParse(code).success).toBe(known)
  })
})

describe('a share of an amount', () => {
  it.each([
    { amount: 5_500, basisPoints: 5_000, share: 2_750 },
    { amount: 2_499, basisPoints: 5_000, share: 1_250 },
    { amount: 1, basisPoints: 4_999, share: 0 },
    { amount: 1, basisPoints: 5_000, share: 1 },
    { amount: 3, basisPoints: 3_333, share: 1 },
    { amount: 0, basisPoints: 10_000, share: 0 },
  ])('$basisPoints bp of $amount is $share', ({ amount, basisPoints, share }) => {
    expect(shareOf(minor(amount), basisPoints)).toBe(share)
  })

  const amounts = fc.integer({ min: 0, max: 100_000_000 }).map(minor)
  const rates = fc.integer({ min: 0, max: 10_000 })

  it('is never more than half a minor unit off, and never more than the whole', () => {
    fc.assert(
      fc.property(amounts, rates, (amount, rate) => {
        const share = shareOf(amount, rate)
        expect(Math.abs(share - (amount * rate) / 10_000)).toBeLessThanOrEqual(0.5)
        expect(share).toBeLessThanOrEqual(amount)
      }),
    )
  })

  it('never shrinks when more is paid, so that an adjustment never gives to the trainer', () => {
    fc.assert(
      fc.property(amounts, amounts, rates, (a, b, rate) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        expect(shareOf(less, rate)).toBeLessThanOrEqual(shareOf(more, rate))
      }),
    )
  })
})

describe('taking a payment', () => {
  const booked = { status: 'booked', price_minor: minor(5_500), currency: 'EUR' } as const
  const cash = (tendered: number, amount = 5_500) => ({
    amountMinor: minor(amount),
    tender: { method: 'cash', tenderedMinor: minor(tendered) } as const,
  })
  const card = (amount = 5_500) => ({
    amountMinor: minor(amount),
    tender: { method: 'card', reference: 'T-1' } as const,
  })
  const paid = (refundable: number) => [
    { receiptNumber: 'A-2026-000001', refundableMinor: minor(refundable) },
  ]

  it.each([
    { tendered: 5_500, change: 0 },
    { tendered: 6_000, change: 500 },
    { tendered: 10_000, change: 4_500 },
  ])('gives $change back on $tendered in cash', ({ tendered, change }) => {
    expect(valueOf(decidePayment(booked, [], cash(tendered)))).toEqual({
      dueMinor: 5_500,
      changeMinor: change,
    })
  })

  it('gives no change on a card', () => {
    expect(valueOf(decidePayment(booked, [], card())).changeMinor).toBe(0)
  })

  it.each([
    { rule: 'a cent too little cash', input: cash(5_499), code: 'too_little_cash' },
    { rule: 'an amount that is not the price', input: card(5_499), code: 'amount_changed' },
    { rule: 'more than the price', input: cash(6_000, 6_000), code: 'amount_changed' },
  ])('refuses $rule', ({ input, code }) => {
    expect(outcomeOf(decidePayment(booked, [], input))).toBe(code)
  })

  it('refuses while the whole price is held, and names its receipt', () => {
    expect(refusalOf(decidePayment(booked, paid(5_500), card())).message).toContain('A-2026-000001')
  })

  it('takes the rest when a part of it was refunded, and no more', () => {
    expect(valueOf(decidePayment(booked, paid(2_750), card(2_750))).dueMinor).toBe(2_750)
    expect(outcomeOf(decidePayment(booked, paid(2_750), card()))).toBe('amount_changed')
  })

  it('takes money again after all of it was refunded', () => {
    expect(outcomeOf(decidePayment(booked, paid(0), card()))).toBe('ok')
  })

  it('refuses on a cancelled appointment, even when the amount fits', () => {
    expect(outcomeOf(decidePayment({ ...booked, status: 'cancelled' }, [], card()))).toBe(
      'appointment_cancelled',
    )
  })

  it('refuses when there is nothing to pay', () => {
    const free = { ...booked, price_minor: minor(0) }
    expect(outcomeOf(decidePayment(free, [], cash(0, 0)))).toBe('nothing_to_pay')
  })
})
