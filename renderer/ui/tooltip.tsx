import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

export interface TooltipProps {
  text: string
  shortcut?: string
  placement?: 'top' | 'bottom' | 'left' | 'right'
  /** One focusable element of plain HTML, such as a `<span tabIndex={0} role="img">`. */
  children: React.ReactElement<React.DOMAttributes<Element>, string>
}

/**
 * Shows a few words on hover and on keyboard focus. Nothing needed to act may live only here.
 * Buttons do not need it: {@link IconButton} has its own.
 *
 * @example
 * <Tooltip text={words.payment.waiting}><span tabIndex={0} role="img" aria-label="…">…</span></Tooltip>
 */
export function Tooltip({ text, shortcut, placement = 'top', children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <Focusable>{children}</Focusable>
      <TooltipBubble text={text} shortcut={shortcut} placement={placement} />
    </TooltipTrigger>
  )
}

/** The bubble alone, for components that bring their own react-aria trigger. */
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
