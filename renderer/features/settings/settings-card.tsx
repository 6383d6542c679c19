import { useId, type ReactNode } from 'react'
import styles from './settings-card.module.css'

export interface SettingsCardProps {
  /** Left out where the page's own heading says it. */
  title?: string
  /** One quiet sentence under the title. */
  hint?: ReactNode
  /** At the right of the title, e.g. a button that adds one. */
  action?: ReactNode
  children: ReactNode
}

/**
 * A group of settings in a frame, as every page of the settings uses it.
 *
 * @example
 * <SettingsCard title={words.rooms.title} action={<Button onPress={add}>…</Button>}>…</SettingsCard>
 */
export function SettingsCard({ title, hint, action, children }: SettingsCardProps): ReactNode {
  const id = useId()
  return (
    <section {...(title !== undefined && { 'aria-labelledby': id })} className={styles.card}>
      {title !== undefined && (
        <header className={styles.header}>
          <div className={styles.titles}>
            <h3 id={id} className={styles.title}>
              {title}
            </h3>
            {hint !== undefined && <p className={styles.hint}>{hint}</p>}
          </div>
          {action}
        </header>
      )}
      <div className={styles.body}>{children}</div>
    </section>
  )
}
