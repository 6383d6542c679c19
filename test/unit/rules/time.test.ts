import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMinutes,
  dayBounds,
  firstTimeAfterGap,
  instantAt,
  instantFrom,
  instantSchema,
  localDateOf,
  localDateSchema,
  localDateTimeAt,
  localDateTimeOf,
  localDateTimeSchema,
  minutesBetween,
  timeZoneSchema,
  weekdayOf,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'

const local = (text: string) => text as LocalDateTime
const date = (text: string) => text as LocalDate

describe('a wall-clock time that the clocks skip', () => {
  it.each([
    { zone: 'Europe/Berlin', gone: '2026-03-29T02:00', next: '2026-03-29T03:00' },
    { zone: 'Europe/Berlin', gone: '2026-03-29T02:59', next: '2026-03-29T03:00' },
    { zone: 'America/New_York', gone: '2026-03-08T02:30', next: '2026-03-08T03:00' },
    { zone: 'Australia/Lord_Howe', gone: '2026-10-04T02:15', next: '2026-10-04T02:30' },
  ])('$gone in $zone is no moment; $next is the first after it', ({ zone, gone, next }) => {
    expect(instantAt(local(gone), zone)).toBeNull()
    expect(firstTimeAfterGap(local(gone), zone)).toBe(next)
    expect(instantAt(local(next), zone)).not.toBeNull()
  })

  it.each([
    { zone: 'Europe/Berlin', before: '2026-03-29T01:59', after: '2026-03-29T03:00' },
    { zone: 'America/New_York', before: '2026-03-08T01:59', after: '2026-03-08T03:00' },
    { zone: 'Australia/Lord_Howe', before: '2026-10-04T01:59', after: '2026-10-04T02:30' },
  ])('$before and $after in $zone are a minute apart', ({ zone, before, after }) => {
    expect(minutesBetween(instantAt(local(before), zone)!, instantAt(local(after), zone)!)).toBe(1)
  })
})

describe('a wall-clock time that comes twice', () => {
  it.each([
    { zone: 'Europe/Berlin', twice: '2026-10-25T02:30', first: '2026-10-25T00:30:00.000Z' },
    { zone: 'America/New_York', twice: '2026-11-01T01:30', first: '2026-11-01T05:30:00.000Z' },
    // Lord Howe goes back by half an hour: 01:30 to 02:00 comes twice.
    { zone: 'Australia/Lord_Howe', twice: '2026-04-05T01:45', first: '2026-04-04T14:45:00.000Z' },
  ])('$twice in $zone is its first occurrence', ({ zone, twice, first }) => {
    expect(instantAt(local(twice), zone)).toBe(first)
    expect(localDateTimeOf(first as Instant, zone)).toBe(twice)
  })
})

describe('a studio day', () => {
  it.each([
    { zone: 'Europe/Berlin', day: '2026-03-02', hours: 24 },
    { zone: 'Europe/Berlin', day: '2026-03-29', hours: 23 },
    { zone: 'Europe/Berlin', day: '2026-10-25', hours: 25 },
    { zone: 'America/New_York', day: '2026-03-08', hours: 23 },
    { zone: 'America/New_York', day: '2026-11-01', hours: 25 },
    { zone: 'Australia/Lord_Howe', day: '2026-10-04', hours: 23.5 },
    { zone: 'Australia/Lord_Howe', day: '2026-04-05', hours: 24.5 },
  ])('$day in $zone has $hours hours', ({ zone, day, hours }) => {
    const { start, end } = dayBounds(date(day), zone)
    expect(minutesBetween(start, end)).toBe(hours * 60)
    expect(localDateOf(start, zone)).toBe(day)
    expect(localDateOf(end, zone)).toBe(addDays(date(day), 1))
    expect(localDateOf(addMinutes(end, -1), zone)).toBe(day)
  })

  it('begins in the studio’s zone, not in the machine’s', () => {
    expect(dayBounds(date('2026-01-01'), 'Pacific/Auckland').start).toBe('2025-12-31T11:00:00.000Z')
    expect(localDateOf('2025-12-31T23:30:00.000Z' as Instant, 'Europe/Berlin')).toBe('2026-01-01')
    expect(localDateOf('2026-01-01T04:59:59.999Z' as Instant, 'America/New_York')).toBe(
      '2025-12-31',
    )
  })

  it.each([
    { from: '2028-02-28', days: 1, to: '2028-02-29' },
    { from: '2028-02-29', days: 1, to: '2028-03-01' },
    { from: '2026-02-28', days: 1, to: '2026-03-01' },
    { from: '2026-12-31', days: 1, to: '2027-01-01' },
    { from: '2026-01-01', days: -1, to: '2025-12-31' },
    { from: '2028-02-29', days: 366, to: '2029-03-01' },
  ])('$days days from $from is $to', ({ from, days, to }) => {
    expect(addDays(date(from), days)).toBe(to)
  })

  it('is a weekday from Monday, 1, to Sunday, 7', () => {
    expect(weekdayOf(date('2026-03-02'))).toBe(1)
    expect(weekdayOf(date('2026-03-08'))).toBe(7)
    expect(weekdayOf(date('2028-02-29'))).toBe(2)
  })

  it.each([
    { minute: 0, time: '2026-12-31T00:00' },
    { minute: 510, time: '2026-12-31T08:30' },
    { minute: 1_440, time: '2027-01-01T00:00' },
  ])('has its minute $minute at $time', ({ minute, time }) => {
    expect(localDateTimeAt(date('2026-12-31'), minute)).toBe(time)
  })
})

describe('times from outside', () => {
  it.each(['2026-03-02T09:00', '2028-02-29T23:59'])('takes %s as a wall-clock time', (text) => {
    expect(localDateTimeSchema.safeParse(text).success).toBe(true)
  })

  it.each([
    '2026-02-29T09:00',
    '2026-03-02T24:00',
    '2026-03-02T09:00:00',
    '2026-03-02T09:00Z',
    '2026-03-02T09:00+01:00',
    '2026-03-02 09:00',
    '2026-03-02',
    '',
    '9:00',
  ])('refuses “%s” as a wall-clock time', (text) => {
    expect(localDateTimeSchema.safeParse(text).success).toBe(false)
  })

  it.each(['2026-02-29', '2026-13-01', '2026-3-2', 'today'])('refuses “%s” as a day', (text) => {
    expect(localDateSchema.safeParse(text).success).toBe(false)
  })

  it.each(['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000+01:00', '2026-03-02T09:00'])(
    'refuses “%s” as a moment',
    (text) => expect(instantSchema.safeParse(text).success).toBe(false),
  )

  it.each([
    { zone: 'Europe/Berlin', known: true },
    { zone: 'UTC', known: true },
    { zone: 'Mars/Olympus', known: false },
    { zone: '', known: false },
  ])('knows the zone “$zone”: $known', ({ zone, known }) => {
    expect(timeZoneSchema.safeParse(zone).success).toBe(known)
  })
})

describe('moments and wall-clock times', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  )
  const moments = fc
    .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) })
    .map((ms) => instantFrom(ms - (ms % 60_000)))

  it('lead back to each other, except in the repeated hour, which leads to its first', () => {
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const back = instantAt(localDateTimeOf(moment, zone), zone)
        expect(back).not.toBeNull()
        expect([0, 30, 60]).toContain(minutesBetween(back!, moment))
      }),
      { numRuns: 300 },
    )
  })

  it('lie inside the bounds of their own day', () => {
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const { start, end } = dayBounds(localDateOf(moment, zone), zone)
        expect(start <= moment && moment < end).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
