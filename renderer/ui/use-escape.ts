import { useEffect, useRef } from 'react'

/** What Esc closes, the topmost last. */
const open: { readonly close: () => void }[] = []

/**
 * Esc closes what was opened last, wherever the focus is: also when it is on the page, or on a button
 * beside what is open. A dialog, a menu or a field that means something else by Esc keeps it.
 *
 * @param close null: nothing to close now
 */
export function useEscape(close: (() => void) | null): void {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })
  const isOn = close !== null
  useEffect(() => {
    if (!isOn) return
    const entry = { close: () => latest.current?.() }
    open.push(entry)
    if (open.length === 1) window.addEventListener('keydown', onKeyDown)
    return () => {
      open.splice(open.indexOf(entry), 1)
      if (open.length === 0) window.removeEventListener('keydown', onKeyDown)
    }
  }, [isOn])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
  const at = event.target instanceof Element ? event.target : null
  if (at?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return
  // Behind the lock screen nothing is closed.
  if (document.documentElement.dataset['locked'] !== undefined) return
  event.preventDefault()
  open.at(-1)?.close()
}
