import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taxBack } from '../../../main/features/payments/decide-refund.ts'
import { minor } from '../../../shared/money.ts'
import { decideTax } from '../../../shared/tax.ts'

/** The tax that each of several refunds of one line takes back. */
function partsOf(gross: number, tax: number, amounts: readonly number[]): number[] {
  let left = gross
  return amounts.map((amount) => {
    const line = { lineMinor: minor(gross), lineTaxMinor: minor(tax), lineLeftMinor: minor(left) }
    left -= amount
    return taxBack(line, minor(amount))
  })
}

describe('the tax that goes back with a refund', () => {
  it.each([
    { rule: 'all at once', gross: 5_500, tax: 878, amounts: [5_500], parts: [878] },
    { rule: 'half of it', gross: 5_500, tax: 878, amounts: [2_750], parts: [439] },
    { rule: 'two halves', gross: 5_500, tax: 878, amounts: [2_750, 2_750], parts: [439, 439] },
    {
      rule: 'one cent, then the rest',
      gross: 5_500,
      tax: 878,
      amounts: [1, 5_499],
      parts: [0, 878],
    },
    {
      rule: 'all but a cent, then it',
      gross: 5_500,
      tax: 878,
      amounts: [5_499, 1],
      parts: [878, 0],
    },
    { rule: 'exactly half a unit goes up', gross: 10, tax: 1, amounts: [5, 5], parts: [1, 0] },
    { rule: 'just below half a unit', gross: 11, tax: 1, amounts: [5, 6], parts: [0, 1] },
    { rule: 'three thirds', gross: 300, tax: 100, amounts: [100, 100, 100], parts: [33, 34, 33] },
    { rule: 'a line without tax', gross: 5_500, tax: 0, amounts: [5_500], parts: [0] },
    { rule: 'a line that is all tax', gross: 7, tax: 7, amounts: [3, 4], parts: [3, 4] },
    {
      rule: 'sums beyond what a double multiplies',
      gross: 1_000_000_000_000,
      tax: 159_663_865_546,
      amounts: [333_333_333_333, 666_666_666_667],
      parts: [53_221_288_515, 106_442_577_031],
    },
  ])('$rule: $amounts of $gross takes back $parts', ({ gross, tax, amounts, parts }) => {
    expect(partsOf(gross, tax, amounts)).toEqual(parts)
  })

  it('adds up to the tax of the line, however it is cut, and never exceeds a part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 10_000 }),
        (amounts, taxBasisPoints) => {
          const gross = amounts.reduce((sum, amount) => sum + amount, 0)
          const { taxMinor } = decideTax(minor(gross), { taxBasisPoints, taxInclusive: true })
          const parts = partsOf(gross, taxMinor, amounts)
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(taxMinor)
          for (const [index, part] of parts.entries()) {
            expect(part).toBeGreaterThanOrEqual(0)
            expect(part).toBeLessThanOrEqual(amounts[index]!)
          }
        },
      ),
    )
  })
})
