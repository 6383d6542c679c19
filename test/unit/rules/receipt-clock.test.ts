import { describe, expect, it } from 'vitest'
import { decideReceiptClock } from '../../../main/features/payments/receipt-clock.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import { outcomeOf } from '../../support/read-result.ts'

const zone = 'Europe/Berlin'

describe('the clock by which a receipt is numbered', () => {
  it.each([
    // The last receipt, now, the day that was confirmed → what comes of it.
    ['2026-03-02T07:00:00.000Z', '2026-03-02T07:00:00.000Z', null, 'ok', 'in one moment'],
    ['2026-03-02T07:00:00.000Z', '2026-03-02T06:55:00.000Z', null, 'ok', 'put right by 5 minutes'],
    ['2026-03-02T07:00:00.000Z', '2026-03-02T06:54:59.999Z', null, 'clock_unsure', 'and a moment'],
    ['2026-03-02T07:00:00.000Z', '2026-03-01T12:00:00.000Z', null, 'clock_unsure', 'yesterday'],
    ['2026-03-02T07:00:00.000Z', '2025-03-02T12:00:00.000Z', null, 'clock_unsure', 'last year'],
    ['2026-03-02T07:00:00.000Z', '2026-03-20T12:00:00.000Z', null, 'ok', 'weeks on, in one year'],
    ['2026-03-02T07:00:00.000Z', '2027-03-02T07:00:00.000Z', null, 'clock_unsure', 'a year on'],
    ['2026-12-31T22:59:00.000Z', '2026-12-31T23:01:00.000Z', null, 'ok', 'over midnight'],
    ['2026-12-31T12:00:00.000Z', '2027-01-03T22:59:59.999Z', null, 'ok', 'three days closed'],
    ['2026-12-31T12:00:00.000Z', '2027-01-03T23:00:00.000Z', null, 'clock_unsure', 'four days'],
    ['2026-12-24T12:00:00.000Z', '2027-01-04T08:00:00.000Z', '2027-01-04', 'ok', 'confirmed'],
    [
      '2026-12-24T12:00:00.000Z',
      '2027-01-05T08:00:00.000Z',
      '2027-01-04',
      'clock_unsure',
      'another day was confirmed',
    ],
    [
      '2027-03-02T07:00:00.000Z',
      '2026-03-02T07:00:00.000Z',
      '2026-03-02',
      'ok',
      'back, and confirmed',
    ],
    // By the studio's calendar: 23:30 UTC on New Year's Eve is the new year there.
    ['2026-12-26T12:00:00.000Z', '2026-12-31T23:30:00.000Z', null, 'clock_unsure', 'in the zone'],
    ['2026-12-26T12:00:00.000Z', '2026-12-31T22:30:00.000Z', null, 'ok', 'not yet in the zone'],
  ])('last %s, now %s, confirmed %s: %s (%s)', (issuedAt, now, day, outcome, _rule) => {
    const last = { issuedAt: issuedAt as Instant, confirmedDay: day as LocalDate | null }
    expect(outcomeOf(decideReceiptClock(last, now as Instant, zone, () => []))).toBe(outcome)
  })

  it.each([
    // The days with receipts before the last one, of 31 December; today is 1 January.
    [['2026-12-28'], 'ok', 'three days between'],
    [['2026-12-27'], 'clock_unsure', 'four days between'],
    [['2026-12-22', '2026-12-25', '2026-12-28'], 'ok', 'three days each'],
    [['2026-03-02', '2026-12-28'], 'clock_unsure', 'a jump within the year that nobody saw'],
  ])('lately %s: %s (%s)', (days, outcome, _rule) => {
    const last = { issuedAt: '2026-12-31T12:00:00.000Z' as Instant, confirmedDay: null }
    const now = '2027-01-01T12:00:00.000Z' as Instant
    expect(outcomeOf(decideReceiptClock(last, now, zone, () => days as LocalDate[]))).toBe(outcome)
  })
})
