import { words } from '../../../shared/words/index.ts'

/**
 * Says how long something takes.
 *
 * @example
 * sayDuration(45) // '45 min'
 * sayDuration(90) // '1 h 30 min'
 */
export function sayDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return words.booking.minutes(minutes)
  return rest === 0 ? words.booking.hours(hours) : words.booking.hoursMinutes(hours, rest)
}
