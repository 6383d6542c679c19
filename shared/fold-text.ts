import anyAscii from 'any-ascii'
import { hanSign } from './han-variants.ts'

/**
 * The one way in which names are compared and found, whoever typed them: {@link foldText} for a text,
 * {@link foldName} for a name as the index knows it, {@link isSimilarName} for two.
 */

/** Raised whenever a text is folded differently from then on: the index is then written anew. */
export const foldVersion = 5

/** Most names are this, and cost a tenth. */
const isPlainName = /^[a-z]+(?: [a-z]+)*$/i
/** Most texts are plain, and everything else costs ten times as much. */
const isPlain = /^[ -&(-_a-~]*$/
const apostrophes = /['`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋˮ՚׳״ꞌ＇｀\u07F4\u07F5\u1FBD\u1FBF\u1FFE]/gu
const invisible = /\p{Default_Ignorable_Code_Point}/gu
/** Marks that may be left out. Those of Indic and Thai letters are vowels, those of kana other sounds. */
const ignored =
  /[[\p{M}&&[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]]--[\u3099\u309A]]/gv

/** Letters that are one letter to whoever searches, and that Unicode does not take apart. */
const same: Readonly<Record<string, string>> = {
  ς: 'σ',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ـ: '',
  ך: 'כ',
  ם: 'מ',
  ן: 'נ',
  ף: 'פ',
  ץ: 'צ',
  ґ: 'г',
  // As Urdu, Kurdish and Uighur have them.
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ۃ: 'ه',
  ے: 'ي',
}

/** How letters are spelled where a keyboard lacks them, beside the letter they stand for. */
const diaeresis = '\u0308'
const ring = '\u030A'

interface Letter {
  /** `u` for `ü`. */
  readonly base: string
  /** `ue` for `ü`; the same as `base` for most. */
  readonly spelled: string
}

/**
 * A text for comparing: lower case, without marks, in plain letters where there are any. Signs and
 * spaces stay, every apostrophe is `'`.
 *
 * @param spelled `ä ö ü ø å đ` as `ae oe ue oe aa dj` instead of `a o u o a d`.
 *
 * @example
 * foldText('Łukasz Strauß') // 'lukasz strauss'
 * foldText('Müller', true)  // 'mueller'
 */
export function foldText(text: string, spelled = false): string {
  if (isPlain.test(text)) return text.toLowerCase()
  return lettersOf(writtenOut(text))
    .map((letter) => (spelled ? letter.spelled : letter.base))
    .join('')
    .normalize('NFC')
}

/** A text as {@link foldText} folds it, and for each of its places where that stands in the text itself. */
export function foldWithOrigins(
  text: string,
  spelled = false,
): { readonly folded: string; readonly origins: readonly number[] } {
  let folded = ''
  const origins: number[] = []
  let at = 0
  // Letter by letter with their marks, so that what is composed stays so.
  for (const [cluster] of writtenOut(text).matchAll(/[\s\S]\p{M}*/gu)) {
    const part = foldText(cluster, spelled)
    folded += part
    for (let index = 0; index < part.length; index += 1) origins.push(at)
    at += cluster.length
  }
  origins.push(at)
  return { folded, origins }
}

/** 々 and 〻 repeat the sign before them, as in 佐々木, ゝ and ヽ a kana, ゞ and ヾ one with its voiced sound, as in みすゞ. */
const repeated = /([\u3400-\u9FFF])[々〻]|([ぁ-ゖァ-ヶ])([ゝゞヽヾ])/gu
const voicedMark = '\u3099'

/** The text with nothing left that stands for the sign before it; as long as before. */
function writtenOut(text: string): string {
  return text.replaceAll(repeated, (_, han?: string, kana = '', mark = '') => {
    if (han !== undefined) return han + han
    const again = kana.normalize('NFD').charAt(0)
    const voiced = (again + voicedMark).normalize('NFC')
    return kana + (/[ゞヾ]/.test(mark) && voiced.length === 1 ? voiced : again)
  })
}

/** Words that were taken apart last: one name asks for each of its words several times, and many share them. */
const takenApart = new Map<string, readonly Letter[]>()
const mostKept = 2_000
const longestKept = 40

function lettersOf(text: string): readonly Letter[] {
  if (text.length > longestKept) return takeApart(text)
  let letters = takenApart.get(text)
  if (!letters) {
    if (takenApart.size >= mostKept) takenApart.clear()
    takenApart.set(text, (letters = takeApart(text)))
  }
  return letters
}

function takeApart(text: string): Letter[] {
  const apart = text
    .replaceAll(apostrophes, "'")
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(invisible, '')
  return Array.from(apart.matchAll(/(\P{M}?)(\p{M}*)/gu), ([, letter = '', marks = '']) =>
    letterOf(letter, marks),
  )
}

function letterOf(letter: string, marks: string): Letter {
  const base = baseOf(letter) + marks.replaceAll(ignored, '')
  if (marks.includes(diaeresis) && /[aou]/.test(letter)) return { base, spelled: `${letter}e` }
  if (marks.includes(ring) && letter === 'a') return { base, spelled: 'aa' }
  if (letter === 'ø') return { base, spelled: 'oe' }
  if (letter === 'đ') return { base, spelled: 'dj' }
  return { base, spelled: base }
}

function baseOf(letter: string): string {
  if (letter <= '~') return letter
  const one = same[letter]
  if (one !== undefined) return one
  if (/\p{Script=Han}/u.test(letter)) return hanSign(letter)
  // Hiragana as katakana, which have the same order.
  if (/[ぁ-ゖゝゞ]/u.test(letter)) return String.fromCodePoint(letter.codePointAt(0)! + 0x60)
  // Łø and the digits of all scripts; what is left of Latin is seldom.
  if (/[\p{Script=Latin}\p{Nd}]/u.test(letter)) {
    return (
      anyAscii(letter)
        .toLowerCase()
        .replaceAll(/[^a-z\d]/g, '') || letter
    )
  }
  return letter
}

/**
 * Whether somebody has typed a name as their keyboard allows.
 *
 * @example isNameTyped("siobhan o'brien", 'Siobhan O’Brien') // true
 */
export function isNameTyped(typed: string, name: string): boolean {
  const forms = (text: string): string[] =>
    [false, true].map((spelled) => foldText(text, spelled).split(gaps).filter(Boolean).join(' '))
  const [plain, spelled] = forms(name)
  return forms(typed).some((one) => one !== '' && (one === plain || one === spelled))
}

/** What parts words in a name, beside spaces; other signs are a part of it. */
const gaps = /[\s\p{Z}\p{Pd}\p{Pi}\p{Pf}\p{Ps}\p{Pe}.,;"·・…\u2212]+/u
/** Written without spaces: a name begins at each sign. */
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
/** So many ways to spell one word are told apart; a word seldom has more than two such letters. */
const mostForms = 8

/** A name as it is looked for. */
export interface FoldedName {
  /** Its words in order: `jurgen muller`. */
  readonly words: string
  /** The same spelled out, `juergen mueller`; empty where that is no other. */
  readonly spelled: string
  /**
   * What else it can begin with, because spaces, hyphens, apostrophes and nothing are the same: from
   * each word, and each sign of a script without spaces, to the end. `jeanlucmartin lucmartin`. The
   * whole comes first.
   */
  readonly beginnings: readonly string[]
  /** Every way to spell each of its words, with what stands between spaces in one: `jeanluc martin`. */
  readonly letters: readonly string[]
}

/** A name taken apart for the index, or for looking for it. */
export function foldName(name: string): FoldedName {
  if (isPlainName.test(name)) return foldPlainName(name)
  const compounds = name
    .split(/[\s\p{Z}]+/u)
    .map(partsOfName)
    .filter((parts) => parts.length > 0)
  const parts = compounds.flat()
  const words = parts.map((word) => plainWord(word)).filter(Boolean)
  const spelledWords = parts.map((word) => plainWord(word, true)).filter(Boolean)
  const pieces = parts.flatMap((word) => word.split("'")).filter(Boolean)
  const isSpelled = spelledWords.join(' ') !== words.join(' ')
  return {
    words: words.join(' '),
    spelled: isSpelled ? spelledWords.join(' ') : '',
    beginnings: unique([
      ...endings(pieces.map((piece) => foldText(piece))),
      ...(isSpelled ? endings(pieces.map((piece) => foldText(piece, true))) : []),
    ]),
    letters: unique(compounds.flatMap((compound) => formsOf(compound.join('')))),
  }
}

function foldPlainName(name: string): FoldedName {
  const words = name.toLowerCase().split(' ')
  return {
    words: words.join(' '),
    spelled: '',
    beginnings: unique(words.map((_, at) => words.slice(at).join(''))),
    letters: unique(words),
  }
}

/**
 * What a word between spaces is made of; an apostrophe parts nothing.
 *
 * @example
 * partsOfName('Jean-Luc') // ['Jean', 'Luc']
 */
export function partsOfName(compound: string): string[] {
  return (
    compound
      .replaceAll(apostrophes, "'")
      // Catalan's l with its dot is one sign or two.
      .replaceAll(/[ŀĿ]/g, (sign) => sign.normalize('NFKD'))
      .split(gaps)
      .filter(Boolean)
  )
}

/**
 * Every way in which a word can be spelled: with its letters’ bases, spelled out, and mixed.
 *
 * @example
 * formsOf('Gürtürk') // ['gurturk', 'guertuerk', 'gurtuerk', 'guerturk']
 */
export function formsOf(word: string): string[] {
  const plain = writtenOut(word.replaceAll(apostrophes, ''))
  if (isPlain.test(plain)) return plain === '' ? [] : [plain.toLowerCase()]
  let forms = ['']
  for (const { base, spelled } of lettersOf(plain)) {
    const ways = base === spelled || forms.length >= mostForms ? [base] : [base, spelled]
    forms = forms.flatMap((form) => ways.map((way) => form + way))
  }
  // The two that people use come first.
  return unique([
    foldText(plain),
    foldText(plain, true),
    ...forms.map((form) => form.normalize('NFC')),
  ]).filter(Boolean)
}

/** A word without apostrophes: these part nothing and mean nothing. */
function plainWord(word: string, spelled = false): string {
  return foldText(word.replaceAll(apostrophes, ''), spelled)
}

function endings(pieces: readonly string[]): string[] {
  return pieces.flatMap((piece, index) => {
    const rest = pieces.slice(index + 1).join('')
    const starts = spaceless.test(piece)
      ? [...piece].map((_, at) => [...piece].slice(at))
      : [[...piece]]
    return starts.map((start) => start.join('') + rest)
  })
}

const unique = (texts: readonly string[]) => [...new Set(texts)]

/**
 * Whether two names are suspected to be one person’s: the same words in any order, or the same letters
 * in this order or from another word on; whatever stands between them, and spelled out or not.
 *
 * @example
 * isSimilarName('Jürgen Müller', 'Juergen Mueller') // true
 * isSimilarName('Anna Bauer', 'Anne Bauer')         // false
 */
export function isSimilarName(a: string, b: string): boolean {
  const keys = new Set(keysOfName(a))
  return keysOfName(b).some((key) => keys.has(key))
}

/** So many ways to spell a whole name are told apart; beyond that, words are plain or spelled out alike. */
const mostSpellings = 32

/** What a name is known by, however each of its letters is spelled: names with one of these in common are similar. */
export function keysOfName(name: string): string[] {
  return unique(
    spellingsOf(name).flatMap((names) => {
      const turned = names.map((_, at) => [...names.slice(at), ...names.slice(0, at)].join(''))
      return [names.toSorted().join(' '), ...turned]
    }),
  )
}

/** The words of a name in every spelling; all plain and all spelled out are always among them. */
function spellingsOf(name: string): string[][] {
  const { words, spelled } = foldName(name)
  const usual = [words, spelled].filter(Boolean).map((text) => text.split(' '))
  if (spelled === '') return usual
  const forms = name
    .split(/[\s\p{Z}]+/u)
    .flatMap(partsOfName)
    .map(formsOf)
    .filter((ways) => ways.length > 0)
  const mixed = forms.reduce<string[][]>(
    (starts, ways) => {
      const few = starts.length * ways.length > mostSpellings ? ways.slice(0, 1) : ways
      return starts.flatMap((start) => few.map((way) => [...start, way]))
    },
    [[]],
  )
  return [...usual, ...mixed]
}
