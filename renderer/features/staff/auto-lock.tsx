import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { words } from '../../../shared/words/index.ts'
import styles from './auto-lock.module.css'
import { useAutoLock } from './use-auto-lock.ts'

/** Locks the untouched window, and says so in the last seconds, over whatever is open. */
export function AutoLock({ onLock }: { onLock: () => void }): ReactNode {
  const secondsLeft = useAutoLock(onLock)
  if (secondsLeft === null) return null
  // In the body, because an open dialog hides what is in the app from screen readers.
  return createPortal(
    <div role="alert" data-react-aria-top-layer className={styles.warning}>
      <Lock className={styles.icon} aria-hidden />
      <span>
        {/* Read aloud once, not every second. */}
        <strong aria-hidden>{words.staff.lockWarning(secondsLeft)}</strong>
        <span className={styles.hidden}>{words.staff.lockSoon}</span> {words.staff.lockWarningBody}
      </span>
    </div>,
    document.body,
  )
}
