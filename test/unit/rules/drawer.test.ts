import { describe, expect, it } from 'vitest'
import {
  decideCash,
  expectedOf,
  sumCount,
  sumMovements,
  weighCount,
} from '../../../main/features/drawer/decide.ts'
import type { MovementKind } from '../../../shared/drawer.ts'
import { denominationsOf } from '../../../shared/denominations.ts'
import { minor } from '../../../shared/money.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { outcomeOf, valueOf } from '../../support/read-result.ts'

describe('what should be in the drawer', () => {
  const moved = (kind: MovementKind, amountMinor: number) => ({ kind, amountMinor })

  it.each([
    { given: 'nothing but the float', movements: [], expected: 20_000 },
    { given: 'a cash sale', movements: [moved('sale', 5_500)], expected: 25_500 },
    { given: 'a cash refund', movements: [moved('refund', -2_000)], expected: 18_000 },
    {
      given: 'a sale that was voided',
      movements: [moved('sale', 5_500), moved('void', -5_500)],
      expected: 20_000,
    },
    { given: 'cash paid in', movements: [moved('paid_in', 1_000)], expected: 21_000 },
    { given: 'cash paid out', movements: [moved('paid_out', -840)], expected: 19_160 },
    { given: 'a drop to the safe', movements: [moved('drop', -15_000)], expected: 5_000 },
    {
      given: 'more refunded than was in it',
      movements: [moved('refund', -25_000)],
      expected: -5_000,
    },
    {
      given: 'all of them',
      movements: [
        moved('sale', 5_500),
        moved('refund', -2_000),
        moved('paid_in', 1_000),
        moved('paid_out', -840),
        moved('drop', -15_000),
      ],
      expected: 8_660,
    },
  ])('given a float of 200.00 and $given', ({ movements, expected }) => {
    expect(expectedOf(sumMovements(minor(20_000), movements))).toBe(expected)
  })
})

describe('a count against what was expected, with a tolerance of 5.00', () => {
  it.each([
    { counted: 20_000, variance: 0, reason: false },
    { counted: 20_499, variance: 499, reason: false },
    { counted: 20_500, variance: 500, reason: false },
    { counted: 20_501, variance: 501, reason: true },
    { counted: 19_500, variance: -500, reason: false },
    { counted: 19_499, variance: -501, reason: true },
    { counted: 0, variance: -20_000, reason: true },
  ])('of $counted is off by $variance, and needs a reason: $reason', (row) => {
    const weighed = weighCount(minor(row.counted), 20_000, minor(500))
    expect(weighed).toEqual({ varianceMinor: row.variance, reasonNeeded: row.reason })
  })

  it('needs a reason for a single cent when nothing is let pass', () => {
    expect(weighCount(minor(1), 0, minor(0)).reasonNeeded).toBe(true)
    expect(weighCount(minor(0), 0, minor(0)).reasonNeeded).toBe(false)
  })
})

describe('cash moves', () => {
  it.each([
    { when: 'no drawer is open', openedOn: null, outcome: 'drawer_closed' },
    { when: 'it was opened today', openedOn: '2026-03-02', outcome: 'ok' },
    { when: 'it was opened yesterday', openedOn: '2026-03-01', outcome: 'drawer_overdue' },
    { when: 'it was opened last year', openedOn: '2025-12-31', outcome: 'drawer_overdue' },
    { when: 'the clock was set back since', openedOn: '2026-03-03', outcome: 'ok' },
  ])('when $when: $outcome', ({ openedOn, outcome }) => {
    const open = openedOn === null ? undefined : { openedOn: openedOn as LocalDate }
    expect(outcomeOf(decideCash(open, '2026-03-02' as LocalDate))).toBe(outcome)
  })
})

describe('a count by pieces', () => {
  it.each<{ currency: string; pieces: Record<string, number>; sum: number }>([
    { currency: 'EUR', pieces: { '5000': 3, '200': 4, '1': 7 }, sum: 15_807 },
    { currency: 'USD', pieces: { '10000': 1, '25': 3 }, sum: 10_075 },
    { currency: 'GBP', pieces: { '5000': 2, '50': 1 }, sum: 10_050 },
    { currency: 'JPY', pieces: { '10000': 2, '500': 1, '1': 4 }, sum: 20_504 },
    { currency: 'KWD', pieces: { '20000': 1, '250': 2, '5': 1 }, sum: 20_505 },
    { currency: 'EUR', pieces: {}, sum: 0 },
  ])('in $currency adds up to $sum', ({ currency, pieces, sum }) => {
    expect(valueOf(sumCount({ by: 'pieces', pieces }, currency))).toBe(sum)
  })

  it('of a piece that the currency does not have is refused', () => {
    const count = { by: 'pieces', pieces: { '25': 1 } } as const
    expect(outcomeOf(sumCount(count, 'EUR'))).toBe('not_a_denomination')
    expect(outcomeOf(sumCount(count, 'USD'))).toBe('ok')
  })

  it('is one amount where the pieces are not known', () => {
    expect(denominationsOf('THB')).toEqual([])
    const count = { by: 'amount', amountMinor: minor(12_345) } as const
    expect(valueOf(sumCount(count, 'THB'))).toBe(12_345)
  })

  it('lists pieces from the largest to the smallest, each once', () => {
    for (const currency of ['EUR', 'GBP', 'USD', 'CHF', 'SEK', 'JPY', 'KWD']) {
      const list = denominationsOf(currency)
      expect(list).toEqual([...new Set(list)].toSorted((a, b) => b - a))
    }
  })
})
