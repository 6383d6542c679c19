import { ArrowRight, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { classNames } from '../../ui/class-names.ts'
import styles from './welcome-choice.module.css'

/** One of the ways to go on, as a card. */
export function Choice({
  icon: Icon,
  title,
  body,
  isMain = false,
  isDisabled = false,
  onPress,
}: {
  icon: LucideIcon
  title: string
  body: string
  isMain?: boolean
  isDisabled?: boolean
  onPress: () => void
}): ReactNode {
  return (
    <Button
      isDisabled={isDisabled}
      onPress={onPress}
      className={classNames(styles.choice, isMain && styles.main)}
    >
      <span className={styles.badge}>
        <Icon className={styles.icon} aria-hidden />
      </span>
      <span className={styles.choiceTitle}>
        {title}
        <ArrowRight className={styles.arrow} aria-hidden />
      </span>
      <span className={styles.choiceBody}>{body}</span>
    </Button>
  )
}
