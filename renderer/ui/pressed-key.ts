/** What of a key press says which key it was. */
export interface PressedKey {
  /** What the layout makes of it. */
  readonly key: string
  /** Its place, by what stands there on an American keyboard. */
  readonly code: string
  readonly shiftKey: boolean
}

/**
 * The letter a key means, in small, or else what the layout makes of it. Where the layout writes no Latin
 * letters, it is the one that stands at the key's place: Cyrillic, Greek and Hebrew keyboards have both
 * printed on them.
 *
 * @example
 * letterOf({ key: 'е', code: 'KeyT', … }) // 't'
 */
export function letterOf({ key, code }: Pick<PressedKey, 'key' | 'code'>): string {
  const isForeign = /^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key)
  const place = /^Key([A-Z])$/.exec(code)?.[1]
  return (isForeign && place ? place : key).toLowerCase()
}

/**
 * The digit a key means; null: none. Where the row of digits writes signs, as on a French keyboard, its
 * keys are the digits that are reached with Shift.
 *
 * @example
 * digitOf({ key: '&', code: 'Digit1', shiftKey: false }) // '1'
 */
export function digitOf({ key, code, shiftKey }: PressedKey): string | null {
  if (/^[0-9]$/.test(key)) return key
  return shiftKey ? null : (/^Digit([0-9])$/.exec(code)?.[1] ?? null)
}
