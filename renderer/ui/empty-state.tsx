import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

export interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** What will be here, or how to get it. */
  body?: string
  /** A Button. */
  action?: ReactNode
}

/**
 * What stands where there is nothing yet: why, and what to do.
 *
 * @example
 * <EmptyState icon={History} title={words.activity.emptyTitle} body={words.activity.emptyBody} />
 */
export function EmptyState({ icon: Icon, title, body, action }: EmptyStateProps): ReactNode {
  return (
    <div className={styles.empty}>
      <span className={styles.badge}>
        <Icon className={styles.icon} aria-hidden />
      </span>
      <p className={styles.title}>{title}</p>
      {body !== undefined && <p className={styles.body}>{body}</p>}
      {action}
    </div>
  )
}
