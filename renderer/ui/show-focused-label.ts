/**
 * Brings the label of a checkbox or radio into view whenever it gets the focus. It is drawn by its label,
 * and its input is hidden in there, one pixel high: the browser scrolls to that, if at all.
 */
export function showFocusedLabels(document: Document): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) target.closest('label')?.scrollIntoView({ block: 'nearest' })
  })
}
