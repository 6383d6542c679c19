import { readCount } from '../../../shared/read-amount.ts'

/**
 * Reads a number of seats as typed; null unless it is a whole number from 1 to 500.
 *
 * @example
 * readCapacity(' 8 ') // 8
 */
export function readCapacity(text: string): number | null {
  return readCount(text, { least: 1, most: 500 })
}
