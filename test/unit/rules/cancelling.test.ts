import { describe, expect, it } from 'vitest'
import {
  decideCancellation,
  decideToldAt,
  isInsideWindow,
  splitFee,
  stakeOf,
  type AgreedTerms,
} from '../../../main/features/appointments/decide-outcome.ts'
import type { Stake } from '../../../shared/attendance.ts'
import { minor } from '../../../shared/money.ts'
import { instantAt, type Instant, type LocalDateTime } from '../../../shared/time.ts'

const instant = (text: string) => text as Instant

/** Tuesday noon, 55.00, free until Monday noon, half the price after that. */
const terms: AgreedTerms = {
  startTime: instant('2026-03-03T12:00:00.000Z'),
  priceMinor: minor(5_500),
  lateWindowMinutes: 24 * 60,
  lateFeeBasisPoints: 5_000,
  noShowGraceMinutes: 15,
  noShowFeeBasisPoints: 10_000,
  flatFeeMinor: minor(1_000),
  movedLate: false,
  canOwe: true,
  stake: 'price',
}

const cancel = (
  changes: Partial<AgreedTerms>,
  at: string,
  how: { by?: 'client' | 'studio'; waived?: boolean; paid?: number; held?: number } = {},
) =>
  decideCancellation(
    { ...terms, ...changes },
    { paidMinor: minor(how.paid ?? 0), heldMinor: minor(how.held ?? how.paid ?? 0) },
    {
      by: how.by ?? 'client',
      at: instant(at),
      waived: how.waived ?? false,
    },
  )

const early = '2026-03-01T11:00:00.000Z'
const late = '2026-03-03T11:00:00.000Z'

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
    const consequence = cancel({}, now)
    expect(consequence).toMatchObject({
      late,
      isTaken: late,
      feeMinor: late ? 2_750 : 0,
      freeUntil: '2026-03-02T12:00:00.000Z',
    })
    expect(
      isInsideWindow({ start_time: terms.startTime, late_window_minutes: 1_440 }, instant(now)),
    ).toBe(late)
  })

  // 24 hours are 24 hours, also where the day before has 23 or 25 of them.
  it.each([
    {
      zone: 'Europe/Berlin',
      start: '2026-03-29T12:00',
      edge: '2026-03-28T11:00',
      day: 'of 23 hours',
    },
    {
      zone: 'Europe/Berlin',
      start: '2026-10-25T12:00',
      edge: '2026-10-24T13:00',
      day: 'of 25 hours',
    },
    {
      zone: 'America/New_York',
      start: '2026-03-08T12:00',
      edge: '2026-03-07T11:00',
      day: 'of 23 hours',
    },
    {
      zone: 'America/New_York',
      start: '2026-11-01T12:00',
      edge: '2026-10-31T13:00',
      day: 'of 25 hours',
    },
    {
      zone: 'Australia/Lord_Howe',
      start: '2026-10-04T12:00',
      edge: '2026-10-03T11:30',
      day: 'of 23½ hours',
    },
    {
      zone: 'Australia/Lord_Howe',
      start: '2026-04-05T12:00',
      edge: '2026-04-04T12:30',
      day: 'of 24½ hours',
    },
    {
      zone: 'Europe/Berlin',
      start: '2028-03-01T12:00',
      edge: '2028-02-29T12:00',
      day: 'after 29 February',
    },
    {
      zone: 'Europe/Berlin',
      start: '2027-01-01T12:00',
      edge: '2026-12-31T12:00',
      day: 'that begins a year',
    },
  ])('on a day $day in $zone at noon is early until $edge', ({ zone, start, edge }) => {
    const at = (local: string) => instantAt(local as LocalDateTime, zone)!
    const startTime = at(start)
    expect(cancel({ startTime }, at(edge)).late).toBe(false)
    const after = new Date(Date.parse(at(edge)) + 1).toISOString()
    expect(cancel({ startTime }, after).late).toBe(true)
  })

  it('is never late before the start when the studio has no window', () => {
    const at = (now: string) => cancel({ lateWindowMinutes: 0 }, now).late
    expect(at('2026-03-03T12:00:00.000Z')).toBe(false)
    expect(at('2026-03-03T12:00:00.001Z')).toBe(true)
  })

  it('is late whenever it is done after a late move: no "move, then cancel free"', () => {
    expect(cancel({ movedLate: true }, early)).toMatchObject({
      late: true,
      feeMinor: 2_750,
      movedLate: true,
    })
    expect(cancel({ movedLate: true }, early, { waived: true }).late).toBe(false)
    expect(cancel({ movedLate: true }, early, { by: 'studio' }).late).toBe(false)
  })
})

