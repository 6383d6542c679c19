const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta'])

let isSeen = false

/**
 * Notes whether the focus is drawn: it is after a key that moves it, and not after a click. The browser's
 * own `:focus-visible` cannot be asked, because it turns true with the very letter that is to be judged.
 * Answers how to stop.
 */
export function watchFocusRing(): () => void {
  const onPointer = () => {
    isSeen = false
  }
  const onKey = ({ key }: KeyboardEvent) => {
    if (key.length > 1 && !modifiers.has(key)) isSeen = true
  }
  window.addEventListener('pointerdown', onPointer, { capture: true })
  window.addEventListener('keydown', onKey, { capture: true })
  return () => {
    window.removeEventListener('pointerdown', onPointer, { capture: true })
    window.removeEventListener('keydown', onKey, { capture: true })
  }
}

/** Whether whoever looks at the window sees where the focus is. */
export function isFocusSeen(): boolean {
  return isSeen
}
