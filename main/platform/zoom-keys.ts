import type { WebContents } from 'electron'

/** Ctrl (⌘) with +, − and 0 make everything larger, smaller and as it was: there is no menu to do it. */
export function listenForZoom(contents: WebContents): void {
  contents.on('before-input-event', (event, { type, control, meta, alt, key }) => {
    if (type !== 'keyDown' || alt || control === meta) return
    const level = zoomAfter(key, contents.getZoomLevel())
    if (level === null) return
    event.preventDefault()
    contents.setZoomLevel(level)
  })
}

/** Chromium's levels: each is 1.2 times the one below, 0 is 100 %. From 69 % to 207 %. */
const [smallest, largest] = [-2, 4]

/** The zoom level that a key pressed with Ctrl asks for; null when it asks for none. */
export function zoomAfter(key: string, level: number): number | null {
  switch (key) {
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
