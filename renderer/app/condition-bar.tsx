import { TriangleAlert, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { Notice } from '../../shared/studio.ts'
import { words } from '../../shared/words/index.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { useQueryOf } from './api.ts'
import styles from './condition-bar.module.css'

/**
 * Says over every screen, also the locked one, why nothing is accepted any more, and what FitFlow has
 * to say about the studio’s file. What is typed below stays where it is. A notice is put away once
 * and for all on this computer, until it says something else.
 */
export function ConditionBar(): ReactNode {
  const condition = useQueryOf('studio.condition', {})
  const [, setPutAway] = useState(0)
  const trouble = condition.data?.trouble ?? null
  const notices = (condition.data?.notices ?? []).filter((notice) => !isPutAway(notice))
  if (!trouble && notices.length === 0) return null
  return createPortal(
    // As the lock screen: in the body, and reachable beside an open dialog.
    <div data-lock-screen data-react-aria-top-layer="true" className={styles.bar}>
      {trouble && (
        <div role="alert" className={classNames(styles.entry, styles.trouble)}>
          <Words {...trouble} />
        </div>
      )}
      {!trouble &&
        notices.map((notice) => (
          <div key={notice.code} role="status" className={styles.entry}>
            <Words {...notice} />
            {!notice.isPassing && (
              <IconButton
                icon={X}
                label={words.shell.putAway}
                onPress={() => {
                  localStorage.setItem(keyOf(notice), notice.message)
                  setPutAway((count) => count + 1)
                }}
              />
            )}
          </div>
        ))}
    </div>,
    document.body,
  )
}

function Words({ message, nextStep }: { message: string; nextStep: string }): ReactNode {
  return (
    <>
      <TriangleAlert className={styles.icon} aria-hidden />
      <div className={styles.words}>
        <p className={styles.message}>{message}</p>
        <p>{nextStep}</p>
      </div>
    </>
  )
}

function keyOf({ code }: Notice): string {
  return `fitflow.notice.${code}`
}

function isPutAway(notice: Notice): boolean {
  return localStorage.getItem(keyOf(notice)) === notice.message
}
