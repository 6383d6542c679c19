import { Temporal } from 'temporal-polyfill'

/**
 * The six weeks that show the month of a day, Monday first, as ISO dates. Always six, so that a
 * calendar keeps its height from month to month.
 *
 * @example
 * weeksOfMonth('2026-11-23')[0]?.[0] // '2026-10-26'
 */
export function weeksOfMonth(date: string): string[][] {
  const first = Temporal.PlainDate.from(date).with({ day: 1 })
  const start = first.subtract({ days: first.dayOfWeek - 1 })
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_day, day) => start.add({ days: week * 7 + day }).toString()),
  )
}

/**
 * Where a key takes the cursor in a calendar, or null when the key means nothing there.
 *
 * @example
 * dayAfterKey('2026-11-23', 'ArrowDown', false) // '2026-11-30'
 */
export function dayAfterKey(date: string, key: string, isShift: boolean): string | null {
  const day = Temporal.PlainDate.from(date)
  const moved = ((): Temporal.PlainDate | null => {
    switch (key) {
      case 'ArrowLeft':
        return day.subtract({ days: 1 })
      case 'ArrowRight':
        return day.add({ days: 1 })
      case 'ArrowUp':
        return day.subtract({ weeks: 1 })
      case 'ArrowDown':
        return day.add({ weeks: 1 })
      case 'Home':
        return day.subtract({ days: day.dayOfWeek - 1 })
      case 'End':
        return day.add({ days: 7 - day.dayOfWeek })
      case 'PageUp':
        return day.subtract(isShift ? { years: 1 } : { months: 1 })
      case 'PageDown':
        return day.add(isShift ? { years: 1 } : { months: 1 })
      default:
        return null
    }
  })()
  return moved?.toString() ?? null
}
