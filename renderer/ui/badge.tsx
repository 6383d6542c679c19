import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { classNames } from './class-names.ts'

export interface BadgeProps {
  children: ReactNode
  tone?: 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info'
  /** With an icon a state is told apart without its colour. */
  icon?: LucideIcon
}

/**
 * A word about a state: paid, cancelled, demo. Always a word, never a colour alone.
 *
 * @example
 * <Badge tone="success" icon={Check}>{words.payment.paid}</Badge>
 */
export function Badge({ children, tone = 'neutral', icon: Icon }: BadgeProps): ReactNode {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      {Icon && <Icon className={styles.icon} aria-hidden />}
      {children}
    </span>
  )
}
