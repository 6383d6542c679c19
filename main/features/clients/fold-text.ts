// Most texts have no accents, and taking accents out costs ten times as much as lower case.
const isPlain = /^[ -~]*$/

/**
 * Lower case without accents, for comparing what people typed.
 *
 * @example
 * foldText('José') // 'jose'
 */
export function foldText(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
