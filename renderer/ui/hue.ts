/** One of the eight hues of tokens.css; goes into `data-hue`. */
export type Hue = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const hues: readonly Hue[] = [1, 2, 3, 4, 5, 6, 7, 8]

/**
 * The hue of the nth column. Neighbours in the list look far apart; after eight it starts again.
 *
 * @example
 * hueOfIndex(0) // 1
 * hueOfIndex(8) // 1
 */
export function hueOfIndex(index: number): Hue {
  return hues[((index % hues.length) + hues.length) % hues.length] ?? 1
}

/**
 * A stable hue for an id or a name, so that a person keeps their colour from day to day.
 *
 * @example
 * hueOf('0198c5f0-…') // always the same one of 1…8
 */
export function hueOf(text: string): Hue {
  // FNV-1a: names that differ in one letter land far apart.
  let hash = 2_166_136_261
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619)
  return hueOfIndex((hash ^ (hash >>> 15)) >>> 0)
}
