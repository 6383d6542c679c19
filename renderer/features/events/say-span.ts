/**
 * A span of time as one reads it at a glance, to the two largest units.
 *
 * @param seconds negative counts as none
 * @example
 * saySpan(42)     // '42 s'
 * saySpan(3_725)  // '1 h 2 min'
 * saySpan(90_000) // '1 d 1 h'
 */
export function saySpan(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return joined(minutes, 'min', whole % 60, 's')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min')
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
