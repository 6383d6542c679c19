import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import styles from './data-block.module.css'

/**
 * Data as it was written, to read and to copy.
 *
 * @param props.what what is copied, for the button's name
 */
export function DataBlock({ what, text }: { what: string; text: string }): ReactNode {
  return (
    <div className={styles.block}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled by keyboard too */}
      <pre tabIndex={0} className={styles.text}>
        {text}
      </pre>
      <span className={styles.copy}>
        <CopyButton what={what} text={text} />
      </span>
    </div>
  )
}