describe('a late cancellation takes one thing, by how the session was to be paid', () => {
  it.each<{ stake: Stake; rule: string; isTaken: boolean; fee: number }>([
    {
      stake: 'price',
      rule: 'a share of the price, paid by the session',
      isTaken: true,
      fee: 2_750,
    },
    { stake: 'credit', rule: 'the credit of a package, and no money', isTaken: true, fee: 0 },
    { stake: 'flat_fee', rule: 'the flat fee of an unlimited member', isTaken: true, fee: 1_000 },
    { stake: 'session', rule: 'one of the month’s sessions, and no money', isTaken: true, fee: 0 },
  ])('$stake: $rule', ({ stake, isTaken, fee }) => {
    expect(cancel({ stake }, late)).toMatchObject({ late: true, isTaken, feeMinor: fee })
    expect(cancel({ stake }, early)).toMatchObject({ late: false, isTaken: false, feeMinor: 0 })
    expect(cancel({ stake }, late, { by: 'studio' })).toMatchObject({ isTaken: false, feeMinor: 0 })
    expect(cancel({ stake }, late, { waived: true })).toMatchObject({ isTaken: false, feeMinor: 0 })
  })

  it.each([
    { funding: 'single', unlimited: false, stake: 'price' },
    { funding: 'package', unlimited: false, stake: 'credit' },
    { funding: 'membership', unlimited: true, stake: 'flat_fee' },
    { funding: 'membership', unlimited: false, stake: 'session' },
  ] as const)('$funding (unlimited: $unlimited) stakes $stake', ({ funding, unlimited, stake }) => {
    expect(stakeOf(funding, unlimited)).toBe(stake)
  })

  it('takes nothing where the fee is nothing', () => {
    expect(cancel({ priceMinor: minor(0) }, late)).toMatchObject({ late: true, isTaken: false })
    expect(cancel({ stake: 'flat_fee', flatFeeMinor: minor(0) }, late).isTaken).toBe(false)
  })
})

describe('cancelling by the studio', () => {
  it.each(['2026-03-01T00:00:00.000Z', '2026-03-03T11:59:00.000Z', '2026-03-05T00:00:00.000Z'])(
    'is never late and costs nothing at %s',
    (now) => {
      expect(cancel({}, now, { by: 'studio', paid: 5_500 })).toMatchObject({
        late: false,
        feeMinor: 0,
        refundDueMinor: 5_500,
      })
    },
  )
})

describe('what goes back to the client', () => {
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
    expect(cancel({}, now, { paid })).toMatchObject({
      refundDueMinor: due,
      refundRequired: required,
      paidMinor: paid,
    })
  })

  it.each([
    { price: 2_499, basisPoints: 5_000, fee: 1_250, rule: 'half a cent is rounded up' },
    { price: 2_499, basisPoints: 3_333, fee: 833, rule: 'less than half a cent is dropped' },
    { price: 1, basisPoints: 4_999, fee: 0, rule: 'a fee under half a cent is none' },
    { price: 5_500, basisPoints: 10_000, fee: 5_500, rule: 'the whole price' },
    { price: 5_500, basisPoints: 0, fee: 0, rule: 'no fee' },
    { price: 0, basisPoints: 5_000, fee: 0, rule: 'a free session costs nothing to cancel' },
  ])('fee of $basisPoints bp on $price: $rule', ({ price, basisPoints, fee }) => {
    const changed = { priceMinor: minor(price), lateFeeBasisPoints: basisPoints }
    expect(cancel(changed, late).feeMinor).toBe(fee)
  })

  it.each([
    { fee: 2_750, paid: 0, kept: 0, owed: 2_750, rule: 'nothing was paid: all of it is owed' },
    { fee: 2_750, paid: 5_500, kept: 2_750, owed: 0, rule: 'enough was paid: it is kept' },
    {
      fee: 2_750,
      paid: 1_000,
      kept: 1_000,
      owed: 1_750,
      rule: 'a part was paid: the rest is owed',
    },
    { fee: 0, paid: 5_500, kept: 0, owed: 0, rule: 'no fee' },
  ])('a fee of $fee with $paid paid: $rule', ({ fee, paid, kept, owed }) => {
    expect(splitFee(minor(fee), minor(paid))).toEqual({ keptMinor: kept, owedMinor: owed })
  })
})

describe('"the client told us at …"', () => {
  const booked = instant('2026-03-01T09:30:42.000Z')
  const now = instant('2026-03-03T11:00:00.000Z')

  it.each([
    { at: '2026-03-03T11:00:00.000Z', outcome: 'ok', rule: 'now' },
    { at: '2026-03-03T11:00:00.001Z', outcome: 'told_in_future', rule: 'a moment from now' },
    { at: '2026-03-02T12:00:00.000Z', outcome: 'ok', rule: 'a day ago' },
    { at: '2026-03-01T09:30:00.000Z', outcome: 'ok', rule: 'in the minute of the booking' },
    {
      at: '2026-03-01T09:29:00.000Z',
      outcome: 'told_before_booking',
      rule: 'the minute before the booking',
    },
  ])('$rule: $outcome', ({ at, outcome }) => {
    const decided = decideToldAt(instant(at), booked, now)
    expect(decided.ok ? 'ok' : decided.error.code).toBe(outcome)
  })
})
