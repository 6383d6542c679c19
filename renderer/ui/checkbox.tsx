import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import styles from './checkbox.module.css'
import { classNames } from './class-names.ts'

export interface CheckboxProps {
  /** What is agreed to, as a sentence. */
  children: ReactNode
  description?: ReactNode
  isSelected: boolean
  onChange: (isSelected: boolean) => void
  isDisabled?: boolean
  className?: string
}

/**
 * A yes or no that takes effect with the form around it.
 *
 * @example
 * <Checkbox isSelected={refund} onChange={setRefund}>{words.booking.refundNow('€45.00')}</Checkbox>
 */
export function Checkbox({ children, description, className, ...rest }: CheckboxProps): ReactNode {
  return (
    <AriaCheckbox {...rest} className={classNames(styles.checkbox, className)}>
      <span className={styles.box}>
        <Check className={styles.mark} aria-hidden />
      </span>
      <span className={styles.text}>
        <span>{children}</span>
        {description !== undefined && <span className={styles.description}>{description}</span>}
      </span>
    </AriaCheckbox>
  )
}
