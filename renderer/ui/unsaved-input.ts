type Field = HTMLInputElement | HTMLTextAreaElement

/** What is typed into; not what only searches, nor what holds a PIN. */
const typed =
  'input:not([type="checkbox"], [type="radio"], [type="search"], [type="password"]), textarea'
/** Who is looked for in a panel is looked for anew by a key; in a dialog it is the first step of a form. */
const onlyFinds = '[data-panel] [data-finds]'

/** What a field held when it first had the focus. */
const before = new WeakMap<Element, string>()
/** What somebody typed into: a list's field is also filled in by a click elsewhere. */
const typedInto = new WeakSet<Element>()

/** Notes what each field held before it was typed into. Answers how to stop. */
export function watchInput(): () => void {
  const note = ({ target }: Event) => {
    if (!isField(target)) return
    if (!before.has(target)) before.set(target, target.value)
  }
  const noteTyping = ({ target }: Event) => {
    if (isField(target)) typedInto.add(target)
  }
  document.addEventListener('focusin', note)
  document.addEventListener('input', noteTyping, { capture: true })
  return () => {
    document.removeEventListener('focusin', note)
    document.removeEventListener('input', noteTyping, { capture: true })
  }
}

function isField(target: EventTarget | null): target is Field {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}

/**
 * Whether something was typed here that nobody has sent: a field holds something else than when it was
 * first gone to, or a part says so itself with `data-unsaved`, such as the fields of a new client.
 */
export function hasUnsavedInput(root: Element | null): boolean {
  if (!root) return false
  if (root.querySelector('[data-unsaved]')) return true
  return [...root.querySelectorAll<Field>(typed)].some(
    (field) =>
      !field.disabled &&
      before.has(field) &&
      before.get(field) !== field.value &&
      (field.role !== 'combobox' || (typedInto.has(field) && !field.matches(onlyFinds))),
  )
}
