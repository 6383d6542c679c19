import { useId, type ReactNode } from 'react'
import styles from './profile-section.module.css'

export interface ProfileSectionProps {
  title: string
  /** Buttons right of the title. */
  actions?: ReactNode
  children: ReactNode
}

/**
 * A part of a client's profile, under its own heading.
 *
 * @example
 * <ProfileSection title={words.packages.title} actions={<Button …/>}>…</ProfileSection>
 */
export function ProfileSection({ title, actions, children }: ProfileSectionProps): ReactNode {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.section}>
      <header className={styles.header}>
        <h3 id={id} className={styles.title}>
          {title}
        </h3>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  )
}
