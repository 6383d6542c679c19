/** A piece of a text, and whether it is what was searched for. */
export interface TextPart {
  /** Which letter of the text it starts at. */
  readonly at: number
  readonly text: string
  readonly isMatch: boolean
}

/**
 * Cuts a text at every place where a searched word stands. Accents and case do not matter; the
 * text itself comes back unchanged, piece by piece.
 *
 * @example
 * highlightMatch('José Martín', 'mart') // 'José ', 'Mart' (match), 'ín'
 */
export function highlightMatch(text: string, search: string): TextPart[] {
  const needles = search
    .split(/\s+/)
    .map(folded)
    .filter((word) => word !== '')
  const letters = [...text]
  const marked = letters.map(() => false)
  // One folded letter per letter, so that a place in one is the same place in the other.
  const haystack = letters.map((letter) => folded(letter).slice(0, 1) || letter).join('')
  for (const needle of needles) {
    for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + 1)) {
      marked.fill(true, at, at + needle.length)
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

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
