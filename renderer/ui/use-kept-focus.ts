import { useEffect, type RefObject } from 'react'

/** What Tab stops at. */
const stops =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/**
 * Keeps the focus in a part of a screen when what had it goes away or can no longer be pressed: it
 * goes on to what stands in its place, also behind a dialog that was opened from there. Whoever works
 * without a mouse would otherwise begin again at the top of the window.
 *
 * @example
 * const list = useRef<HTMLDivElement>(null)
 * useKeptFocus(list)
 */
export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = part.current
    if (!root) return
    let holder: HTMLElement | null = null
    let isLost = false

    function onFocusIn({ target }: FocusEvent): void {
      if (!(target instanceof HTMLElement)) return
      if (root!.contains(target)) {
        holder = target
        isLost = false
      } else if (target.closest('#root')) {
        // Elsewhere on the page; not in what lies over it and will be closed again.
        holder = null
      }
    }

    function settle(): void {
      const { activeElement } = document
      const isHeld =
        activeElement !== document.body && activeElement?.matches(':disabled') === false
      if (isLost && !isHeld) holder?.focus()
    }

    const changes = new MutationObserver((records) => {
      for (const record of records) {
        if (!holder) return
        const hasGone = !holder.isConnected && holds(record.removedNodes, holder)
        if (!hasGone && !(record.target === holder && holder.matches(':disabled'))) continue
        holder = (hasGone ? inPlaceOf(record, root) : nextTo(holder, root)) ?? root
        isLost = true
      }
      settle()
    })
    changes.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] })
    // Dialogs are children of the body. A frame later they have given the focus back, if they could.
    const overlays = new MutationObserver(() => requestAnimationFrame(settle))
    overlays.observe(document.body, { childList: true })
    document.addEventListener('focusin', onFocusIn)
    return () => {
      changes.disconnect()
      overlays.disconnect()
      document.removeEventListener('focusin', onFocusIn)
    }
  }, [part])
}

function holds(nodes: NodeList, element: Node): boolean {
  return [...nodes].some((node) => node.contains(element))
}

/** The first stop behind what was removed, else the last one before it, else the nearest around it. */
function inPlaceOf(
  { target, nextSibling, previousSibling }: MutationRecord,
  root: HTMLElement,
): HTMLElement | undefined {
  for (let node = nextSibling; node; node = node.nextSibling) {
    const [first] = stopsIn(node)
    if (first?.isConnected) return first
  }
  for (let node = previousSibling; node; node = node.previousSibling) {
    const last = stopsIn(node).at(-1)
    if (last?.isConnected) return last
  }
  for (let node: Node | null = target; node && root.contains(node); node = node.parentNode) {
    const [first] = stopsIn(node)
    if (first) return first
  }
  return undefined
}

/** The first stop behind an element, else the last one before it. */
function nextTo(element: HTMLElement, root: HTMLElement): HTMLElement | undefined {
  const all = stopsIn(root)
  const isBehind = (other: HTMLElement): boolean =>
    (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  return all.find(isBehind) ?? all.at(-1)
}

function stopsIn(node: Node): HTMLElement[] {
  if (!(node instanceof HTMLElement)) return []
  const inside = [...node.querySelectorAll<HTMLElement>(stops)]
  return node.matches(stops) ? [node, ...inside] : inside
}
