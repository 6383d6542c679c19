import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decideRefund,
  needsManager,
  spreadRefund,
  type Held,
} from '../../../main/features/payments/decide-refund.ts'
import { allotTenders, decideSale } from '../../../main/features/payments/decide-sale.ts'
import { minor } from '../../../shared/money.ts'
import { decideTax } from '../../../shared/tax.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { outcomeOf, refusalOf, valueOf } from '../../support/read-result.ts'

const cash = (amount: number, tendered = amount): Tender => ({
  method: 'cash',
  amountMinor: minor(amount),
  tenderedMinor: minor(tendered),
})
const card = (amount: number): Tender => ({
  method: 'card',
  amountMinor: minor(amount),
  reference: 'T-1',
})
const account = (amount: number): Tender => ({ method: 'account', amountMinor: minor(amount) })

describe('tax on a line', () => {
  it.each([
    { price: 5_500, rate: 0, inclusive: true, net: 5_500, tax: 0, gross: 5_500 },
    { price: 11_900, rate: 1_900, inclusive: true, net: 10_000, tax: 1_900, gross: 11_900 },
    { price: 5_500, rate: 1_900, inclusive: true, net: 4_622, tax: 878, gross: 5_500 },
    { price: 5_500, rate: 1_900, inclusive: false, net: 5_500, tax: 1_045, gross: 6_545 },
    // Half a cent goes up, a hair less does not.
    { price: 50, rate: 1_900, inclusive: false, net: 50, tax: 10, gross: 60 },
    { price: 21, rate: 700, inclusive: false, net: 21, tax: 1, gross: 22 },
    { price: 7, rate: 700, inclusive: false, net: 7, tax: 0, gross: 7 },
    { price: 0, rate: 1_900, inclusive: true, net: 0, tax: 0, gross: 0 },
    { price: 0, rate: 1_900, inclusive: false, net: 0, tax: 0, gross: 0 },
    // Yen have no cents, dinars have three: the unit is whatever the currency’s smallest is.
    { price: 5_500, rate: 1_000, inclusive: true, net: 5_000, tax: 500, gross: 5_500 },
    { price: 12_345, rate: 500, inclusive: false, net: 12_345, tax: 617, gross: 12_962 },
    {
      price: 1_000_000_000_000,
      rate: 1_900,
      inclusive: true,
      net: 840_336_134_454,
      tax: 159_663_865_546,
      gross: 1_000_000_000_000,
    },
  ])('$price at $rate, inside: $inclusive → $net + $tax', (line) => {
    const terms = { taxBasisPoints: line.rate, taxInclusive: line.inclusive }
    expect(decideTax(minor(line.price), terms)).toEqual({
      netMinor: line.net,
      taxMinor: line.tax,
      grossMinor: line.gross,
      taxBasisPoints: line.rate,
    })
  })

  it('is rounded on each of three lines, not on their sum', () => {
    const line = { taxBasisPoints: 1_900, taxInclusive: false, kind: 'session' as const }
    const lines = [
      { ...line, priceMinor: minor(34) },
      { ...line, kind: 'fee' as const, priceMinor: minor(34) },
      { ...line, kind: 'fee' as const, priceMinor: minor(34) },
    ]
    const sale = { lines, tenders: [cash(120)], balanceMinor: minor(0), currency: 'EUR' }
    // 19 % of 34 is 6.46, so 6 on each; of all 102 it would be 19.38, so 19.
    expect(valueOf(decideSale(sale)).amounts.map(({ taxMinor }) => taxMinor)).toEqual([6, 6, 6])
  })

  it('always adds up, and is within half a unit of the exact share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.boolean(),
        (price, taxBasisPoints, taxInclusive) => {
          const line = decideTax(minor(price), { taxBasisPoints, taxInclusive })
          expect(line.netMinor + line.taxMinor).toBe(line.grossMinor)
          const exact = (line.netMinor * taxBasisPoints) / 10_000
          expect(Math.abs(line.taxMinor - exact)).toBeLessThanOrEqual(taxInclusive ? 1 : 0.5)
        },
      ),
    )
  })
})

