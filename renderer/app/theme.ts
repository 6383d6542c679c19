import { useSyncExternalStore } from 'react'

/** `system` follows the computer. */
export type Theme = 'system' | 'light' | 'dark'

const storageKey = 'fitflow.theme'
const changed = new EventTarget()

/** The theme chosen on this computer; it is not the studio's, so it stays out of the database. */
export function currentTheme(): Theme {
  const stored = localStorage.getItem(storageKey)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** Shows a theme at once and remembers it. Call it with {@link currentTheme} before the first paint. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(storageKey)
    delete document.documentElement.dataset['theme']
  } else {
    localStorage.setItem(storageKey, theme)
    document.documentElement.dataset['theme'] = theme
  }
  changed.dispatchEvent(new Event('change'))
}

/** The chosen theme, for the switch that shows it. */
export function useTheme(): Theme {
  return useSyncExternalStore((onChange) => {
    changed.addEventListener('change', onChange)
    return () => changed.removeEventListener('change', onChange)
  }, currentTheme)
}
