/**
 * Letters of other alphabets that are drawn like a Latin one, as Unicode’s list of confusable
 * characters has them (UTS 39), for the alphabets of whole names. Case matters: Cyrillic `В` looks like
 * `B`, `в` like nothing Latin.
 */
const drawnLike: Readonly<Record<string, string>> = {
  // Cyrillic
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  І: 'I',
  Ј: 'J',
  К: 'K',
  М: 'M',
  О: 'O',
  Р: 'P',
  Ѕ: 'S',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  Ԛ: 'Q',
  Ԝ: 'W',
  Ү: 'Y',
  Һ: 'h',
  Ԁ: 'd',
  а: 'a',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  ӏ: 'l',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  ү: 'y',
  к: 'k',
  г: 'r',
  п: 'n',
  т: 't',
  м: 'm',
  н: 'h',
  в: 'b',
  // Greek
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
  α: 'a',
  γ: 'y',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  σ: 'o',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  η: 'n',
  ϲ: 'c',
  ϳ: 'j',
  // Armenian
  Ս: 'U',
  Օ: 'O',
  Լ: 'L',
  ա: 'w',
  գ: 'q',
  զ: 'q',
  հ: 'h',
  ո: 'n',
  ս: 'u',
  օ: 'o',
  ց: 'g',
  յ: 'j',
  // Cherokee
  Ꭺ: 'A',
  Ᏼ: 'B',
  Ꮯ: 'C',
  Ꭰ: 'D',
  Ꭼ: 'E',
  Ꮐ: 'G',
  Ꮋ: 'H',
  Ꭻ: 'J',
  Ꮶ: 'K',
  Ꮮ: 'L',
  Ꮇ: 'M',
  Ꮲ: 'P',
  Ꭱ: 'R',
  Ꮪ: 'S',
  Ꭲ: 'T',
  Ꮩ: 'V',
  Ꮃ: 'W',
  Ꮓ: 'Z',
}

const marks = /\p{M}/gu

/**
 * Whether two names look the same though they are written in different alphabets: `Ana` and `Аna`,
 * whose first letter is Cyrillic; or are but for foreign letters in a Latin word. Names that are the same letter by letter do not count, nor two that
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
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

function alphabetsOf(text: string): RegExp[] {
  return alphabets.filter((alphabet) => alphabet.test(text))
}

function plain(name: string): string {
  return name.normalize('NFKD').replaceAll(marks, '')
}

function drawn(name: string): string {
  return Array.from(name, (letter) => drawnLike[letter] ?? letter)
    .join('')
    .toLowerCase()
}
