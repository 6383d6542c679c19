import { describe, expect, it } from 'vitest'
import {
  cutOut,
  dayLength,
  entryMinute,
  firstMinuteShown,
  linesOf,
  minuteOf,
  openStretch,
  slotHeight,
  slotsOf,
  stretchOf,
  wallTimeAt,
} from '../../../renderer/features/appointments/day-geometry.ts'
import { aDay, at, session, trainer } from './a-day.ts'

const ordinary = aDay('2026-03-02')
const spring = aDay('2026-03-29') // Berlin's clocks jump from 02:00 to 03:00
const autumn = aDay('2026-10-25') // Berlin's clocks go back from 03:00 to 02:00

describe('an ordinary day', () => {
  it('has 96 slots of a quarter of an hour', () => {
    expect(dayLength(ordinary)).toBe(1440)
    expect(slotsOf(ordinary)).toHaveLength(96)
    expect(slotsOf(ordinary).every((slot) => slot.isBookable)).toBe(true)
  })

  it('draws 09:00 nine hours down', () => {
    expect(minuteOf(ordinary, at('2026-03-02T09:00'))).toBe(540)
    expect(wallTimeAt(ordinary, 540)).toBe('09:00')
  })

  it('has a line for every hour and every half hour', () => {
    const lines = linesOf(slotsOf(ordinary))
    expect(lines.filter((line) => line.kind === 'hour')).toHaveLength(24)
    expect(lines.filter((line) => line.kind === 'half')).toHaveLength(24)
  })
})

describe('the day of 23 hours', () => {
  it('has no 02:00 and draws 09:00 eight hours down', () => {
    const slots = slotsOf(spring)
    expect(slots).toHaveLength(92)
    expect(slots.some((slot) => slot.time.startsWith('02:'))).toBe(false)
    expect(slots[8]?.time).toBe('03:00')
    expect(minuteOf(spring, at('2026-03-29T09:00'))).toBe(480)
    expect(wallTimeAt(spring, 480)).toBe('09:00')
    expect(linesOf(slots).filter((line) => line.kind === 'hour')).toHaveLength(23)
  })

  it('draws a session by how long it lasts, not by its wall times', () => {
    const night = { start: at('2026-03-29T01:30'), end: at('2026-03-29T03:30') }
    expect(stretchOf(spring, night)).toEqual({ from: 90, to: 150 })
  })
})

describe('the day of 25 hours', () => {
  it('shows 02:00 twice and books only the first of them', () => {
    const slots = slotsOf(autumn)
    expect(slots).toHaveLength(100)
    const two = slots.filter((slot) => slot.time === '02:00')
    expect(two.map((slot) => slot.minute)).toEqual([120, 180])
    expect(two.map((slot) => slot.isBookable)).toEqual([true, false])
    expect(minuteOf(autumn, at('2026-10-25T09:00'))).toBe(600)
    expect(linesOf(slots).filter((line) => line.kind === 'hour')).toHaveLength(25)
  })
})

describe('what lies across midnight', () => {
  it('is cut at the day’s edges', () => {
    expect(
      stretchOf(ordinary, { start: at('2026-03-01T23:30'), end: at('2026-03-02T00:30') }),
    ).toEqual({ from: 0, to: 30 })
    expect(
      stretchOf(ordinary, { start: at('2026-03-02T23:30'), end: at('2026-03-03T00:30') }),
    ).toEqual({ from: 1410, to: 1440 })
  })

  it('does not touch a day it only meets', () => {
    expect(
      stretchOf(ordinary, { start: at('2026-03-01T23:00'), end: at('2026-03-02T00:00') }),
    ).toBeNull()
  })
})

