import { describe, expect, it } from 'vitest'
import {
  countCredits,
  decideLot,
  decideScope,
  expiryAfterRelease,
  expiryOf,
  heldSince,
  refundOf,
  validCredits,
  type CreditEntry,
} from '../../../main/features/packages/decide.ts'
import { minor } from '../../../shared/money.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import { outcomeOf, refusalOf, valueOf } from '../../support/read-result.ts'

const date = (text: string) => text as LocalDate

describe('which credit pays a session', () => {
  const lots = [
    { expiresOn: date('2026-06-30'), remaining: 3 },
    { expiresOn: date('2026-03-31'), remaining: 1 },
    { expiresOn: date('2026-03-20'), remaining: 0 },
  ]

  it.each([
    { when: 'the one that ends first', on: '2026-03-10', takes: '2026-03-31' },
    { when: 'on its very last day', on: '2026-03-31', takes: '2026-03-31' },
    { when: 'the day after it', on: '2026-04-01', takes: '2026-06-30' },
    { when: 'on the last day of all', on: '2026-06-30', takes: '2026-06-30' },
    { when: 'when all have ended', on: '2026-07-01', takes: 'package_expired' },
  ])('$when: a session on $on takes $takes', ({ on, takes }) => {
    const decided = decideLot('Ten sessions', lots, date(on))
    expect(decided.ok ? decided.value.expiresOn : decided.error.code).toBe(takes)
  })

  it('is the one it was given back to, when the session is booked again', () => {
    const again = decideLot('Ten', lots, date('2026-03-10'), date('2026-06-30'))
    expect(valueOf(again).expiresOn).toBe('2026-06-30')
    // Unless that one is gone or over.
    expect(valueOf(decideLot('Ten', lots, date('2026-03-10'), date('2026-03-20'))).expiresOn).toBe(
      '2026-03-31',
    )
  })

  it.each([
    { left: 1, outcome: 'ok' },
    { left: 0, outcome: 'no_credit_left' },
  ])('with $left left: $outcome', ({ left, outcome }) => {
    const lot = { expiresOn: date('2026-06-30'), remaining: left }
    expect(outcomeOf(decideLot('Ten', [lot], date('2026-03-10')))).toBe(outcome)
  })

  it('says until when it would have been valid', () => {
    expect(refusalOf(decideLot('Ten', lots, date('2026-07-01')))).toMatchObject({
      code: 'package_expired',
      message: expect.stringContaining('30 Jun 2026'),
    })
  })

  it.each([
    { on: '2026-03-31', valid: 4 },
    { on: '2026-04-01', valid: 3 },
    { on: '2026-06-30', valid: 3 },
    { on: '2026-07-01', valid: 0 },
  ])('$valid count on $on', ({ on, valid }) => {
    expect(validCredits(lots, date(on))).toBe(valid)
  })
})

describe('until when a package is valid', () => {
  it.each([
    { sold: '2026-03-02', days: 90, until: '2026-05-31' },
    { sold: '2027-03-01', days: 365, until: '2028-02-29' },
    { sold: '2028-02-29', days: 365, until: '2029-02-28' },
    { sold: '2028-02-28', days: 1, until: '2028-02-29' },
    { sold: '2026-12-31', days: 1, until: '2027-01-01' },
    // The clocks go forward on the 29th: a day is a day.
    { sold: '2026-03-28', days: 2, until: '2026-03-30' },
  ])('sold on $sold for $days days: until $until, that day included', ({ sold, days, until }) => {
    expect(expiryOf(date(sold), days)).toBe(until)
  })
})

