/** What is typed into; not what only searches, nor what holds a PIN. */
const typed =
  'input:not([type="checkbox"], [type="radio"], [type="search"], [type="password"], [role="combobox"]), textarea'

/** What a field held when it first had the focus. */
const before = new WeakMap<Element, string>()

/** Notes what each field held before it was typed into. Answers how to stop. */
export function watchInput(): () => void {
  const note = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
    if (!before.has(target)) before.set(target, target.value)
  }
  document.addEventListener('focusin', note)
  return () => document.removeEventListener('focusin', note)
}

/**
 * Whether something was typed here that nobody has sent: a field holds something else than when it was
 * first gone to, or a part says so itself with `data-unsaved`, such as the fields of a new client.
 */
export function hasUnsavedInput(root: Element | null): boolean {
  if (!root) return false
  if (root.querySelector('[data-unsaved]')) return true
  return [...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(typed)].some(
    (field) => !field.disabled && before.has(field) && before.get(field) !== field.value,
  )
}
