import type { ReactNode } from 'react'
import styles from './step-heading.module.css'

/** The question a page of the form asks. */
export function StepHeading({ title, lead }: { title: string; lead: string }): ReactNode {
  return (
    <div className={styles.heading}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.lead}>{lead}</p>
    </div>
  )
}
