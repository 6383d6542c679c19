import { useId, type ReactNode } from 'react'
import styles from './side-section.module.css'

/** A part of the column beside the messages, under its own heading. */
export function SideSection({
  title,
  children,
}: {
  title: string
  children: ReactNode
}): ReactNode {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  )
}
