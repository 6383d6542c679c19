import { z } from 'zod'

/**
 * What people type or paste is stored as it can be seen: composed (NFC), with plain single spaces, and
 * without direction controls, zero-width signs and other characters nobody sees. Of those only the
 * joiners and selectors stay that a script or an emoji is written with. What cannot be text is refused:
 * control characters, halves of a character, and what is invisible altogether.
 *
 * Every field in which something is typed uses one of these schemas; `test/integration/text-fields.test.ts`
 * goes through all channels and refuses any other.
 */

/**
 * One line, such as a name, a reason or a reference.
 *
 * @param most how many UTF-16 units it may have once it is cleaned.
 */
export function lineSchema(most: number) {
  return textSchema(cleanLine, notInLine, 'must be on one line')
    .refine(isVisible, 'must not be empty')
    .max(most)
}

/**
 * Several lines, such as a note: line breaks stay. May be empty, which says that there is none.
 *
 * @param most how many UTF-16 units it may have once it is cleaned.
 */
export function proseSchema(most: number) {
  return textSchema(cleanProse, notInProse, 'must not contain control characters')
    .refine((text) => text === '' || isVisible(text), 'must not be invisible')
    .max(most)
}

/**
 * What is looked for. Nothing of it is stored, so nothing is refused but its length: what cannot be
 * text counts as a space.
 */
export function searchTextSchema(most: number) {
  return z
    .string()
    .max(most)
    .overwrite((text) => {
      const cleaned = cleanLine(text.toWellFormed().replaceAll(notText, ' '))
      return isVisible(cleaned) ? cleaned : ''
    })
}

const notInLine = /[\p{Cc}\p{Zl}\p{Zp}]/u
const notInProse = /[\p{Cc}--[\t\n\r]]/v

/**
 * Whether a field cannot take what was typed or pasted into it, so that it is said while it is there:
 * the same as the schemas refuse. An empty field is no mistake.
 */
export function isRefusedText(text: string, kind: 'line' | 'prose'): boolean {
  const refused = kind === 'line' ? notInLine : notInProse
  if (!text.isWellFormed() || noncharacter.test(text) || refused.test(text)) return true
  // Prose of which nothing is left says that there is none.
  const [typed, kept] =
    kind === 'line' ? [text.trim(), cleanLine(text)] : [cleanProse(text), cleanProse(text)]
  return typed !== '' && !isVisible(kept)
}

function textSchema(clean: (text: string) => string, refused: RegExp, because: string) {
  return z
    .string()
    .refine((text) => text.isWellFormed() && !noncharacter.test(text), {
      message: 'must not contain half characters',
      abort: true,
    })
    .refine((text) => !refused.test(text), { message: because, abort: true })
    .overwrite(clean)
}

const noncharacter = /\p{Noncharacter_Code_Point}/u
/** With what stands for half a character once it was made whole. */
const notText = /[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\uFFFD]/gu

/** Letters, digits and signs; marks and spaces alone show nothing. */
function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
}

/**
 * One line as it is stored.
 *
 * @example
 * cleanLine('  Ann\u200B  Lee ') // 'Ann Lee'
 */
export function cleanLine(text: string): string {
  return withoutInvisible(text)
    .replaceAll(/[\p{Z}\u2800]+/gu, ' ')
    .trim()
    .normalize('NFC')
}

function cleanProse(text: string): string {
  return withoutInvisible(text.replaceAll(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n'))
    .replaceAll(/[\p{Zs}\t\u2800]+/gu, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim()
    .normalize('NFC')
}

/**
 * Default-ignorable characters are drawn as nothing; so are the marks of annotations, what stands for
 * an object, the controls and blanks of hieroglyphs, the Khitan filler and the notehead of nothing.
 */
const invisible =
  /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFC\u{13430}-\u{1345F}\u{16FE4}\u{1D159}]/u

/** The flag of a region, such as Scotland’s, is spelled in tags that nobody sees; without its end it hides a text. */
const regionFlag = /🏴[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/u
const signs = new RegExp(`${regionFlag.source}|[^]`, 'gu')

const joiner = /[\u200C\u200D]/
const variation = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u
const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u
/** Scripts whose letters change their shape by what stands beside them. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Mongolian}\p{Script=Hanifi_Rohingya}\p{Script=Adlam}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Javanese}\p{Script=Balinese}\p{Script=Chakma}]/u
/** A virama: a joiner after it chooses how the letter before it is drawn, also at the end of a word. */
const virama = /[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2]/

/** Until nothing changes: without what was taken out, marks may come to stand in another order. */
function withoutInvisible(text: string): string {
  if (!invisible.test(text)) return text
  const all = text.normalize('NFC').match(signs) ?? []
  const kept: string[] = []
  all.forEach((character, index) => {
    if (!invisible.test(character) || isNeeded(character, kept, all[index + 1] ?? '')) {
      kept.push(character)
    }
  })
  const left = kept.join('')
  return left === text ? left : withoutInvisible(left)
}

/** Whether something that cannot be seen itself changes how what stands before it is drawn. */
function isNeeded(character: string, before: readonly string[], next: string): boolean {
  const last = before.at(-1) ?? ''
  const base = before.findLast((each) => !/[\p{M}\uFE0F]/u.test(each)) ?? ''
  if (joiner.test(character)) {
    if (virama.test(last)) return true
    if (character === '\u200D' && pictograph.test(base)) return pictograph.test(next)
    return joining.test(base) && !joiner.test(last) && joining.test(next)
  }
  if (variation.test(character)) {
    if (/\p{Script=Han}/u.test(last)) return true
    if (/[\uFE0E\uFE0F]/.test(character) && pictograph.test(last)) return true
    // A key cap: 1️⃣.
    return character === '\uFE0F' && /[\d#*]/.test(last) && next === '\u20E3'
  }
  // Mongolian chooses between shapes of a letter.
  if (/[\u180B-\u180D\u180F]/.test(character)) {
    return /[\p{L}&&\p{Script=Mongolian}]/v.test(last)
  }
  return regionFlag.test(character)
}

/**
 * A form's field that may stay empty: nothing to see in it means that nothing was given.
 *
 * @example
 * optionalField(emailSchema).parse(' ') // undefined
 */
export function optionalField<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) =>
      typeof value === 'string' && /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(value)
        ? undefined
        : value,
    schema.optional(),
  )
}

/** A password or passphrase, sign by sign as it was typed. Only what no keyboard types is refused. */
export function secretSchema(least: number, most: number) {
  return z
    .string()
    .min(least, least > 1 ? `must have at least ${least} characters` : 'must not be empty')
    .max(most)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'must be on one line')
}

/** What the program calls something of its own, such as a subscription or an event’s subject. */
export const codeNameSchema = z.string().regex(/^[\w.:-]{1,100}$/)
