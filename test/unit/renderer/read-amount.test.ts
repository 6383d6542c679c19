import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAmount, writeAmount } from '../../../renderer/ui/read-amount.ts'

describe('an amount as it is typed', () => {
  it.each([
    ['45', 'EUR', 4500],
    ['45.5', 'EUR', 4550],
    ['45,50', 'EUR', 4550],
    ['.5', 'EUR', 50],
    ['1,234.50', 'EUR', 123_450],
    ['1.234,50', 'EUR', 123_450],
    ['1 234', 'EUR', 123_400],
    ['1’234.50', 'CHF', 123_450],
    ['1,234,567', 'USD', 123_456_700],
    ['0', 'EUR', 0],
    ['1500', 'JPY', 1500],
    ['1,500', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['1,5', 'KWD', 1500],
  ])('reads “%s” %s', (text, currency, minor) => {
    expect(readAmount(text, currency)).toBe(minor)
  })

  it('takes a lone separator before three digits as thousands where the currency has two decimals', () => {
    expect(readAmount('1,234', 'EUR')).toBe(123_400)
  })

  it.each([
    ['', 'EUR'],
    ['abc', 'EUR'],
    ['-5', 'EUR'],
    ['45.5055', 'EUR'],
    ['45.50', 'JPY'],
    ['1.2345', 'KWD'],
    ['12,34,56', 'EUR'],
    ['1234,567.00', 'EUR'],
    ['1e3', 'EUR'],
    ['99999999999999999999', 'EUR'],
    ['10000000000.01', 'EUR'],
  ])('refuses “%s” %s', (text, currency) => {
    expect(readAmount(text, currency)).toBeNull()
  })

  it('reads back whatever it writes, in every currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000_000 }),
        fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF', 'TND'),
        (minor, currency) => {
          expect(readAmount(writeAmount(minor, currency), currency)).toBe(minor)
        },
      ),
    )
  })
})
