const quote = 34
const comma = 44
const backslash = 92
const openers = new Set([91, 123])
const closers = new Set([93, 125])

/**
 * Whether the JSON array in a text has more than so many items, without making anything of it. Of text
 * that is no JSON it says anything: whoever parses it will find out.
 */
export function hasMoreItems(text: string, most: number): boolean {
  let depth = 0
  let commas = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === quote) at = endOfString(text, at)
    else if (openers.has(sign)) depth += 1
    else if (closers.has(sign)) depth -= 1
    else if (sign === comma && depth === 1) {
      commas += 1
      if (commas >= most) return true
    }
  }
  return false
}

/** Where the string that begins at `from` ends. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text.charCodeAt(before) === backslash) before -= 1
  return (at - before) % 2 === 0
}
