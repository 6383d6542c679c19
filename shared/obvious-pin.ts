/** Why a stranger would try this PIN first. */
export type ObviousPin = 'repeats' | 'run' | 'name' | 'common'

/** Down the keypad, years, and the like; from published counts of PINs people choose. */
const common = new Set(['2580', '0852', '1470', '1379', '2468', '1357', '1004', '1998', '2000'])

/** The key of a telephone on which each letter stands. */
const keys: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    2: 'abc',
    3: 'def',
    4: 'ghi',
    5: 'jkl',
    6: 'mno',
    7: 'pqrs',
    8: 'tuv',
    9: 'wxyz',
  }).flatMap(([digit, letters]) => [...letters].map((letter) => [letter, digit])),
)

/**
 * Why a PIN is too easy to guess; null when it is not.
 *
 * @param name whose PIN it is: `6272` is what Mara spells on a telephone's keys
 * @example
 * whyObvious('0000', 'Mara') // 'repeats'
 * whyObvious('7105', 'Mara') // null
 */
export function whyObvious(pin: string, name: string): ObviousPin | null {
  if (repeats(pin)) return 'repeats'
  if (runs(pin, 1) || runs(pin, 9)) return 'run'
  if (spells(pin, name)) return 'name'
  return common.has(pin) ? 'common' : null
}

/** `0000`, `1212`, `123123`: a shorter piece again and again. */
function repeats(pin: string): boolean {
  return `${pin}${pin}`.indexOf(pin, 1) < pin.length
}

/** Each digit so much after the one before; 0 comes after 9. */
function runs(pin: string, step: number): boolean {
  return [...pin]
    .slice(1)
    .every((digit, index) => (Number(pin[index]) + step) % 10 === Number(digit))
}

function spells(pin: string, name: string): boolean {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return [plain.replaceAll(/\s/g, ''), ...plain.split(/\s+/)].some((word) =>
    [...word]
      .map((letter) => keys[letter] ?? letter)
      .join('')
      .startsWith(pin),
  )
}
