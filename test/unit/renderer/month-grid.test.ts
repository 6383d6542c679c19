import { describe, expect, it } from 'vitest'
import { dayAfterKey, weeksOfMonth } from '../../../renderer/ui/month-grid.ts'

describe('a month to choose a day from', () => {
  it('begins on a Monday and always shows six weeks', () => {
    const weeks = weeksOfMonth('2026-11-23')
    expect(weeks).toHaveLength(6)
    expect(weeks[0]?.[0]).toBe('2026-10-26')
    expect(weeks[5]?.[6]).toBe('2026-12-06')
  })

  it('holds every day of the month', () => {
    expect(weeksOfMonth('2028-02-10').flat()).toContain('2028-02-29')
  })

  it.each([
    ['ArrowRight', false, '2026-11-24'],
    ['ArrowUp', false, '2026-11-16'],
    ['Home', false, '2026-11-23'],
    ['End', false, '2026-11-29'],
    ['PageDown', false, '2026-12-23'],
    ['PageUp', true, '2025-11-23'],
  ])('goes with %s (shift %s) to %s', (key, isShift, date) => {
    expect(dayAfterKey('2026-11-23', key, isShift)).toBe(date)
  })

  it('stays in the month when it has fewer days', () => {
    expect(dayAfterKey('2026-01-31', 'PageDown', false)).toBe('2026-02-28')
  })

  it('leaves other keys alone', () => {
    expect(dayAfterKey('2026-11-23', 'Enter', false)).toBeNull()
  })
})
