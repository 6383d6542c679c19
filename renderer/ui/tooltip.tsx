import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip } from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

/**
 * A few words beside a control, on hover and on keyboard focus. Goes inside a `TooltipTrigger`.
 * Nothing needed to act may live only here.
 *
 * @example
 * <TooltipTrigger><Button …/><TooltipBubble text={label} placement="bottom" /></TooltipTrigger>
 */
export function TooltipBubble({
  text,
  shortcut,
  placement,
}: {
  text: string
  shortcut?: string | undefined
  placement: 'top' | 'bottom' | 'left' | 'right'
}): ReactNode {
  return (
    <AriaTooltip placement={placement} offset={6} className={styles.bubble ?? ''}>
      {text}
      {shortcut !== undefined && <Kbd keys={shortcut} tone="onInverse" />}
    </AriaTooltip>
  )
}
