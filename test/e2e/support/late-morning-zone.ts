/**
 * A fixed-offset time zone in which it is between 11 and 12 o'clock now. A studio there has a whole
 * working afternoon left today, whenever the tests run, and "today" is seldom the computer's.
 *
 * @example
 * lateMorningZone(new Date('2026-03-02T20:30:00Z')) // 'Etc/GMT+9': 11:30 there
 */
export function lateMorningZone(now: Date = new Date()): string {
  // From UTC-12 to UTC+11. The sign of Etc zones is the other way round: Etc/GMT+9 is UTC-9.
  const offset = 11 - now.getUTCHours()
  if (offset === 0) return 'Etc/GMT'
  return offset < 0 ? `Etc/GMT+${-offset}` : `Etc/GMT-${offset}`
}
