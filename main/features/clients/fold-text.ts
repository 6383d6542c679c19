/**
 * Lower case without accents, for comparing what people typed.
 *
 * @example
 * foldText('José') // 'jose'
 */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
