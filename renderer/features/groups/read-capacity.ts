/**
 * Reads a number of seats as typed; null unless it is a whole number from 1 to 500.
 *
 * @example
 * readCapacity(' 8 ') // 8
 */
export function readCapacity(text: string): number | null {
  const trimmed = text.trim()
  const seats = /^\d{1,3}$/.test(trimmed) ? Number(trimmed) : 0
  return seats >= 1 && seats <= 500 ? seats : null
}
