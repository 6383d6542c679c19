/**
 * Letters of other alphabets under the letter they are drawn like, as Unicode’s list of confusable
 * characters has them (UTS 39), and some that only differ in small sizes. Case matters: Cyrillic `Н`
 * looks like `H`. Left out is what is written from right to left: nobody takes it for a Latin name.
 */
const drawnLike: Readonly<Record<string, string>> = {
  A: 'ΑАᎪᗅꓮ𐊠𖽀Ⲁ',
  a: 'αаꭺ',
  B: 'ΒВᏴᗷꓐ𐊂𐊡𐌁Ⲃ',
  b: 'ЬᏏᑲᖯвᏼ',
  C: 'ϹСᏟⲤꓚ𐊢𐌂𐐕𐔜𑣲',
  c: 'ϲсⲥꮯ𐐽',
  D: 'Ꭰᗞᗪꓓ',
  d: 'ԁᏧᑯꓒꭰ',
  E: 'ΕЕᎬⴹꓰ𐊆𑢦𑢮Ⲉ',
  e: 'еҽꭼ',
  F: 'Ϝᖴꓝ𐊇𐊥𐔥𑢢𑣂',
  f: 'ք',
  G: 'ԌᏀᏳꓖ',
  g: 'ցԍᏻꮐ',
  H: 'ΗНᎻᕼⲎꓧ𐋏Һ',
  h: 'һհᏂнꮋ',
  i: 'ιіӏᎥꙇꭵ𑣃',
  J: 'ͿЈᎫᒍꓙ',
  j: 'ϳјꭻյ',
  K: 'ΚКᏦᛕⲔꓗ𐔘',
  k: 'κкⲕꮶ',
  L: 'ᏞᒪⳐꓡ𐐛𐔦𑢣𑢲𖼖Լ',
  l: 'ΙІӀᛁⲒⵏꓲ𐊊𐌉𐌠𖼨ⳑꮮ𐑃',
  M: 'ΜϺМᎷᗰᛖⲘꓟ𐊰𐌑',
  m: '𑜀мꮇ',
  N: 'ΝⲚꓠ𐔓',
  n: 'ոռηпπ',
  O: 'ΟОՕଠዐⲞⵔꓳ𐊒𐊫𐐄𐓂𐔖𑢵',
  o: 'οσоօഠဝჿⲟ𐐬𐓪𑣈𑣗',
  P: 'ΡРᏢᑭⲢꓑ𐊕',
  p: 'ρрⲣᴩꮲ',
  Q: 'ⵕ',
  q: 'ԛգզ',
  R: 'ᎡᏒᖇꓣ𐒴𖼵',
  r: 'гᴦⲅꮁꭱꮢ',
  S: 'ЅՏᏕᏚꓢ𐊖𐐠𖼺',
  s: 'ѕꮪ𐑈𑣁',
  T: 'ΤТᎢⲦꓔ𐊗𐊱𐌕𑢼𖼊',
  t: 'τтꭲ',
  U: 'Սሀᑌꓴ𐓎𑢸𖽂',
  u: 'υս𐓶𑣘',
  V: 'ѴᏙᐯⴸꓦꛟ𐔝𑢠𖼈',
  v: 'νѵꮩ𑜆𑣀',
  W: 'ԜᎳᏔꓪ𑣯',
  w: 'ѡԝաꮃ𑜊𑜎𑜏ωⲱꙍ',
  X: 'ΧХᚷⲬⵝꓫ𐊐𐊴𐌗𐌢𐔧𑣬',
  x: 'хᕁᕽχⲭ',
  Y: 'ΥУҮᎩᎽⲨꓬ𐊲𑢤𖽃',
  y: 'γуүყ𑣜',
  Z: 'ΖᏃꓜ𑢩',
  z: 'ꮓ𑣄',
  ß: 'β',
  Æ: 'Ӕ',
  æ: 'ӕ',
  Þ: 'Ϸ',
  þ: 'ϸ',
  И: 'Ͷꚡ𐐥',
  и: 'ͷ𐑍',
  Γ: 'ГᎱᒥⲄ𖼇',
  Δ: 'ᐃⲆⵠ𐊅𐊣𖼚',
  Θ: 'θѲӨᎾᏫⴱ',
  Λ: 'Лᐱⴷꓥꛎ𐊍𐒰𖼽',
  Π: 'ПⲠꛛ',
  Φ: 'ФՓቀᛰⲪ𐊳',
  φ: 'фⲫ',
  Ψ: 'ѰᛘⲮ𐊵𐓑',
  Ω: 'ᘯᘵ𐊶',
  Ш: 'Ⲽ',
  ш: 'ⲽ',
  ѳ: 'өꮎꮻ',
  一: 'ー',
  二: 'ニ',
  三: 'ミ',
  八: 'ハ',
  力: 'カ',
  千: 'チ',
  卜: 'ト',
  口: 'ロ',
  夕: 'タ',
  工: 'エ',
  へ: 'ヘ',
}

