import { useEffect } from 'react'
import { isFocusSeen } from './focus-ring.ts'

/** What Tab stops at, and what is one stop of several. */
const stops =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]'
/** Parts that can have the focus without anything in them being pressed by it. */
const parts = '[data-panel], [role="dialog"], [role="alertdialog"], section[tabindex], main'

/**
 * Keeps the focus on something when what had it goes away, or can no longer be pressed: on what stands
 * in its place, or on where it was before a dialog or a notice took it. Whoever works without a mouse
 * would otherwise begin again at the top of the window, and Esc would close nothing. After a click it is
 * the part around it instead, so that no button has the focus unseen and is pressed by a Space.
 *
 * Once, around everything.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** What has it or had it last; and the same, without what lies over the page. */
    let last: HTMLElement | null = null
    let onPage: HTMLElement | null = null

    function onFocusIn({ target }: FocusEvent): void {
      if (!(target instanceof HTMLElement)) return
      last = target
      if (target.closest('#root')) onPage = target
    }

    /**
     * A click on nothing leaves it nowhere, as everywhere. What lies over the page makes it inert, which
     * takes the focus from it too: nobody clicked, and it goes back there when the page is free again.
     */
    function onFocusOut({ target, relatedTarget }: FocusEvent): void {
      if (relatedTarget !== null || !(target instanceof HTMLElement) || !document.hasFocus()) return
      queueMicrotask(() => {
        if (last !== target || !canHold(target)) return
        last = null
        if (onPage && canHold(onPage)) onPage = null
      })
    }

    /** @param tries while a dialog goes, the page under it may not be able to have the focus yet */
    function settle(tries: number): void {
      if (!isLost()) return
      for (const next of [last, onPage, document.querySelector<HTMLElement>('main')]) {
        if (next && canHold(next)) next.focus({ preventScroll: true })
        if (!isLost()) return
      }
      if (tries > 1) requestAnimationFrame(() => settle(tries - 1))
    }

    const changes = new MutationObserver((records) => {
      for (const record of records) {
        const at: HTMLElement | null = last
        if (at && isTakenFrom(record, at)) last = standIn(record, at)
        if (onPage === at) onPage = last
        else if (onPage && isTakenFrom(record, onPage)) onPage = standIn(record, onPage)
      }
      // Whoever took it away may have a better place for it: a panel that closes, a dialog, the day's
      // grid, a button that is to have it. They say so within a frame.
      if (isLost()) requestAnimationFrame(() => requestAnimationFrame(() => settle(20)))
    })
    changes.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['disabled', 'hidden'],
    })
    document.addEventListener('focusin', onFocusIn)
    document.addEventListener('focusout', onFocusOut)
    return () => {
      changes.disconnect()
      document.removeEventListener('focusin', onFocusIn)
      document.removeEventListener('focusout', onFocusOut)
    }
  }, [])
}

/** Whether the focus is nowhere; somebody who clicked on nothing has it there on purpose. */
function isLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || !canHold(activeElement)
}

function canHold(element: Element): boolean {
  return (
    element.isConnected && !element.matches(':disabled, [inert], [inert] *') && isVisible(element)
  )
}

function isVisible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true })
}

function isTakenFrom(
  { type, target, removedNodes }: MutationRecord,
  element: HTMLElement,
): boolean {
  if (type === 'attributes') return target.contains(element) && !canHold(element)
  return !element.isConnected && [...removedNodes].some((node) => node.contains(element))
}

/** What takes its place. */
function standIn(record: MutationRecord, element: HTMLElement): HTMLElement | null {
  // What lies over the page has no place in it.
  if (record.target === document.body) return null
  const from = record.type === 'attributes' ? element : record.target
  const around = from instanceof Element ? from.closest<HTMLElement>(parts) : null
  if (!isFocusSeen() || from === around) return around
  const next = record.type === 'attributes' ? nextTo(element, around) : inPlaceOf(record)
  return next ?? around
}

/** The first stop behind what was removed, else the last one before it, else the nearest around it. */
function inPlaceOf({
  target,
  nextSibling,
  previousSibling,
}: MutationRecord): HTMLElement | undefined {
  for (let node = nextSibling; node; node = node.nextSibling) {
    const [first] = stopsIn(node)
    if (first?.isConnected) return first
  }
  for (let node = previousSibling; node; node = node.previousSibling) {
    const last = stopsIn(node).at(-1)
    if (last?.isConnected) return last
  }
  for (let node: Node | null = target; node; node = node.parentNode) {
    const [first] = stopsIn(node)
    if (first) return first
    if (node instanceof Element && node.matches(parts)) return undefined
  }
  return undefined
}

/** The first stop behind an element, else the last one before it. */
function nextTo(element: HTMLElement, around: HTMLElement | null): HTMLElement | undefined {
  const all = around ? stopsIn(around) : []
  const isBehind = (other: HTMLElement): boolean =>
    (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  return all.find(isBehind) ?? all.at(-1)
}

function stopsIn(node: Node): HTMLElement[] {
  if (!(node instanceof HTMLElement)) return []
  const inside = [...node.querySelectorAll<HTMLElement>(stops)]
  return (node.matches(stops) ? [node, ...inside] : inside).filter(isVisible)
}
