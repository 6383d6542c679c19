import type { Client } from '../../../shared/clients.ts'
import { foldText, formsOf, partsOfName } from '../../../shared/fold-text.ts'
import { pairMark } from './fold-clients.ts'
import { phoneNeedle } from './phone-forms.ts'

/** A client, and how the index knows them. */
export type Found = Client & {
  readonly lastSeenAt: string
  readonly words: string
  readonly spelled: string
  readonly parts: string
  readonly letters: string
  readonly foldedEmail: string
  readonly digits: string
}

/**
 * Words and their beginnings, or any three letters in a row; of names alone, or of everything. What
 * is asked of names goes to their own indexes: in those of everything it would pass by each client
 * whose e-mail holds the same letters, which for a word like “gmail” takes 50 ms at 100,000 clients.
 */
type Index = 'client_name_words' | 'client_name_letters' | 'client_words' | 'client_search'

/** One kind of match, in the query language of FTS5 and in code. */
export interface Question {
  readonly table: Index
  /** What is asked for, word by word: whoever is meant has all of them. */
  readonly words: readonly string[]
  /** All of what is asked for, where `words` are only the parts of it that tell most. */
  readonly whole?: string
  /** Whether a client is meant; the words are only the way to those who may be. */
  readonly holds: (client: Found) => boolean
}

/** Trigrams need three letters, and beginnings of so many are kept ready. */
const threeLetters = 3

/**
 * From the best match to the weakest, in groups: whoever a question finds is found by the last one of
 * its group.
 */
export function questionsFor(words: readonly string[], country: string): Question[][] {
  const isWanted = matcherOf(words)
  const names = questionsForNames(words, isWanted)
  const number = askNumber(words.join(''), country)
  // All of a number can only be a number: word by word, its first digits are everybody's.
  if (number?.isWhole) return [...names, [number]]
  const contacts = askContacts(words, isWanted)
  const [beginnings, anywhere] = names
  const isWider =
    contacts?.table === 'client_search' && anywhere?.[0]?.table !== 'client_name_words'
  return [
    ...(beginnings ? [beginnings] : []),
    ...(isWider ? [[...(anywhere ?? []), contacts]] : [anywhere ?? [], contacts ? [contacts] : []]),
    number ? [number] : [],
  ].filter((group) => group.length > 0)
}

/** What names are asked: for their beginnings and those of their words, then for any part. */
function questionsForNames(
  typed: readonly string[],
  isWanted: (client: Found) => boolean,
): Question[][] {
  const tokens = tokensOf(typed)
  if (tokens.length === 0) return []
  const wholes = [0, 1].map((way) => tokens.map((forms) => forms[way] ?? forms[0]!))
  const phrases = unique(wholes.map((words) => words.join(' ')))
  const joined = unique(wholes.map((words) => words.join('')))
  const inWords = (expression: string, holds: Question['holds']): Question => ({
    table: 'client_name_words',
    words: [expression],
    holds: (client) => isWanted(client) && holds(client),
  })
  const starts = phrases.map(inTokens)
  const runs = joined.map(inTokens)
  const begins = (...texts: string[]) =>
    texts.map(inTokens).some((text) => starts.some((start) => text.startsWith(start)))
  const parts = typed.map(formsIn).filter((forms) => forms.length > 0)
  const long = parts.filter((forms) => forms.every(isLong))
  return [
    [
      inWords(
        anyOf(phrases.map((text) => `{words spelled} : ^ ${phrase(text)}`)),
        ({ words, spelled }) =>
          [words, spelled]
            .map((text) => `${inTokens(text)} `)
            .some((text) => starts.some((start) => text.startsWith(`${start} `))),
      ),
      inWords(
        anyOf(phrases.map((text) => `{words spelled} : ^ ${phrase(text)} *`)),
        ({ words, spelled }) => begins(words, spelled),
      ),
      inWords(anyOf(joined.map((text) => `parts : ^ ${phrase(text)} *`)), ({ parts: all }) => {
        const text = inTokens(all)
        return runs.some((run) => text.startsWith(run))
      }),
      inWords(anyOf([allOf(tokens.map(beginning)), beginning(joined)]), () => true),
    ],
    [
      // What is shorter than three letters is looked at in those who have the rest, or in pairs.
      long.length > 0
        ? {
            table: 'client_name_letters',
            words: [allOf(long.map((forms) => anyOf(forms.map(phrase))))],
            holds: (client) =>
              isWanted(client) &&
              long.every((forms) => forms.some((form) => client.letters.includes(form))),
          }
        : inWords(allOf(parts.map((forms) => anyOf(forms.map(pair)))), () => true),
    ],
  ]
}

/** What names and contacts together are asked: for any three letters, or for the beginnings of words. */
function askContacts(
  typed: readonly string[],
  isWanted: (client: Found) => boolean,
): Question | null {
  const telling = typed.filter((word) => token.test(foldText(word)))
  if (telling.length === 0) return null
  if (telling.every((word) => isLong(foldText(word)))) {
    const spellings = telling.map(spellingsOf)
    return {
      table: 'client_search',
      words: ownParts(telling).map(anySpelling),
      whole: allOf(telling.map(anySpelling)),
      holds: (client) =>
        isWanted(client) &&
        spellings.every((forms) =>
          forms.some((form) =>
            [client.letters, client.foldedEmail, client.digits].some((text) => text.includes(form)),
          ),
        ),
    }
  }
  const tokens = tokensOf(telling)
  const starts = tokens.map((forms) => forms.map(inTokens))
  return {
    table: 'client_words',
    words: tokens.map((forms) => beginning(unique(forms.map(firstLetters)))),
    whole: allOf(tokens.map(beginning)),
    holds: (client) =>
      isWanted(client) &&
      starts.every((forms) =>
        [client.parts, client.foldedEmail, client.digits].some((text) =>
          forms.some((form) => hasBeginning(text, form)),
        ),
      ),
  }
}

