import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { formatDate } from '../../ui/format-date.ts'

/**
 * A moment on the studio's wall.
 *
 * @example
 * sayMoment(failure.deadAt, 'Europe/Berlin') // 'Mon 23 Nov 10:30'
 */
export function sayMoment(instant: Instant, timeZone: string): string {
  const local = localDateTimeOf(instant, timeZone)
  return `${formatDate(local, 'weekday')} ${local.slice(11)}`
}