describe('until when a credit is valid that was given back', () => {
  it.each([
    { by: 'client', ends: '2026-03-05', today: '2026-03-02', until: '2026-03-05' },
    { by: 'client', ends: '2026-03-01', today: '2026-03-02', until: '2026-03-01' },
    { by: 'studio', ends: '2026-03-05', today: '2026-03-02', until: '2026-03-09' },
    { by: 'studio', ends: '2026-03-08', today: '2026-03-02', until: '2026-03-09' },
    { by: 'studio', ends: '2026-03-09', today: '2026-03-02', until: '2026-03-09' },
    { by: 'studio', ends: '2026-03-10', today: '2026-03-02', until: '2026-03-10' },
    { by: 'studio', ends: '2028-02-20', today: '2028-02-22', until: '2028-02-29' },
    {
      by: 'studio',
      held: '2026-03-05',
      ends: '2026-03-05',
      today: '2026-03-06',
      until: '2026-03-13',
    },
    {
      by: 'studio',
      held: '2026-03-06',
      ends: '2026-03-05',
      today: '2026-03-06',
      until: '2026-03-05',
    },
  ])('by the $by on $today, held on $held, once valid until $ends: until $until', (row) => {
    const { by, held = '2026-01-05', ends, today, until } = row
    expect(expiryAfterRelease(date(ends), by === 'studio', date(today), date(held))).toBe(until)
  })

  it.each([
    { moves: [], since: undefined },
    { moves: ['held 2026-03-01T10:00'], since: '2026-03-01T10:00' },
    {
      rule: 'used and taken back',
      moves: [
        'held 2026-03-01T10:00',
        'used 2026-03-04T10:00',
        'released 2026-03-09T10:00',
        'held 2026-03-09T10:00',
      ],
      since: '2026-03-01T10:00',
    },
    {
      rule: 'given back, and undone within a day',
      moves: ['held 2026-03-01T10:00', 'released 2026-03-08T10:00', 'held 2026-03-09T10:00'],
      since: '2026-03-01T10:00',
    },
    {
      rule: 'free for longer than a day',
      moves: ['held 2026-03-01T10:00', 'released 2026-03-08T10:00', 'held 2026-03-09T10:01'],
      since: '2026-03-09T10:01',
    },
  ])('was out of its client’s hands since $since ($rule)', ({ moves, since }) => {
    const read = moves.map((move) => {
      const [kind, at] = move.split(' ') as [CreditEntry['kind'], Instant]
      return { kind, at: `${at}:00.000Z` as Instant }
    })
    expect(heldSince(read)).toBe(since && `${since}:00.000Z`)
  })
})

describe('what a package’s refund gives back', () => {
  it.each([
    { paid: 50_000, used: 0, single: 5_500, back: 50_000 },
    { paid: 50_000, used: 1, single: 5_500, back: 44_500 },
    { paid: 50_000, used: 9, single: 5_500, back: 500 },
    { paid: 50_000, used: 10, single: 5_500, back: 0 },
    { paid: 49_500, used: 9, single: 5_500, back: 0 },
    { paid: 50_000, used: 3, single: 0, back: 50_000 },
    { paid: 0, used: 1, single: 5_500, back: 0 },
    { paid: 50_000, used: 0, single: 5_500, before: 44_500, back: 5_500 },
    { paid: 50_000, used: 1, single: 5_500, before: 44_500, back: 0 },
    { paid: 50_000, used: 2, single: 5_500, before: 44_500, back: 0 },
  ])('$paid paid, $used used at $single, $before back before: $back', (row) => {
    const { paid, used, single, before = 0, back } = row
    const sold = { paidMinor: minor(paid), singlePriceMinor: minor(single), used }
    const lots = [{ expiresOn: date('2026-06-30'), remaining: 1 }]
    const worth = refundOf({ ...sold, refundedMinor: minor(before) }, lots, date('2026-06-30'))
    expect(worth).toMatchObject({ amountMinor: back, withExpiredMinor: back, creditsExpired: 0 })
  })
})

