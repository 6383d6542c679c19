import {
  createContext,
  use,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { isLocked } from './locked.ts'
import { isPressOf, wouldType } from './shortcut-keys.ts'

export interface Shortcut {
  /** As written on screen, e.g. `'Ctrl+L'`, `'Alt+↑'`, `'?'`. Several are alternatives. */
  keys: string | readonly string[]
  /** What it does, for the list behind `?`. */
  label: string
  /** Left out: the component itself listens, and this entry only stands in the list. */
  run?: () => void
  /** Works even while a dialog or a menu is open. */
  isGlobal?: boolean
  /** Means something of its own while text is being edited, such as Ctrl+Z. */
  isOffInFields?: boolean
}

export interface ShortcutSection {
  title: string
  shortcuts: readonly Shortcut[]
}

interface Registry {
  register: (id: string, section: ShortcutSection) => void
  unregister: (id: string) => void
  sections: readonly ShortcutSection[]
}

const ShortcutContext = createContext<Registry | null>(null)

/**
 * Listens for the shortcuts that screens have registered and calls the one pressed; the screen
 * that came last wins. One, around the whole app.
 */
export function ShortcutProvider({ children }: { children: ReactNode }): ReactNode {
  const [registered, setRegistered] = useState<ReadonlyMap<string, ShortcutSection>>(new Map())
  const latest = useRef(registered)
  useEffect(() => {
    latest.current = registered
  }, [registered])

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing || isLocked()) return
      const shortcut = [...latest.current.values()]
        .toReversed()
        .flatMap((section) => section.shortcuts)
        .find((candidate) => candidate.run !== undefined && isMeant(candidate, event))
      if (!shortcut?.run) return
      event.preventDefault()
      shortcut.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  const register = useCallback((id: string, section: ShortcutSection) => {
    setRegistered((before) => new Map(before).set(id, section))
  }, [])
  const unregister = useCallback((id: string) => {
    setRegistered((before) => new Map([...before].filter(([key]) => key !== id)))
  }, [])
  const registry = useMemo(
    () => ({ register, unregister, sections: [...registered.values()] }),
    [register, unregister, registered],
  )
  return <ShortcutContext value={registry}>{children}</ShortcutContext>
}

/**
 * Registers a screen's keys while it is shown: they work, and they stand in the list behind `?`.
 * `run` may be a new function on every render; only the keys and words are compared.
 *
 * @example
 * useShortcuts(words.day.keys.section, [
 *   { keys: 'T', label: words.day.keys.today, run: goToToday },
 *   { keys: ['/', 'F2'], label: words.day.keys.find, run: find },
 *   { keys: ['↑', '↓', '←', '→'], label: words.day.keys.arrows }, // the grid listens itself
 * ])
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const id = useId()
  const { register, unregister } = useRegistry()
  const current = useRef(shortcuts)
  useEffect(() => {
    current.current = shortcuts
  })

  const signature = JSON.stringify(
    shortcuts.map(({ keys, label, run, isGlobal }) => [keys, label, !run, isGlobal]),
  )
  useEffect(() => {
    register(id, {
      title,
      shortcuts: current.current.map((shortcut, index) => ({
        ...shortcut,
        // Reached through the ref, so that the newest closure runs.
        ...(shortcut.run && { run: () => current.current[index]?.run?.() }),
      })),
    })
    return () => unregister(id)
  }, [id, title, signature, register, unregister])
}

/** Everything registered now, for the list behind `?`; sections of the same title are one. */
export function useShortcutSections(): readonly ShortcutSection[] {
  const { sections } = useRegistry()
  return useMemo(() => {
    const byTitle = new Map<string, Shortcut[]>()
    for (const { title, shortcuts } of sections) {
      byTitle.set(title, [...(byTitle.get(title) ?? []), ...shortcuts])
    }
    return [...byTitle].map(([title, shortcuts]) => ({ title, shortcuts }))
  }, [sections])
}

function useRegistry(): Registry {
  const registry = use(ShortcutContext)
  if (!registry) throw new Error('Shortcuts need a ShortcutProvider above them')
  return registry
}

function isMeant(shortcut: Shortcut, event: KeyboardEvent): boolean {
  const keys = typeof shortcut.keys === 'string' ? [shortcut.keys] : shortcut.keys
  const pressed = keys.find((key) => isPressOf(key, event))
  if (pressed === undefined) return false
  const target = event.target instanceof Element ? event.target : null
  const isForPage = wouldType(pressed) || shortcut.isOffInFields === true
  if (isForPage && target?.closest('input, textarea, select, [contenteditable="true"]'))
    return false
  if (shortcut.isGlobal === true) return true
  // Behind an open dialog, menu or list nothing may move.
  return !target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')
}
