import type { EventVolume } from '../../../shared/event-monitor.ts'
import { formatDate } from '../../ui/format-date.ts'

/** One bar of the chart, and one row of the table beside it. */
export interface Bar {
  /** `2026-11-23`, or an hour: `2026-11-23T14:00`. */
  readonly key: string
  readonly label: string
  readonly count: number
  /** The most frequent types, for a day. */
  readonly mostly: readonly string[]
}

/**
 * A bar per day, oldest first, with the days on which nothing happened.
 *
 * @param dates the days shown
 */
export function dayBars(days: EventVolume['days'], dates: readonly string[]): readonly Bar[] {
  return dates.map((date) => {
    const types = days.filter((day) => day.date === date).toSorted((a, b) => b.count - a.count)
    return {
      key: date,
      label: formatDate(date, 'weekday'),
      count: types.reduce((sum, { count }) => sum + count, 0),
      mostly: types.slice(0, 2).map(({ type }) => type),
    }
  })
}

/** A bar per hour of the days shown, oldest first. */
export function hourBars(hours: EventVolume['hours'], dates: readonly string[]): readonly Bar[] {
  // An hour that the clocks repeat is one bar; in zones that are off by half an hour it has a half.
  const counts = new Map<string, number>()
  for (const { hour, count } of hours) {
    const key = hour.slice(0, 13)
    counts.set(key, (counts.get(key) ?? 0) + count)
  }
  return dates.flatMap((date) =>
    Array.from({ length: 24 }, (_, hour) => {
      const key = `${date}T${String(hour).padStart(2, '0')}`
      const label = `${formatDate(date, 'weekday')} ${key.slice(11)}:00`
      return { key, label, count: counts.get(key) ?? 0, mostly: [] }
    }),
  )
}

/**
 * The scale's end: a round number, at least the largest value.
 *
 * @example
 * niceTop(137) // 200
 */
export function niceTop(largest: number): number {
  if (largest <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(largest))
  const step = [1, 2, 4, 5, 10].find((candidate) => candidate * power >= largest) ?? 10
  return step * power
}

/** The events of an hour from which the next phase begins. */
export const phaseFrom = { local: 0, streams: 1_000, scale: 10_000 } as const

/**
 * How far an hour's events are on the way to the next phase: 0 to 1; null in the last phase.
 *
 * @example
 * shareOfNextPhase(250) // 0.25
 */
export function shareOfNextPhase(perHour: number): number | null {
  if (perHour > phaseFrom.scale) return null
  return perHour / (perHour > phaseFrom.streams ? phaseFrom.scale : phaseFrom.streams)
}
