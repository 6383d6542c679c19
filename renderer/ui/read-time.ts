/**
 * Reads a time of day as people type it: `9`, `930`, `9:30`, `14.30`, `2pm`, `2:15 pm`. Null when
 * it is none.
 *
 * @example
 * readTime('930')     // '09:30'
 * readTime('2:15 pm') // '14:15'
 */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?$/i.exec(text.trim())
  if (!match) return null
  const half = match[3]?.toLowerCase()
  let hour = Number(match[1])
  const minute = Number(match[2] ?? '0')
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/**
 * Times of day from the first to the last, both included.
 *
 * @param stepMinutes distance between two
 * @example
 * timesBetween('09:00', '10:00', 30) // ['09:00', '09:30', '10:00']
 */
export function timesBetween(first: string, last: string, stepMinutes: number): string[] {
  const times: string[] = []
  for (let minute = minuteOf(first); minute <= minuteOf(last); minute += stepMinutes) {
    times.push(timeOf(minute))
  }
  return times
}

/**
 * A time moved within its day; it stops at 00:00 and 23:59.
 *
 * @example
 * shiftTime('09:30', -15) // '09:15'
 */
export function shiftTime(time: string, minutes: number): string {
  return timeOf(Math.min(Math.max(minuteOf(time) + minutes, 0), 24 * 60 - 1))
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