describe('a sale', () => {
  const line = {
    kind: 'session',
    priceMinor: minor(5_500),
    taxBasisPoints: 0,
    taxInclusive: true,
  } as const
  const topUp = { ...line, kind: 'top_up' } as const
  const sale = (tenders: Tender[], changes: Partial<Parameters<typeof decideSale>[0]> = {}) =>
    decideSale({ lines: [line], tenders, balanceMinor: minor(2_000), currency: 'EUR', ...changes })

  it.each([
    { rule: 'one tender of the whole', tenders: [cash(5_500)], says: 'ok' },
    { rule: 'two that add up', tenders: [cash(3_000), card(2_500)], says: 'ok' },
    { rule: 'three that add up', tenders: [cash(1), card(3_499), account(2_000)], says: 'ok' },
    {
      rule: 'a cent too little',
      tenders: [cash(3_000), card(2_499)],
      says: 'tenders_do_not_add_up',
    },
    { rule: 'a cent too much', tenders: [cash(3_000), card(2_501)], says: 'tenders_do_not_add_up' },
    { rule: 'nothing at all', tenders: [], says: 'tenders_do_not_add_up' },
    {
      rule: 'cash a cent short of its part',
      tenders: [cash(3_000, 2_999), card(2_500)],
      says: 'too_little_cash',
    },
    { rule: 'exactly the balance', tenders: [account(2_000), cash(3_500)], says: 'ok' },
    {
      rule: 'a cent more than the balance',
      tenders: [account(2_001), cash(3_499)],
      says: 'balance_too_small',
    },
    {
      rule: 'the balance twice',
      tenders: [account(1_500), account(1_500), cash(2_500)],
      says: 'balance_too_small',
    },
  ])('paid with $rule: $says', ({ tenders, says }) => {
    expect(outcomeOf(sale(tenders))).toBe(says)
  })

  it.each([
    { tenders: [cash(5_500, 6_000)], change: 500 },
    { tenders: [cash(5_500)], change: 0 },
    { tenders: [card(2_500), cash(3_000, 5_000)], change: 2_000 },
    { tenders: [card(5_500)], change: 0 },
  ])('gives $change back', ({ tenders, change }) => {
    expect(valueOf(sale(tenders))).toMatchObject({ totalMinor: 5_500, changeMinor: change })
  })

  it('of nothing takes no tender', () => {
    const free = { lines: [{ ...line, priceMinor: minor(0) }] }
    expect(valueOf(sale([], free))).toMatchObject({ totalMinor: 0, changeMinor: 0 })
    expect(outcomeOf(sale([cash(1)], free))).toBe('tenders_do_not_add_up')
  })

  it('says what is due when another sum was shown', () => {
    const refusal = refusalOf(sale([cash(5_400)], { shownMinor: minor(5_400) }))
    expect(refusal).toMatchObject({
      code: 'consequence_changed',
      details: { now: { paidMinor: 5_500 } },
    })
  })

  it('does not fill a balance from itself', () => {
    expect(outcomeOf(sale([account(1_000), cash(4_500)], { lines: [topUp] }))).toBe(
      'top_up_from_account',
    )
    expect(outcomeOf(sale([cash(5_500)], { lines: [topUp] }))).toBe('ok')
  })

  it.each([
    { tenders: [65], lines: [55, 10], parts: [[55, 10]] },
    {
      tenders: [30, 35],
      lines: [55, 10],
      parts: [
        [30, 0],
        [25, 10],
      ],
    },
    {
      tenders: [55, 10],
      lines: [55, 10],
      parts: [
        [55, 0],
        [0, 10],
      ],
    },
    { tenders: [], lines: [0], parts: [] },
  ])('lets $tenders settle $lines as $parts', ({ tenders, lines, parts }) => {
    expect(allotTenders(tenders, lines)).toEqual(parts)
  })
})

describe('a refund', () => {
  const held: Held = {
    method: 'card',
    kind: 'session',
    paymentLeftMinor: minor(3_000),
    lineLeftMinor: minor(2_000),
    voided: false,
    balanceMinor: minor(500),
    currency: 'EUR',
  }
  const topUp = { kind: 'top_up' } as const

  it.each([
    { rule: 'all the line holds', amount: 2_000, says: 'ok' },
    { rule: 'a cent more than the line', amount: 2_001, says: 'refund_exceeds_line' },
    { rule: 'a cent more than the tender', amount: 3_001, says: 'refund_exceeds_payment' },
    { rule: 'a voided sale', amount: 1, change: { voided: true }, says: 'sale_voided' },
    { rule: 'a top-up that is still there', amount: 500, change: topUp, says: 'ok' },
    { rule: 'a top-up that was spent', amount: 501, change: topUp, says: 'balance_too_small' },
    {
      rule: 'a top-up to itself',
      amount: 1,
      change: topUp,
      to: 'account' as const,
      says: 'top_up_from_account',
    },
  ])('of $rule: $says', ({ amount, change, to, says }) => {
    expect(outcomeOf(decideRefund({ ...held, ...change }, minor(amount), to ?? 'original'))).toBe(
      says,
    )
  })

  it('goes back to its tender, or to the balance when that is wished', () => {
    expect(valueOf(decideRefund(held, minor(1), 'original')).method).toBe('card')
    expect(valueOf(decideRefund(held, minor(1), 'account')).method).toBe('account')
  })

  it.each([
    { amount: 10_000, before: 0, needs: false },
    { amount: 10_001, before: 0, needs: true },
    { amount: 1, before: 10_000, needs: true },
    { amount: 5_000, before: 5_000, needs: false },
  ])('of $amount after $before needs a manager: $needs', ({ amount, before, needs }) => {
    expect(needsManager(minor(amount), minor(before), minor(10_000))).toBe(needs)
  })

  it.each([
    { left: [30, 35], amount: 40, parts: [5, 35] },
    { left: [30, 35], amount: 35, parts: [0, 35] },
    { left: [30, 35], amount: 65, parts: [30, 35] },
    { left: [0, 0, 7], amount: 3, parts: [0, 0, 3] },
  ])('of $amount comes out of $left as $parts', ({ left, amount, parts }) => {
    expect(spreadRefund(left, amount)).toEqual(parts)
  })
})
