/** Deeper than any form; shallow enough for every reader that goes down by calling itself. */
const deepest = 50

/** What is to be looked at, and how deep it lies. */
type Found = readonly [value: unknown, depth: number]

/**
 * Measures what a window sent before anything else reads it: its bytes as JSON, nearly; null for what is
 * not plain data. Takes time by the limit, never by the input: a list of four thousand million empty
 * places and the bytes of a film are refused by what they are.
 *
 * Plain are texts, numbers, true, false, null, undefined, lists, and objects whose fields are all their
 * own: what JSON can say. Of all else that can cross from a window (dates, maps, bytes, errors, circles),
 * somebody would read a field that nobody sent, such as the name of an error.
 *
 * @returns bytes; more than `limit` as soon as it is known to be more
 */
export function measureInput(input: unknown, limit: number): number | null {
  const waiting: Found[] = [[input, 0]]
  let bytes = 0
  while (bytes <= limit) {
    const next = waiting.pop()
    if (!next) return bytes
    const [value, depth] = next
    if (depth > deepest) return null
    if (typeof value !== 'object' || value === null) {
      const own = bytesOf(value, limit)
      if (own === null) return null
      bytes += own
    } else if (Array.isArray(value)) {
      // Each place takes a comma at least, the empty ones too.
      bytes += 2 + value.length
      if (bytes > limit) return bytes
      for (const inner of value) waiting.push([inner, depth + 1])
    } else {
      if (!isPlain(value)) return null
      bytes += 2
      for (const key in value) {
        bytes += key.length + 4
        if (bytes > limit) return bytes
        waiting.push([(value as Record<string, unknown>)[key], depth + 1])
      }
    }
  }
  return bytes
}

function bytesOf(value: unknown, limit: number): number | null {
  if (typeof value === 'string') {
    return value.length > limit ? limit + 1 : Buffer.byteLength(value) + 2
  }
  return ['number', 'boolean', 'object', 'undefined'].includes(typeof value) ? 4 : null
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
