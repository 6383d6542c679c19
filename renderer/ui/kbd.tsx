import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './kbd.module.css'

export interface KbdProps {
  /** Keys joined by `+`, e.g. `'Ctrl+Alt+↑'`. */
  keys: string
  tone?: 'plain' | 'onButton' | 'onInverse'
}

/**
 * Draws a shortcut as little key caps.
 *
 * @example
 * <Kbd keys="Ctrl+L" />
 */
export function Kbd({ keys, tone = 'plain' }: KbdProps): ReactNode {
  // 'Ctrl++' is Ctrl and the plus key: an empty part stands for the plus itself.
  const parts = keys.split(/\+(?!$)/)
  return (
    <kbd className={classNames(styles.group, styles[tone])}>
      {parts.map((part) => (
        <kbd key={part} className={styles.key}>
          {part}
        </kbd>
      ))}
    </kbd>
  )
}
