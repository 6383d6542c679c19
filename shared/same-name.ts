/**
 * Whether two names are one to whoever reads them: whatever their letters' case, accents and spaces.
 *
 * @example
 * isSameName('Zoë  Müller', 'zoe muller') // true
 */
export function isSameName(a: string, b: string): boolean {
  return folded(a) === folded(b)
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim()
    .toLowerCase()
}
