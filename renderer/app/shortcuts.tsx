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
import { watchFocusRing } from '../ui/focus-ring.ts'
import { decideKey } from './decide-key.ts'
import { isLocked } from './locked.ts'
import { openPanel, readKeyScene } from './read-key-scene.ts'
import { isPressOf } from './shortcut-keys.ts'
import { watchStrayTyping } from './stray-typing.ts'

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
  /**
   * Does something to the session that has the focus in the day. In a panel the same key presses the
   * button that shows it.
   */
  isForFocused?: boolean
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
      const scene = readKeyScene()
      for (const section of [...latest.current.values()].toReversed()) {
        for (const { run, keys, ...shortcut } of section.shortcuts) {
          const key = [keys].flat().find((candidate) => isPressOf(candidate, event))
          if (key === undefined || run === undefined) continue
          const whose = decideKey({ ...shortcut, key }, scene)
          if (whose === 'nobody') continue
          if (whose === 'panel' && !isInPanel(key)) continue
          event.preventDefault()
          if (whose === 'panel') pressInPanel(key)
          else run()
          return
        }
      }
    }
    const stopRing = watchFocusRing()
    window.addEventListener('keydown', onKeyDown)
    // After it: a letter that was a command is not astray.
    const stopStray = watchStrayTyping()
    return () => {
      stopRing()
      stopStray()
      window.removeEventListener('keydown', onKeyDown)
    }
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

/**
 * Does what a shortcut does, for whoever chose it by name: in a panel by its button there.
 *
 * @param run what the screen registered for it
 */
export function runShortcut({ keys, isForFocused }: Shortcut, run: () => void): void {
  const [key = ''] = [keys].flat()
  if (isForFocused === true && isInPanel(key)) pressInPanel(key)
  else run()
}

/** Whether the open panel has a button for a key, or may have one once it was read. */
function isInPanel(key: string): boolean {
  return buttonInPanel(key) !== undefined || isPanelBusy()
}

/** Presses the panel's button for a key; in a panel that is still being read, as soon as it is there. */
function pressInPanel(key: string, framesLeft = 120): void {
  const button = buttonInPanel(key)
  if (button) button.click()
  else if (framesLeft > 0 && isPanelBusy())
    requestAnimationFrame(() => pressInPanel(key, framesLeft - 1))
}

function isPanelBusy(): boolean {
  return (openPanel()?.querySelectorAll('[aria-busy="true"]').length ?? 0) > 0
}

/** The button of the open panel that shows this key: it is pressed as if by hand, or stays grey. */
function buttonInPanel(key: string): HTMLElement | undefined {
  const buttons = openPanel()?.querySelectorAll<HTMLElement>('[data-key]:not(:disabled)') ?? []
  return [...buttons].find((button) => button.dataset['key'] === key)
}
