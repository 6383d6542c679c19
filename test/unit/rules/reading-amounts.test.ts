import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readAmount,
  readCount,
  writeAmount,
  type AmountProblem,
} from '../../../shared/read-amount.ts'

describe('an amount as it is typed', () => {
  it.each([
    ['45', 'EUR', 4500],
    ['45.5', 'EUR', 4550],
    ['45,5', 'EUR', 4550],
    ['45,50', 'EUR', 4550],
    ['1.5', 'EUR', 150],
    ['45.', 'EUR', 4500],
    ['.5', 'EUR', 50],
    [',50', 'EUR', 50],
    ['0', 'EUR', 0],
    ['0.05', 'EUR', 5],
    ['007', 'EUR', 700],
    [' 45 ', 'EUR', 4500],
    ['1234', 'EUR', 123_400],
    ['1,234.50', 'EUR', 123_450],
    ['1.234,50', 'EUR', 123_450],
    ['1.234,5', 'EUR', 123_450],
    ["1'234.50", 'CHF', 123_450],
    ['1’234.50', 'CHF', 123_450],
    ['1 234,50', 'EUR', 123_450],
    ['1\u00A0234,50', 'EUR', 123_450],
    ['1\u202F234,50', 'EUR', 123_450],
    ['1 234', 'EUR', 123_400],
    ["1'234", 'CHF', 123_400],
    ['1,234,567', 'USD', 123_456_700],
    ['1.234.567', 'EUR', 123_456_700],
    ['1.234.567,89', 'EUR', 123_456_789],
    ['１２．５０', 'EUR', 1250],
    ['1500', 'JPY', 1500],
    ['1,500', 'JPY', 1500],
    ['1.500', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['1,5', 'KWD', 1500],
    ['0.005', 'KWD', 5],
    ['1,234.567', 'KWD', 1_234_567],
  ])('reads “%s” %s', (text, currency, amountMinor) => {
    expect(readAmount(text, currency)).toEqual({ ok: true, amountMinor })
  })

  it.each<[string, string, AmountProblem]>([
    ['', 'EUR', 'not_an_amount'],
    ['.', 'EUR', 'not_an_amount'],
    ['-', 'EUR', 'not_an_amount'],
    ['abc', 'EUR', 'not_an_amount'],
    ['1e3', 'EUR', 'not_an_amount'],
    ['0x10', 'EUR', 'not_an_amount'],
    ['٣', 'EUR', 'not_an_amount'],
    ['½', 'EUR', 'not_an_amount'],
    ['5²', 'EUR', 'not_an_amount'],
    ['5 0', 'EUR', 'not_an_amount'],
    ['12 34', 'EUR', 'not_an_amount'],
    ['12,34,56', 'EUR', 'not_an_amount'],
    ['1234,567.00', 'EUR', 'not_an_amount'],
    ['0,123.45', 'EUR', 'not_an_amount'],
    ['1.234 567,00', 'EUR', 'not_an_amount'],
    ['1..5', 'EUR', 'not_an_amount'],
    ['1,,234', 'EUR', 'not_an_amount'],
    ['1.2.3', 'EUR', 'not_an_amount'],
    ['-3', 'EUR', 'signed'],
    ['−3', 'EUR', 'signed'],
    ['–3', 'EUR', 'signed'],
    ['+5', 'EUR', 'signed'],
    ['3-', 'EUR', 'signed'],
    ['(3)', 'EUR', 'signed'],
    ['－3', 'EUR', 'signed'],
    ['1.234', 'EUR', 'unclear'],
    ['1,234', 'EUR', 'unclear'],
    ['12.345', 'EUR', 'unclear'],
    ['0.005', 'EUR', 'too_fine'],
    ['.005', 'EUR', 'too_fine'],
    ['45.5055', 'EUR', 'too_fine'],
    ['1.234,567', 'EUR', 'too_fine'],
    ['45.50', 'JPY', 'too_fine'],
    ['1.5', 'JPY', 'too_fine'],
    ['1,234.50', 'JPY', 'too_fine'],
    ['1.2345', 'KWD', 'too_fine'],
    ['99999999999999999999', 'EUR', 'too_large'],
    ['10000000000.01', 'EUR', 'too_large'],
  ])('refuses “%s” %s: %s', (text, currency, why) => {
    expect(readAmount(text, currency)).toEqual({ ok: false, why })
  })

  it('reads back whatever it writes, in every currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000_000 }),
        fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF', 'TND'),
        (amountMinor, currency) => {
          const text = writeAmount(amountMinor, currency)
          expect(readAmount(text, currency)).toEqual({ ok: true, amountMinor })
        },
      ),
    )
  })

  it('never reads another number than the digits that are there say', () => {
    const sign = fc.constantFrom(...'0123456789.,’ -+e')
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
        const text = signs.join('')
        const read = readAmount(text, 'EUR')
        if (!read.ok) return
        const digits = Number(text.replace(/\D/g, ''))
        expect([digits, digits * 10, digits * 100]).toContain(read.amountMinor)
      }),
    )
  })
})

describe('a number of pieces', () => {
  const bounds = { least: 0, most: 100 }
  it.each([
    ['0', 0],
    ['12', 12],
    [' 7 ', 7],
    ['100', 100],
    ['１２', 12],
  ])('reads “%s”', (text, number) => {
    expect(readCount(text, bounds)).toBe(number)
  })
  it.each(['', ' ', '-3', '+3', '1.5', '1,5', '1 5', '1e1', '101', '٣', '0x1', '3 pcs', '²'])(
    'refuses “%s”',
    (text) => {
      expect(readCount(text, bounds)).toBeNull()
    },
  )
})
