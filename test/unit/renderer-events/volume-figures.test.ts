import { describe, expect, it } from 'vitest'
import {
  dayBars,
  hourBars,
  niceTop,
  shareOfNextPhase,
} from '../../../renderer/features/events/volume-figures.ts'
import { localDateSchema } from '../../../shared/time.ts'

const date = (text: string) => localDateSchema.parse(text)

describe('the week’s bars', () => {
  it('a day without events is a bar of nothing, and each day names its commonest types', () => {
    const days = [
      { date: date('2026-11-23'), type: 'client.registered', count: 1 },
      { date: date('2026-11-23'), type: 'appointment.created', count: 4 },
      { date: date('2026-11-23'), type: 'payment.completed', count: 3 },
    ]
    const bars = dayBars(days, ['2026-11-22', '2026-11-23'])
    expect(bars.map(({ label, count }) => [label, count])).toEqual([
      ['Sun 22 Nov', 0],
      ['Mon 23 Nov', 8],
    ])
    expect(bars[1]?.mostly).toEqual(['appointment.created', 'payment.completed'])
  })

  it('every day has 24 hours, also those before the first event and after now', () => {
    const bars = hourBars([{ hour: '2026-11-23T14:00', count: 3 }], ['2026-11-22', '2026-11-23'])
    expect(bars).toHaveLength(48)
    expect(bars.find(({ count }) => count > 0)?.label).toBe('Mon 23 Nov 14:00')
  })

  it('an hour that the clocks repeat is one bar with both', () => {
    const hours = [
      { hour: '2026-10-25T02:00', count: 3 },
      { hour: '2026-10-25T02:00', count: 4 },
    ]
    expect(hourBars(hours, ['2026-10-25'])[2]?.count).toBe(7)
  })

  it('zones that are off by half an hour keep their events', () => {
    expect(hourBars([{ hour: '2026-11-23T14:30', count: 3 }], ['2026-11-23'])[14]?.count).toBe(3)
  })
})

describe('the scale', () => {
  it.each([
    [0, 4],
    [4, 4],
    [17, 20],
    [98, 100],
    [137, 200],
    [1_001, 2_000],
  ])('ends for %d at %d', (largest, top) => {
    expect(niceTop(largest)).toBe(top)
  })
})

describe('the way to the next phase', () => {
  it('is measured against the threshold that is next', () => {
    expect(shareOfNextPhase(250)).toBe(0.25)
    expect(shareOfNextPhase(1_000)).toBe(1)
    expect(shareOfNextPhase(5_000)).toBe(0.5)
    expect(shareOfNextPhase(10_001)).toBeNull()
  })
})
