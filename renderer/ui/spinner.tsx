import type { ReactNode } from 'react'
import { ProgressBar } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './spinner.module.css'

export interface SpinnerProps {
  /** What is being waited for, read aloud. */
  label: string
  size?: 'sm' | 'md'
}

/** A small turning ring for waits of unknown length. Takes the colour of the text around it. */
export function Spinner({ label, size = 'md' }: SpinnerProps): ReactNode {
  return (
    <ProgressBar
      aria-label={label}
      isIndeterminate
      className={classNames(styles.spinner, size === 'sm' && styles.small)}
    >
      <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={styles.ring}>
        <circle cx="12" cy="12" r="9.5" className={styles.track} />
        <path d="M12 2.5a9.5 9.5 0 0 1 9.5 9.5" className={styles.arc} />
      </svg>
    </ProgressBar>
  )
}
