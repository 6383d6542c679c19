import { useLayoutEffect, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import styles from './lock-screen.module.css'

/**
 * Lies over everything while nobody is signed in: the rest of the page is not drawn, cannot be
 * reached, and no shortcut of it works. When it goes, the focus returns to where it was.
 */
export function LockScreen({ children }: { children: ReactNode }): ReactNode {
  // Asked before the first field of the screen takes the focus.
  const [before] = useState(() => document.activeElement)
  useLayoutEffect(() => {
    document.documentElement.dataset['locked'] = ''
    return () => {
      delete document.documentElement.dataset['locked']
      if (before instanceof HTMLElement && before.isConnected && before !== document.body)
        before.focus({ preventScroll: true })
    }
  }, [before])
  return createPortal(
    // In the body, and of the top layer: an open dialog makes all else inert and keeps the focus.
    <div data-lock-screen data-react-aria-top-layer="true" className={styles.lock}>
      {children}
    </div>,
    document.body,
  )
}
