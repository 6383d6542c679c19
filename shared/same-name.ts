import { foldText } from './fold-text.ts'

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
  return foldText(name).replace(/\s+/gu, ' ').trim()
}
