import { isFocusSeen } from '../ui/focus-ring.ts'
import type { KeyScene } from './decide-key.ts'

const fields = 'input, textarea, select, [contenteditable="true"]'
/** Checkboxes and the like take Space and arrows, no text. */
const texts = 'input:not([type="checkbox"], [type="radio"], [type="hidden"]), textarea'
const modals = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

/** The panel beside the screen, if one is open. */
export function openPanel(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-panel]')
}

/** Whether something stands in a field of the open panel: also a name that is searched for. */
export function isTypedInPanel(): boolean {
  const typed = [...(openPanel()?.querySelectorAll<HTMLInputElement>(texts) ?? [])]
  return typed.some(({ value }) => value !== '')
}

/** The session in the day that the focus is on, whether it is drawn or not. */
export function focusedSessionId(): string | null {
  const block = document.activeElement?.closest<HTMLElement>('[data-appointment]')
  return block?.dataset['appointment'] ?? null
}

/**
 * What a key pressed now meets. By what has the focus, not by the event: a field that searches a list
 * hands its keys on to the list.
 */
export function readKeyScene(): KeyScene {
  const at = document.activeElement
  const panel = openPanel()
  return { focus: focusAt(at, panel), open: openNow(at, panel) }
}

function focusAt(at: Element | null, panel: HTMLElement | null): KeyScene['focus'] {
  if (at?.closest(fields)) return 'field'
  if (at && panel?.contains(at)) return 'panel'
  if (at?.closest('[data-appointment]')) return isFocusSeen() ? 'session' : 'hidden'
  return 'page'
}

function openNow(at: Element | null, panel: HTMLElement | null): KeyScene['open'] {
  // A list may stand open on a page, such as that of who signs in; a dialog is never beside the point.
  const isModal =
    at?.closest(modals) ||
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')
  if (isModal) return 'modal'
  if (!panel) return 'nothing'
  return panel.querySelector(`form, ${texts}`) ? 'form' : 'panel'
}
