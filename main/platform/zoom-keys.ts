import type { Input, WebContents } from 'electron'

/** Ctrl (⌘) with +, − and 0 make everything larger, smaller and as it was: there is no menu to do it. */
export function listenForZoom(contents: WebContents): void {
  contents.on('before-input-event', (event, input) => {
    const { type, control, meta, alt } = input
    if (type !== 'keyDown' || alt || control === meta) return
    const level = zoomAfter(input, contents.getZoomLevel())
    if (level === null) return
    event.preventDefault()
    contents.setZoomLevel(level)
  })
}

/** Chromium's levels: each is 1.2 times the one below, 0 is 100 %. From 69 % to 207 %. */
const [smallest, largest] = [-2, 4]

/**
 * The zoom level that a key pressed with Ctrl asks for; null when it asks for none. Keys of the row of
 * digits are digits, whatever the layout writes by them: they show the screens. Where another layout has
 * no such sign the place of + and − counts.
 */
export function zoomAfter(
  { key, code, shift }: Pick<Input, 'key' | 'code' | 'shift'>,
  level: number,
): number | null {
  const digit = /^Digit([0-9])$/.exec(code)?.[1]
  if (digit !== undefined && !shift) return digit === '0' ? 0 : null
  return zoomBy(key, level) ?? zoomBy({ Minus: '-', Equal: '+' }[code] ?? '', level)
}

function zoomBy(sign: string, level: number): number | null {
  switch (sign) {
    case '+':
    case '=':
      return Math.min(largest, level + 1)
    case '-':
    case '_':
      return Math.max(smallest, level - 1)
    case '0':
      return 0
    default:
      return null
  }
}
