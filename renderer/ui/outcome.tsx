import { CircleAlert, CircleCheck, CircleSlash, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './outcome.module.css'

/** `plain`: it was given up. */
export type OutcomeTone = 'good' | 'bad' | 'plain'

const icons = {
  good: CircleCheck,
  bad: CircleAlert,
  plain: CircleSlash,
} satisfies Record<OutcomeTone, LucideIcon>

/**
 * How a long piece of work ended; screen readers say it when it appears.
 *
 * @example
 * <Outcome tone="good" title={words.backups.saved} lines={[words.backups.savedBody]} />
 */
export function Outcome({
  tone,
  title,
  lines,
  children,
}: {
  tone: OutcomeTone
  title: string
  lines: readonly string[]
  children?: ReactNode
}): ReactNode {
  const Icon = icons[tone]
  return (
    <div role="status" className={classNames(styles.outcome, styles[tone])}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {children}
      </div>
    </div>
  )
}
