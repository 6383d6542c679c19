import { isLocked } from './locked.ts'

/** What finds a choice by its first letters, or is typed into. */
const takesLetters =
  'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"], [role="grid"], [role="tablist"], [aria-haspopup="listbox"]'

/** How long after a letter Space and Enter are still part of what is being typed. Milliseconds. */
const restMs = 3_000

/**
 * Keeps a name that is typed where nothing takes it from pressing what happens to have the focus: after
 * a letter that was nobody's, Space and Enter do nothing until another key or the mouse says where one
 * is. Else "Max Planck", typed without looking, would press the button that books somebody else.
 * Answers how to stop.
 */
export function watchStrayTyping(): () => void {
  let lastLetter = Number.NEGATIVE_INFINITY

  const isText = (event: KeyboardEvent) =>
    event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  const isTaken = ({ target }: Event) =>
    target instanceof Element && target.closest(takesLetters) !== null

  /** Runs first: the press must not reach what has the focus. */
  function hold(event: KeyboardEvent): void {
    const isPress = event.key === ' ' || event.key === 'Enter'
    if (isPress && !isTaken(event) && event.timeStamp - lastLetter < restMs) {
      event.preventDefault()
      event.stopImmediatePropagation()
      lastLetter = event.timeStamp
    } else if (!isText(event) && event.key !== 'Shift') {
      lastLetter = Number.NEGATIVE_INFINITY
    }
  }

  /** Runs last: a letter that somebody took is not astray. */
  function note(event: KeyboardEvent): void {
    if (event.key === ' ' || event.defaultPrevented || event.isComposing || isLocked()) return
    if (isText(event) && !isTaken(event)) lastLetter = event.timeStamp
  }

  const forget = () => {
    lastLetter = Number.NEGATIVE_INFINITY
  }
  window.addEventListener('keydown', hold, { capture: true })
  window.addEventListener('keydown', note)
  window.addEventListener('pointerdown', forget, { capture: true })
  return () => {
    window.removeEventListener('keydown', hold, { capture: true })
    window.removeEventListener('keydown', note)
    window.removeEventListener('pointerdown', forget, { capture: true })
  }
}