const marks = /\p{M}/gu

/**
 * Whether two names look the same though they are written in different alphabets: `Ana` and `Аna`,
 * whose first letter is Cyrillic, or `Copa` and `Сора`, which is Cyrillic altogether; or are but for
 * foreign letters in a Latin word. Names that are the same letter by letter do not count, nor two that
 * are both written in one alphabet: their readers tell them apart.
 */
export function isLookAlike(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)]
  if (one === other) return false
  if (drawn(one) === drawn(other)) return alphabetsOf(`${one}${other}`).length > 1
  return isDisguised(one, other) || isDisguised(other, one)
}

/**
 * Whether a name is another but for letters that are not Latin in a Latin word: `Տam` beside `Sam`.
 * Nobody writes so but to be taken for somebody, whatever the letters look like.
 */
function isDisguised(name: string, other: string): boolean {
  const [words, theirs] = [name, other].map((each) => each.toLowerCase().split(/\s+/u))
  return (
    words!.length === theirs!.length &&
    words!.every((word, index) => isWordDisguised(word, theirs![index]!))
  )
}

function isWordDisguised(word: string, other: string): boolean {
  if (word === other) return true
  const [letters, theirs] = [Array.from(word), Array.from(other)]
  return (
    /\p{Script=Latin}/u.test(word) &&
    letters.length === theirs.length &&
    letters.every(
      (letter, index) =>
        letter === theirs[index] ||
        (/[\p{L}--\p{Script=Latin}]/v.test(letter) && /\p{Script=Latin}/u.test(theirs[index]!)),
    )
  )
}

/**
 * Who of the others has a name that looks the same, in a different alphabet: somebody who types such a
 * name is asked whether they mean it. Undefined: nobody.
 */
export function findLookAlike<T extends { readonly name: string }>(
  name: string,
  others: readonly T[],
): T | undefined {
  return others.find((other) => isLookAlike(other.name, name))
}

const alphabets = [
  'Latin',
  'Ahom',
  'Armenian',
  'Bamum',
  'Canadian_Aboriginal',
  'Carian',
  'Cherokee',
  'Coptic',
  'Cyrillic',
  'Deseret',
  'Elbasan',
  'Ethiopic',
  'Georgian',
  'Greek',
  'Han',
  'Hiragana',
  'Katakana',
  'Lisu',
  'Lycian',
  'Malayalam',
  'Miao',
  'Myanmar',
  'Old_Italic',
  'Oriya',
  'Osage',
  'Runic',
  'Tifinagh',
  'Warang_Citi',
].map((alphabet) => new RegExp(`\\p{Script=${alphabet}}`, 'u'))

function alphabetsOf(text: string): RegExp[] {
  return alphabets.filter((alphabet) => alphabet.test(text))
}

/** What is composed is taken apart, but for the sigma that is drawn like a c. */
function plain(name: string): string {
  return name.replaceAll(/[^ϲϹ]+/gu, (part) => part.normalize('NFKD')).replaceAll(marks, '')
}

const drawings = new Map(
  Object.entries(drawnLike).flatMap(([drawing, letters]) =>
    Array.from(letters, (letter) => [letter, drawing] as const),
  ),
)
/** Their small letters are drawn as their capitals, only smaller. */
const smallCapitals = /[\p{Script=Coptic}\p{Script=Cherokee}\p{Script=Deseret}]/u

function drawn(name: string): string {
  return (
    Array.from(name, drawingOf)
      .join('')
      .toLowerCase()
      // A capital i is drawn like a small l.
      .replaceAll('l', 'i')
  )
}

function drawingOf(letter: string): string {
  const capital = smallCapitals.test(letter) ? letter.toUpperCase() : letter
  return drawings.get(letter) ?? drawings.get(capital) ?? letter
}
