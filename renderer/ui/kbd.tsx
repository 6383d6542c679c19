import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { keyCap } from './key-cap.ts'
import styles from './kbd.module.css'

export interface KbdProps {
  /** Keys joined by `+`, e.g. `'Ctrl+Shift+Z'`. */
  keys: string
  tone?: 'plain' | 'onButton' | 'onInverse'
}

/**
 * Draws a shortcut as little key caps, with the signs that stand on the keys of a Mac where it is one.
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
          {keyCap(part)}
        </kbd>
      ))}
    </kbd>
  )
}
