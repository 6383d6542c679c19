import { describe, expect, it } from 'vitest'
import { decideAvailable, decideBuffers } from '../../../main/features/appointments/decide.ts'
import {
  firstRoomAmong,
  gapBetween,
  isTooClose,
  joinSpans,
  whyUnavailable,
  type Availability,
} from '../../../shared/availability.ts'
import { instantAt, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { outcomeOf, refusalOf } from '../../support/read-result.ts'

const inZone = (zone: string) => (local: string) => instantAt(local as LocalDateTime, zone)!
const berlin = inZone('Europe/Berlin')
const slotIn = (at: (local: string) => Instant) => (from: string, to: string) => ({
  startTime: at(from),
  endTime: at(to),
})
const spanIn = (at: (local: string) => Instant) => (from: string, to: string) => ({
  start: at(from),
  end: at(to),
  reason: null,
})

describe('which rule closes a time', () => {
  const slot = slotIn(berlin)('2026-03-02T09:00', '2026-03-02T10:00')
  const span = spanIn(berlin)
  const day = span('2026-03-02T00:00', '2026-03-03T00:00')
  const working = [span('2026-03-02T08:00', '2026-03-02T20:00')]

  it.each([
    { closed: true, off: true, works: false, rule: 'studio_closed' },
    { closed: true, off: false, works: true, rule: 'studio_closed' },
    { closed: false, off: true, works: true, rule: 'trainer_away' },
    { closed: false, off: true, works: false, rule: 'trainer_away' },
    { closed: false, off: false, works: false, rule: 'outside_hours' },
    { closed: false, off: false, works: true, rule: undefined },
  ])('closed $closed, off $off, works $works: $rule', ({ closed, off, works, rule }) => {
    const available: Availability = {
      closures: closed ? [day] : [],
      timeOff: off ? [day] : [],
      hours: works ? working : [],
    }
    expect(whyUnavailable(slot, available)?.rule).toBe(rule)
  })

  it.each([
    { closed: ['2026-03-02T08:00', '2026-03-02T09:00'], outcome: 'ok', rule: 'ends as it starts' },
    {
      closed: ['2026-03-02T08:00', '2026-03-02T09:01'],
      outcome: 'studio_closed',
      rule: 'ends a minute into it',
    },
    { closed: ['2026-03-02T10:00', '2026-03-02T11:00'], outcome: 'ok', rule: 'starts as it ends' },
    {
      closed: ['2026-03-02T09:59', '2026-03-02T11:00'],
      outcome: 'studio_closed',
      rule: 'starts a minute before it ends',
    },
    {
      closed: ['2026-02-28T12:00', '2026-03-05T12:00'],
      outcome: 'studio_closed',
      rule: 'spans several midnights',
    },
  ] as const)('a closure that $rule: $outcome', ({ closed: [from, to], outcome }) => {
    const available = { closures: [span(from, to)], timeOff: [], hours: working }
    expect(outcomeOf(decideAvailable(slot, available, 'Ana', 'Europe/Berlin'))).toBe(outcome)
  })

  it('says until when, by the closure that lasts longest', () => {
    const closures = [
      { ...span('2026-03-02T08:00', '2026-03-02T09:30'), reason: 'Cleaning' },
      { ...span('2026-03-02T09:00', '2026-03-04T06:00'), reason: 'Repairs' },
    ]
    const available = { closures, timeOff: [], hours: working }
    const refusal = refusalOf(decideAvailable(slot, available, 'Ana', 'Europe/Berlin'))
    expect(refusal.message).toBe('The studio is closed until 4 Mar 2026, 06:00 (Repairs).')
  })

  it('names who is away, and never why', () => {
    const timeOff = [{ ...span('2026-03-02T08:00', '2026-03-02T12:00'), reason: 'Operation' }]
    const available = { closures: [], timeOff, hours: working }
    const refusal = refusalOf(decideAvailable(slot, available, 'Ana', 'Europe/Berlin'))
    expect(refusal.message).toBe('Ana is away until 12:00.')
    expect(JSON.stringify(refusal)).not.toContain('Operation')
  })
})

describe('hours on days that are not 24 hours long', () => {
  it.each([
    { zone: 'Europe/Berlin', day: '2026-03-29', length: 23 },
    { zone: 'Europe/Berlin', day: '2026-10-25', length: 25 },
    { zone: 'America/New_York', day: '2026-03-08', length: 23 },
    { zone: 'America/New_York', day: '2026-11-01', length: 25 },
    { zone: 'Australia/Lord_Howe', day: '2026-10-04', length: 23.5 },
    { zone: 'Australia/Lord_Howe', day: '2026-04-05', length: 24.5 },
  ])('$zone $day: a closure of the whole day has $length hours', ({ zone, day, length }) => {
    const at = inZone(zone)
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
    const closed = spanIn(at)(`${day}T00:00`, `${next}T00:00`)
    expect((Date.parse(closed.end) - Date.parse(closed.start)) / 3_600_000).toBe(length)
    const available = { closures: [closed], timeOff: [], hours: [] }
    const rule = (from: string, to: string) =>
      whyUnavailable({ startTime: at(from), endTime: at(to) }, available)?.rule
    expect(rule(`${day}T23:00`, `${next}T00:00`)).toBe('studio_closed')
    expect(rule(`${next}T00:00`, `${next}T01:00`)).toBe('outside_hours')
  })
})

describe('spans that touch', () => {
  const span = spanIn(berlin)
  it('hold a session across midnight, and a gap of a minute does not', () => {
    const evening = span('2026-03-02T18:00', '2026-03-03T00:00')
    const night = span('2026-03-03T00:00', '2026-03-03T02:00')
    const late = span('2026-03-03T00:01', '2026-03-03T02:00')
    const slot = slotIn(berlin)('2026-03-02T23:30', '2026-03-03T00:30')
    const why = (...hours: Availability['hours']) =>
      whyUnavailable(slot, { closures: [], timeOff: [], hours })
    expect(why(night, evening)).toBeNull()
    expect(why(evening, late)?.rule).toBe('outside_hours')
    expect(joinSpans([night, evening])).toEqual([{ start: evening.start, end: night.end }])
  })
})

describe('buffers', () => {
  const session = (from: string, to: string, before = 0, after = 0) => ({
    ...slotIn(berlin)(`2026-03-02T${from}`, `2026-03-02T${to}`),
    bufferBeforeMinutes: before,
    bufferAfterMinutes: after,
  })

  it.each([
    { after: 0, before: 0, gap: 0 },
    { after: 10, before: 0, gap: 10 },
    { after: 0, before: 10, gap: 10 },
    { after: 10, before: 15, gap: 15 },
    { after: 15, before: 15, gap: 15 },
  ])('$after after and $before before need $gap minutes, not the sum', ({ after, before, gap }) => {
    const previous = session('08:00', '09:00', 0, after)
    expect(gapBetween(previous, session('10:00', '11:00', before))).toBe(gap)
    const next = (minute: number) => ({
      ...session('10:00', '11:00', before),
      startTime: new Date(Date.parse(previous.endTime) + minute * 60_000).toISOString() as Instant,
    })
    expect(isTooClose(next(gap), previous)).toBe(false)
    expect(isTooClose(previous, next(gap))).toBe(false)
    // A minute less is too close, where there is a minute; else it overlaps, which is no buffer's matter.
    expect(isTooClose(next(gap - 1), previous)).toBe(gap > 0)
    expect(isTooClose(previous, next(gap - 1))).toBe(gap > 0)
  })

  it('names the first time with room, past everything in between', () => {
    const others = [
      session('08:00', '09:00', 0, 10),
      session('10:15', '11:00', 30, 0),
      session('13:00', '14:00'),
    ]
    const wanted = session('09:05', '09:45', 5, 20)
    const refusal = refusalOf(decideBuffers(wanted, others, 'Ana', 'Europe/Berlin'))
    expect(refusal.details).toMatchObject({ minutes: 10, from: '08:00', until: '09:00' })
    expect(refusal.details).toMatchObject({ free: '11:05' })
    expect(firstRoomAmong(session('11:05', '11:45', 5, 20), others)).toBe(
      session('11:05', '11:45').startTime,
    )
  })
})