describe('what has expired is worth nothing', () => {
  const sold = { paidMinor: minor(50_000), singlePriceMinor: minor(5_500), refundedMinor: minor(0) }
  const lots = (early: number, late: number) => [
    { expiresOn: date('2026-03-31'), remaining: early },
    { expiresOn: date('2026-04-07'), remaining: late },
  ]
  it.each([
    { today: '2026-03-31', early: 9, late: 1, used: 0, back: 50_000, expired: 0 },
    { today: '2026-04-01', early: 9, late: 1, used: 0, back: 5_000, expired: 9 },
    { today: '2026-04-07', early: 9, late: 1, used: 0, back: 5_000, expired: 9 },
    { today: '2026-04-08', early: 9, late: 1, used: 0, back: 0, expired: 10 },
    // 44,500 for nine, of which two are left: in the studio's favour.
    { today: '2026-04-01', early: 7, late: 2, used: 1, back: 9_888, expired: 7 },
    { today: '2026-04-08', early: 0, late: 0, used: 10, back: 0, expired: 0 },
  ])('$early until 31 March and $late until 7 April, on $today: $back', (row) => {
    const worth = refundOf({ ...sold, used: row.used }, lots(row.early, row.late), date(row.today))
    expect(worth).toEqual({
      amountMinor: row.back,
      withExpiredMinor: Math.max(0, 50_000 - row.used * 5_500),
      creditsVoid: row.early + row.late,
      creditsExpired: row.expired,
    })
  })
})

describe('what a ledger comes to', () => {
  const end = date('2026-06-30')
  const entry = (
    kind: CreditEntry['kind'],
    delta: number,
    appointmentId: string | null = null,
    more: Partial<CreditEntry> = {},
  ): CreditEntry => ({ kind, delta, expiresOn: end, appointmentId, seatId: null, ...more })
  const sold = entry('sold', 3)

  it.each([
    { when: 'just sold', moves: [], left: 3, held: 0, used: 0 },
    { when: 'booked', moves: [entry('held', -1, 'a')], left: 2, held: 1, used: 0 },
    {
      when: 'attended',
      moves: [entry('held', -1, 'a'), entry('used', 0, 'a')],
      left: 2,
      held: 0,
      used: 1,
    },
    {
      when: 'cancelled in time',
      moves: [entry('held', -1, 'a'), entry('released', 1, 'a')],
      left: 3,
      held: 0,
      used: 0,
    },
    {
      when: 'lost, then let go',
      moves: [entry('held', -1, 'a'), entry('used', 0, 'a'), entry('released', 1, 'a')],
      left: 3,
      held: 0,
      used: 0,
    },
    {
      when: 'booked again',
      moves: [entry('held', -1, 'a'), entry('released', 1, 'a'), entry('held', -1, 'a')],
      left: 2,
      held: 1,
      used: 0,
    },
    {
      when: 'two seats of one session',
      moves: [
        entry('held', -1, 'g', { seatId: 's' }),
        entry('held', -1, 'g', { seatId: 't' }),
        entry('used', 0, 'g', { seatId: 't' }),
      ],
      left: 1,
      held: 1,
      used: 1,
    },
    { when: 'refunded', moves: [entry('void', -3)], left: 0, held: 0, used: 0 },
  ])('$when: $left left, $held held, $used used', ({ moves, left, held, used }) => {
    const count = countCredits([sold, ...moves])
    expect(validCredits(count.lots, end)).toBe(left)
    expect(count).toMatchObject({ held, used })
  })

  it('keeps apart what ends on another day, earliest first, and drops what is empty', () => {
    const later = date('2026-07-09')
    const { lots } = countCredits([
      entry('sold', 1),
      entry('held', -1, 'a'),
      entry('released', 1, 'a', { expiresOn: later }),
    ])
    expect(lots).toEqual([{ expiresOn: later, remaining: 1 }])
  })
})

describe('which services a package pays for', () => {
  it.each([
    { scope: [], outcome: 'ok' },
    { scope: ['yoga', 'boxing'], outcome: 'ok' },
    { scope: ['boxing'], outcome: 'wrong_service' },
  ])('$scope: yoga is $outcome', ({ scope, outcome }) => {
    expect(outcomeOf(decideScope('Ten', scope, 'yoga'))).toBe(outcome)
  })
})