/** Whether a word of the text, or some in a row, begin so. */
function hasBeginning(text: string, form: string): boolean {
  if (form.includes(' ')) return ` ${inTokens(text)}`.includes(` ${form}`)
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    if (at === 0 || !token.test(text[at - 1]!)) return true
  }
  return false
}

/** With so many digits, a text of digits alone is a phone number and nothing else. */
const wholeNumber = 7
/** Of a number, its last digits tell most. */
const ownDigits = 6

function askNumber(
  typed: string,
  country: string,
): (Question & { readonly isWhole: boolean }) | null {
  const needle = phoneNeedle(typed, country)
  const numbers = needle?.numbers.filter(isLong) ?? []
  if (needle === null || numbers.length === 0) return null
  const either = (of: (number: string) => string) =>
    `digits : (${anyOf(unique(numbers.map(of)).map(phrase))})`
  return {
    table: 'client_search',
    words: [either((number) => number.slice(-ownDigits))],
    whole: either((number) => number),
    isWhole: numbers.some(({ length }) => length >= wholeNumber),
    holds: ({ digits }) => {
      const extension = / x(\d+)$/.exec(digits)?.[1] ?? null
      const isSame = [needle.extension, extension].includes(null) || needle.extension === extension
      return isSame && numbers.some((number) => digits.includes(number))
    },
  }
}

/**
 * Of an address, what stands before its domain; of a domain beside other words, nothing. The words
 * are looked at again as they were typed.
 */
function ownParts(words: readonly string[]): string[] {
  const own = words.map((word) => {
    const local = word.slice(0, word.indexOf('@') + 1)
    return isLong(foldText(local)) ? local : word
  })
  const telling = own.filter((word) => !/^@|^[^@]*\.[^@]*$/.test(word))
  return telling.length > 0 ? telling : own
}

/** What the index of words sees. */
const token = /[\p{L}\p{N}\p{M}\p{Co}]/u
const noTokens = /[^\p{L}\p{N}\p{M}\p{Co}]+/gu
/** A sign that parts no words in a name: it is looked for as it is. */
const sign = /[^\p{L}\p{N}\p{M}\p{Co}\p{Z}\p{Pd}\p{Pi}\p{Pf}\p{Ps}\p{Pe}'.,;"·・…]/u

/** A text as the index of words sees it. */
const inTokens = (text: string) => text.replaceAll(noTokens, ' ').trim()

/** The words as names are parted, each as it can be spelled: plain, spelled out, mixed. */
function tokensOf(words: readonly string[]): string[][] {
  return words
    .flatMap((word) => partsOfName(word))
    .map(formsOf)
    .filter((forms) => forms.some((form) => token.test(form)))
}

/** A typed word as it stands in a name, where what parts it is nothing. */
function formsIn(word: string): string[] {
  return formsOf(partsOfName(word).join('')).filter((form) => token.test(form))
}

/** Looks at a candidate again: every word must be there as it was typed, in the name or the contact. */
function matcherOf(words: readonly string[]): (client: Found) => boolean {
  const wanted = words.map((word) => {
    const folded = foldText(word)
    const forms = sign.test(folded) ? [] : formsIn(word)
    return { folded, spelled: foldText(word, true), forms, word }
  })
  return (client) =>
    wanted.every(
      ({ folded, spelled, forms, word }) =>
        forms.some((form) => client.parts.includes(form)) ||
        client.foldedEmail.includes(folded) ||
        client.foldedEmail.includes(spelled) ||
        (client.phone?.includes(word) ?? false) ||
        client.digits.includes(folded) ||
        // Hardly a name has such a sign, and folding each costs milliseconds.
        (forms.length === 0 && sign.test(client.name) && foldText(client.name).includes(folded)),
    )
}

/** Wherever a word may stand: in a name in any spelling, or in a contact as it is. */
function spellingsOf(word: string): string[] {
  return unique([foldText(word), foldText(word, true), ...formsIn(word)])
}

const isLong = (text: string) => [...text].length >= threeLetters
/** As much of a word as a beginning of it is kept ready of. */
const firstLetters = (text: string) =>
  [...(inTokens(text).split(' ')[0] ?? '')].slice(0, threeLetters).join('')
const unique = (texts: readonly string[]) => [...new Set(texts)]
const phrase = (text: string) => `"${text.replaceAll('"', '""')}"`
const anySpelling = (word: string) => anyOf(spellingsOf(word).map(phrase))
const beginning = (forms: readonly string[]) => anyOf(forms.map((form) => `${phrase(form)} *`))
/** One letter begins a pair. */
const pair = (text: string) => `${phrase(pairMark + text)}${[...text].length === 1 ? ' *' : ''}`
const anyOf = (questions: readonly string[]) =>
  questions.length === 1 ? questions[0]! : `(${questions.join(' OR ')})`
/** Whatever has each of these, in the query language of FTS5. */
export const allOf = (questions: readonly string[]) =>
  questions.length === 1 ? questions[0]! : `(${questions.join(' AND ')})`
