import { foldWithOrigins, formsOf, partsOfName } from '../../../shared/fold-text.ts'

/** A piece of a text, and whether it is what was searched for. */
export interface TextPart {
  /** Which letter of the text it starts at. */
  readonly at: number
  readonly text: string
  readonly isMatch: boolean
}

/**
 * Cuts a text at every place where a searched word stands, as the search compares them: `mueller`
 * stands in `Müller`. The text itself comes back unchanged, piece by piece.
 *
 * @example
 * highlightMatch('José Martín', 'mart') // 'José ', 'Mart' (match), 'ín'
 */
export function highlightMatch(text: string, search: string): TextPart[] {
  const words = search.split(/\s+/).flatMap((word) => [word, ...partsOfName(word)])
  const needles = new Set(words.flatMap((word) => formsOf(word)))
  const marked = Array.from(text, () => false)
  // From a place in UTF-16 to which letter it is.
  const letters = [...text]
  const letterAt = letters.flatMap((letter, index) => Array.from(letter.split(''), () => index))
  for (const spelled of [false, true]) {
    const { folded, origins } = withoutJoints(foldWithOrigins(text, spelled))
    for (const needle of needles) {
      for (let at = folded.indexOf(needle); at !== -1; at = folded.indexOf(needle, at + 1)) {
        const last = letterAt[origins[at + needle.length - 1] ?? 0]!
        marked.fill(true, letterAt[origins[at]!], last + 1)
      }
    }
  }
  const parts: TextPart[] = []
  letters.forEach((letter, index) => {
    const isMatch = marked[index] === true
    const last = parts.at(-1)
    if (last && last.isMatch === isMatch)
      parts[parts.length - 1] = { ...last, text: last.text + letter }
    else parts.push({ at: index, text: letter, isMatch })
  })
  return parts
}

/** Hyphens and apostrophes are nothing: what stands on both sides of one is found as one. */
function withoutJoints({ folded, origins }: ReturnType<typeof foldWithOrigins>) {
  const kept = folded.split('').flatMap((letter, at) => (/['\p{Pd}]/u.test(letter) ? [] : [at]))
  return {
    folded: kept.map((at) => folded[at]).join(''),
    origins: kept.map((at) => origins[at]!),
  }
}
