import { isMac } from '../ui/is-mac.ts'
import { digitOf, letterOf, type PressedKey } from '../ui/pressed-key.ts'

/** The parts of a keyboard event that decide; a plain object in tests. */
export interface KeyPress extends PressedKey {
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** How keys are written on screen, and what the browser calls them. */
const browserNames: Readonly<Record<string, string>> = {
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  PgUp: 'PageUp',
  PgDn: 'PageDown',
  Esc: 'Escape',
  Space: ' ',
}

/**
 * Whether a key press is the shortcut, as the shortcut is written on screen: modifiers in any
 * order, then one key, joined by `+`. `Ctrl` is Command on a Mac. Shift counts for letters and
 * named keys; for signs such as `?`, and for digits where the layout has them behind it, it is only how
 * they are reached. Letters and digits are taken by their place where the layout has no such.
 *
 * @example
 * isPressOf('Ctrl+L', event)
 * isPressOf('Alt+↑', event)
 * isPressOf('?', event)
 */
export function isPressOf(shortcut: string, press: KeyPress, onMac = isMac): boolean {
  const parts = shortcut.split(/\+(?!$)/)
  const written = parts.at(-1) ?? ''
  const key = browserNames[written] ?? written
  const isDigit = /^[0-9]$/.test(key)
  const isSign = key.length === 1 && !/[a-z0-9 ]/i.test(key)
  const [main, other] = onMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  return (
    (isDigit ? digitOf(press) === key : letterOf(press) === key.toLowerCase()) &&
    main === parts.includes('Ctrl') &&
    !other &&
    // Some layouts reach signs with AltGr, which the browser reports as Alt.
    (isSign || press.altKey === parts.includes('Alt')) &&
    (isSign || isDigit || press.shiftKey === parts.includes('Shift'))
  )
}

/**
 * Whether a shortcut would also type something: it has no Ctrl or Alt and is one character.
 * Those are off while a field has the focus.
 *
 * @example
 * wouldType('T')      // true
 * wouldType('Ctrl+L') // false
 */
export function wouldType(shortcut: string): boolean {
  const parts = shortcut.split(/\+(?!$)/)
  return !parts.includes('Ctrl') && !parts.includes('Alt') && (parts.at(-1) ?? '').length === 1
}
