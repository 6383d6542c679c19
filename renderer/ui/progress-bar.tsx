import type { ReactNode } from 'react'
import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './progress-bar.module.css'

export interface ProgressBarProps {
  label: string
  /** 0 to 1; null while the length is unknown. */
  value: number | null
  /** What is being done right now. */
  detail?: string
}

/**
 * How far a long piece of work has come.
 *
 * @example
 * <ProgressBar label={words.welcome.makingDemo} value={done / total} detail={step} />
 */
export function ProgressBar({ label, value, detail }: ProgressBarProps): ReactNode {
  return (
    <AriaProgressBar
      value={value === null ? 0 : value * 100}
      isIndeterminate={value === null}
      className={styles.progress ?? ''}
    >
      {({ percentage, valueText }) => (
        <>
          <div className={styles.top}>
            <Label className={styles.label}>{label}</Label>
            {value !== null && <span className={styles.value}>{valueText}</span>}
          </div>
          <div className={styles.track}>
            <div
              className={classNames(styles.fill, value === null && styles.unknown)}
              style={value === null ? {} : { width: `${percentage ?? 0}%` }}
            />
          </div>
          {detail !== undefined && <p className={styles.detail}>{detail}</p>}
        </>
      )}
    </AriaProgressBar>
  )
}
