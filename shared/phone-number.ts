import anyAscii from 'any-ascii'
import { lineSchema } from './plain-text.ts'

/** How people write that an extension follows, in the languages whose studios we know. */
const extensionMark =
  /[\s,;]*(?:;ext=|extension|ext\.?|extn\.?|x|#|durchwahl|dw\.?|nebenstelle|nst\.?|app\.?|доб\.?|anexo|interno|int\.?|poste|klappe|kl\.?|toestel|tst\.?|ramal|wewn\.?|内線|apparat|extensión)\s*[:\p{Pd}]?\s*(\d{1,7})$/iu

const longest = 60
/** Three digits are the shortest numbers there are. */
const written = /^[+＋(]?[\p{Nd}\s()./+\p{Pd}\u2212·'’ー（）]*$/u
/** How links write a number. */
const linkMark = /^\s*tel:/i

/**
 * A phone number as it was typed: digits with whatever people put between them, and an extension. It
 * is kept so.
 */
export const phoneSchema = lineSchema(longest).refine(isPhoneNumber, 'must be a phone number')

function isPhoneNumber(text: string): boolean {
  const { number } = splitExtension(text)
  const digits = number.replaceAll(/\P{Nd}/gu, '')
  return written.test(number) && digits.length >= 3 && digits.length <= 20
}

/**
 * Parts a number, without a link’s `tel:`, from its extension, which is null where there is none.
 *
 * @example
 * splitExtension('(030) 123456 ext. 12') // { number: '(030) 123456', extension: '12' }
 */
export function splitExtension(text: string): { number: string; extension: string | null } {
  const bare = text.replace(linkMark, '')
  const mark = extensionMark.exec(bare)
  if (mark === null) return { number: bare.trim(), extension: null }
  return { number: bare.slice(0, mark.index).trim(), extension: mark[1]! }
}

/**
 * The digits of a text, of whatever script, and nothing else.
 *
 * @example
 * plainDigits('٠٣٠ / 12') // '03012'
 */
export function plainDigits(text: string): string {
  return anyAscii(text.replaceAll(/\P{Nd}/gu, ''))
}
