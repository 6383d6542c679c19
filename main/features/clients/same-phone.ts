/** Fewer digits than this may be an extension that many share. */
const leastDigits = 6

/** The digits of a phone without leading zeros, which stand for the country or the long distance. */
export function phoneDigits(phone: string | null): string {
  return (phone ?? '').replaceAll(/\D/g, '').replace(/^0+/, '')
}

/**
 * Whether two phones are one: with or without gaps, with the country's code or a zero.
 *
 * @example
 * isSamePhone('+49 170 1234567', '0170 1234567') // true
 */
export function isSamePhone(a: string | null, b: string | null): boolean {
  const [short, long] = [phoneDigits(a), phoneDigits(b)].toSorted((x, y) => x.length - y.length)
  if (short === undefined || long === undefined || short.length < leastDigits) return false
  return long.endsWith(short)
}
