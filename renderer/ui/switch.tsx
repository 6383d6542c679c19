import type { ReactNode } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './switch.module.css'

export interface SwitchProps {
  children: ReactNode
  isSelected: boolean
  onChange: (isSelected: boolean) => void
  isDisabled?: boolean
  className?: string
}

/**
 * A yes or no that acts at once, such as showing cancelled appointments.
 *
 * @example
 * <Switch isSelected={showAll} onChange={setShowAll}>{words.activity.showAll}</Switch>
 */
export function Switch({ children, className, ...rest }: SwitchProps): ReactNode {
  return (
    <AriaSwitch {...rest} className={classNames(styles.switch, className)}>
      <span className={styles.track}>
        <span className={styles.thumb} />
      </span>
      {children}
    </AriaSwitch>
  )
}
