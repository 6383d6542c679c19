import type { ReactElement, ReactNode, RefObject } from 'react'
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components'
import { classNames } from './class-names.ts'
import listStyles from './list-box.module.css'
import styles from './popover.module.css'

export interface PopoverProps {
  /** Read aloud when it opens. */
  label: string
  children: ReactNode
  /** The Button or IconButton that opens it. Left out: anchor it with `anchor` and control `isOpen`. */
  trigger?: ReactElement
  anchor?: RefObject<Element | null>
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  placement?:
    | 'bottom'
    | 'bottom start'
    | 'bottom end'
    | 'top'
    | 'right'
    | 'right top'
    | 'left'
    | 'left top'
}

/**
 * A small floating surface beside what opened it. Esc or a click outside closes it and focus returns.
 *
 * @example
 * <Popover label={words.day.goTo} trigger={<Button>{date}</Button>}><Calendar … /></Popover>
 */
export function Popover({
  label,
  children,
  trigger,
  anchor,
  isOpen,
  onOpenChange,
  placement = 'bottom start',
}: PopoverProps): ReactNode {
  const control = {
    ...(isOpen !== undefined && { isOpen }),
    ...(onOpenChange && { onOpenChange }),
  }
  const bubble = (
    <AriaPopover
      {...(trigger ? {} : control)}
      {...(anchor && { triggerRef: anchor })}
      placement={placement}
      offset={4}
      className={classNames(listStyles.popover, styles.bubble)}
    >
      <Dialog aria-label={label} className={styles.dialog ?? ''}>
        {children}
      </Dialog>
    </AriaPopover>
  )
  if (!trigger) return bubble
  return (
    <DialogTrigger {...control}>
      {trigger}
      {bubble}
    </DialogTrigger>
  )
}
