import { localDateOf, localDateTimeOf, type Instant } from './time.ts'

/**
 * A stretch of time as the wall clock shows it; with the day when it ends on another one.
 *
 * @example
 * sayWallSpan({ startTime, endTime }, 'Europe/Berlin') // { from: '23:00', until: '2026-03-03 00:30' }
 */
export function sayWallSpan(
  span: { readonly startTime: Instant; readonly endTime: Instant },
  timeZone: string,
): { from: string; until: string } {
  const from = localDateTimeOf(span.startTime, timeZone).slice(11)
  return { from, until: sayWallTime(span.endTime, span.startTime, timeZone) }
}

/** A moment as the wall clock shows it; with its day when that is not the day of `beside`. */
export function sayWallTime(instant: Instant, beside: Instant, timeZone: string): string {
  const local = localDateTimeOf(instant, timeZone)
  const sameDay = local.slice(0, 10) === localDateOf(beside, timeZone)
  return sameDay ? local.slice(11) : local.replace('T', ' ')
}
