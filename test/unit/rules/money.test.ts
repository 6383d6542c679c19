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
  const booked = {
    status: 'booked',
    payment_status: 'unpaid',
    price_minor: minor(5_500),
    tax_bp: 0,
    tax_inclusive: 1,
    currency: 'EUR',
  } as const
  const taxed = { ...booked, tax_bp: 1_900, tax_inclusive: 0 } as const
  const none = { paidMinor: minor(0), receiptNumber: '' }
  const paid = (amount: number) => ({ paidMinor: minor(amount), receiptNumber: 'A-2026-000001' })

  it.each([
    { rule: 'the price', session: booked, before: none, shown: 5_500, says: 'ok' },
    {
      rule: 'a cent less',
      session: booked,
      before: none,
      shown: 5_499,
      says: 'consequence_changed',
    },
    {
      rule: 'a cent more',
      session: booked,
      before: none,
      shown: 5_501,
      says: 'consequence_changed',
    },
    { rule: 'price and tax', session: taxed, before: none, shown: 6_545, says: 'ok' },
    { rule: 'no tax', session: taxed, before: none, shown: 5_500, says: 'consequence_changed' },
    { rule: 'all twice', session: booked, before: paid(5_500), shown: 5_500, says: 'already_paid' },
    { rule: 'what is left', session: booked, before: paid(2_750), shown: 2_750, says: 'ok' },
    {
      rule: 'all, when a part is left',
      session: booked,
      before: paid(2_750),
      shown: 5_500,
      says: 'consequence_changed',
    },
    {
      rule: 'all, after all went back',
      session: booked,
      before: paid(0),
      shown: 5_500,
      says: 'ok',
    },
    {
      rule: 'for a cancelled session',
      session: { ...booked, status: 'cancelled' } as const,
      before: none,
      shown: 5_500,
      says: 'appointment_cancelled',
    },
    {
      rule: 'for a session a package covers',
      session: { ...booked, payment_status: 'covered' } as const,
      before: none,
      shown: 5_500,
      says: 'session_covered',
    },
    {
      rule: 'nothing for what is free',
      session: { ...booked, price_minor: minor(0) },
      before: none,
      shown: 0,
      says: 'nothing_to_pay',
    },
  ])('taking $rule: $says', ({ session, before, shown, says }) => {
    expect(outcomeOf(decidePayment(session, before, minor(shown)))).toBe(says)
  })

  it('names the receipt when it is paid already', () => {
    expect(refusalOf(decidePayment(booked, paid(5_500), minor(5_500))).message).toContain(
      'A-2026-000001',
    )
  })

  it('has the tax inside of what is left, however the price was written', () => {
    expect(valueOf(decidePayment(taxed, none, minor(6_545)))).toMatchObject({
      priceMinor: 5_500,
      taxInclusive: false,
    })
    expect(valueOf(decidePayment(taxed, paid(4_545), minor(2_000)))).toMatchObject({
      priceMinor: 2_000,
      taxInclusive: true,
    })
  })
})
