import { describe, expect, it } from 'vitest'
import { planDates } from '../../../main/features/series/plan-dates.ts'
import type { SeriesPattern } from '../../../shared/series.ts'
import { instantAt, type LocalDate, type LocalDateTime } from '../../../shared/time.ts'

type Rule = Pick<SeriesPattern, 'start' | 'weekdays' | 'intervalWeeks' | 'until'>

const count = (n: number) => ({ kind: 'count' as const, count: n })
const until = (date: string) => ({ kind: 'date' as const, date: date as LocalDate })

function plan(
  start: string,
  weekdays: number[],
  end: Rule['until'],
  { every = 1, zone = 'Europe/Berlin' } = {},
) {
  const rule = { start: start as LocalDateTime, weekdays, intervalWeeks: every, until: end }
  return planDates(rule, zone)
}
const starts = (dates: readonly { start: string }[]) => dates.map(({ start }) => start)

describe('the dates of a series', () => {
  it.each([
    {
      rule: 'weekly on its own weekday',
      dates: plan('2026-03-02T09:00', [1], count(3)),
      are: ['2026-03-02T09:00', '2026-03-09T09:00', '2026-03-16T09:00'],
    },
    {
      rule: 'on two weekdays, in order, however they were named',
      dates: plan('2026-03-02T09:00', [4, 1], count(3)),
      are: ['2026-03-02T09:00', '2026-03-05T09:00', '2026-03-09T09:00'],
    },
    {
      rule: 'not before its first day',
      dates: plan('2026-03-04T09:00', [1, 3], count(2)),
      are: ['2026-03-04T09:00', '2026-03-09T09:00'],
    },
    {
      rule: 'every second week, counted from the week it starts in',
      dates: plan('2026-03-04T09:00', [1, 3], count(3), { every: 2 }),
      are: ['2026-03-04T09:00', '2026-03-16T09:00', '2026-03-18T09:00'],
    },
    {
      rule: 'until a day, inclusive',
      dates: plan('2026-03-02T09:00', [1], until('2026-03-16')),
      are: ['2026-03-02T09:00', '2026-03-09T09:00', '2026-03-16T09:00'],
    },
    {
      rule: 'until the day before a date: without it',
      dates: plan('2026-03-02T09:00', [1], until('2026-03-15')),
      are: ['2026-03-02T09:00', '2026-03-09T09:00'],
    },
    {
      rule: 'none when it ends before it starts',
      dates: plan('2026-03-02T09:00', [1], until('2026-03-01')),
      are: [],
    },
    {
      rule: 'across the end of a year',
      dates: plan('2026-12-24T09:00', [4], count(3)),
      are: ['2026-12-24T09:00', '2026-12-31T09:00', '2027-01-07T09:00'],
    },
    {
      rule: 'on 29 February',
      dates: plan('2028-02-22T09:00', [2], count(3)),
      are: ['2028-02-22T09:00', '2028-02-29T09:00', '2028-03-07T09:00'],
    },
  ])('are $rule', ({ dates, are }) => {
    expect(starts(dates)).toEqual(are)
    expect(dates.every(({ isShifted }) => !isShifted)).toBe(true)
  })

  it('are at most two years of weeks', () => {
    expect(plan('2026-03-02T09:00', [1], until('2099-01-01'))).toHaveLength(104)
  })

  it.each([
    { zone: 'Europe/Berlin', from: '2026-03-23T09:00', days: ['08:00', '07:00'] },
    { zone: 'America/New_York', from: '2026-03-02T09:00', days: ['14:00', '13:00'] },
    { zone: 'Australia/Lord_Howe', from: '2026-09-28T09:00', days: ['22:30', '22:00'] },
  ])('keep the wall time when the clocks change in $zone', ({ zone, from, days }) => {
    const dates = plan(from, [1], count(2), { zone })
    expect(starts(dates).every((start) => start.endsWith('T09:00'))).toBe(true)
    expect(dates.map(({ start }) => instantAt(start, zone)!.slice(11, 16))).toEqual(days)
  })

  it.each([
    { zone: 'Europe/Berlin', from: '2026-03-22T02:30', gap: '2026-03-29T03:00' },
    { zone: 'America/New_York', from: '2026-03-01T02:30', gap: '2026-03-08T03:00' },
    { zone: 'Australia/Lord_Howe', from: '2026-09-27T02:15', gap: '2026-10-04T02:30' },
  ])('move forward over a time that does not exist in $zone, and say so', ({ zone, from, gap }) => {
    const dates = plan(from, [7], count(3), { zone })
    expect(dates[1]).toEqual({ start: gap, isShifted: true })
    // The week after it is at its own time again.
    expect(dates[2]!.start.slice(11)).toBe(from.slice(11))
    expect(dates[2]!.isShifted).toBe(false)
  })

  it('take the first of two equal times', () => {
    const [, second] = plan('2026-10-18T02:30', [7], count(2))
    expect(instantAt(second!.start, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })
})