describe('what is shown first', () => {
  const ana = trainer('ana', '2026-03-02', '09:00', '17:00')
  const day = aDay('2026-03-02', [ana])
  const fourHours = 240

  it('is the hour before now on today', () => {
    expect(firstMinuteShown(day, at('2026-03-02T12:10'), fourHours)).toBe(11 * 60)
  })

  it('is the opening while the studio is still closed', () => {
    expect(firstMinuteShown(day, at('2026-03-02T05:00'), fourHours)).toBe(510)
  })

  it('is the opening at any time when the window has room for the whole day', () => {
    expect(firstMinuteShown(day, at('2026-03-02T14:10'), 600)).toBe(510)
  })

  it('goes no further down than shows the end of the day', () => {
    expect(firstMinuteShown(day, at('2026-03-02T23:10'), fourHours)).toBe(17 * 60 + 30 - 240)
  })

  it('is the opening on any other day, or an earlier session', () => {
    const now = at('2026-03-01T14:00')
    expect(firstMinuteShown(day, now, fourHours)).toBe(510)
    const early = session('1', 'ana', 'kim', '2026-03-02', '07:00', '08:00')
    expect(firstMinuteShown(aDay('2026-03-02', [ana], [early]), now, fourHours)).toBe(390)
  })

  it('is half past seven when nobody works', () => {
    expect(firstMinuteShown(ordinary, at('2026-03-01T14:00'), fourHours)).toBe(450)
  })
})

describe('where the keyboard enters', () => {
  it('is the slot of now, or the opening of another day', () => {
    const day = aDay('2026-03-02', [trainer('ana', '2026-03-02', '09:00', '17:00')])
    expect(entryMinute(day, at('2026-03-02T14:10'))).toBe(14 * 60)
    expect(entryMinute(day, at('2026-03-01T14:10'))).toBe(9 * 60)
  })
})

describe('the height of a slot', () => {
  it('lets twelve hours fill the window, within what can be read', () => {
    expect(slotHeight(960)).toBe(20)
    expect(slotHeight(400)).toBe(18)
    expect(slotHeight(2000)).toBe(28)
  })
})

describe('what is open', () => {
  it('is from the first to the last working minute, widened by sessions outside', () => {
    const day = aDay(
      '2026-03-02',
      [trainer('ana', '2026-03-02', '09:00', '17:00')],
      [session('1', 'ana', 'kim', '2026-03-02', '18:00', '19:00')],
    )
    expect(openStretch(day)).toEqual({ from: 540, to: 1140 })
    expect(openStretch(ordinary)).toBeNull()
  })
})

describe('what of some stretches others leave over', () => {
  const spans = (...ends: readonly (readonly [number, number])[]) =>
    ends.map(([from, to]) => ({ from, to }))
  const hours = spans([480, 1200])

  it.each([
    { when: 'there is no hole', holes: spans(), left: hours },
    {
      when: 'a hole is in the middle',
      holes: spans([600, 720]),
      left: spans([480, 600], [720, 1200]),
    },
    { when: 'a hole ends a minute before the start', holes: spans([400, 479]), left: hours },
    { when: 'a hole ends at the start', holes: spans([400, 480]), left: hours },
    {
      when: 'a hole ends a minute after the start',
      holes: spans([400, 481]),
      left: spans([481, 1200]),
    },
    { when: 'a hole begins at the start', holes: spans([480, 500]), left: spans([500, 1200]) },
    {
      when: 'a hole begins a minute after the start',
      holes: spans([481, 500]),
      left: spans([480, 481], [500, 1200]),
    },
    {
      when: 'a hole begins a minute before the end',
      holes: spans([1199, 1300]),
      left: spans([480, 1199]),
    },
    { when: 'a hole begins at the end', holes: spans([1200, 1300]), left: hours },
    { when: 'a hole ends at the end', holes: spans([1100, 1200]), left: spans([480, 1100]) },
    { when: 'a hole is as long', holes: hours, left: spans() },
    { when: 'a hole is longer at both ends', holes: spans([0, 1440]), left: spans() },
    {
      when: 'two holes touch',
      holes: spans([500, 600], [600, 700]),
      left: spans([480, 500], [700, 1200]),
    },
    {
      when: 'two holes overlap, the later one first',
      holes: spans([550, 700], [500, 600]),
      left: spans([480, 500], [700, 1200]),
    },
  ])('when $when', ({ holes, left }) => {
    expect(cutOut(hours, holes)).toEqual(left)
  })

  it('cuts a hole out of every stretch it reaches, and keeps the others', () => {
    const split = spans([480, 720], [780, 1020], [1080, 1200])
    expect(cutOut(split, spans([700, 800]))).toEqual(spans([480, 700], [800, 1020], [1080, 1200]))
    expect(cutOut([], spans([700, 800]))).toEqual([])
  })
})
