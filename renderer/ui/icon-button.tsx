import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, TooltipTrigger } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'
import { TooltipBubble } from './tooltip.tsx'

export interface IconButtonProps {
  icon: LucideIcon
  /** The accessible name, and the tooltip: what pressing it does. */
  label: string
  /** Shown in the tooltip. */
  shortcut?: string
  onPress?: () => void
  variant?: 'ghost' | 'outline'
  size?: 'md' | 'lg'
  isDisabled?: boolean
  /** Set it to make the button a toggle; the icon then carries the accent when true. */
  isPressed?: boolean
  tooltipPlacement?: 'top' | 'bottom' | 'left' | 'right'
  className?: string
  ref?: Ref<HTMLButtonElement>
}

/**
 * A square button with only an icon. Its name is read aloud and shown on hover and on focus.
 *
 * @example
 * <IconButton icon={ChevronLeft} label={words.day.previous} shortcut="PgUp" onPress={previous} />
 */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  variant = 'ghost',
  size = 'md',
  isPressed,
  tooltipPlacement = 'bottom',
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <AriaButton
        {...rest}
        aria-label={label}
        data-key={shortcut}
        {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
        className={classNames(
          styles.button,
          styles[variant],
          size === 'lg' && styles.large,
          isPressed === true && styles.on,
          className,
        )}
      >
        <Icon className={styles.icon} aria-hidden />
      </AriaButton>
      <TooltipBubble text={label} shortcut={shortcut} placement={tooltipPlacement} />
    </TooltipTrigger>
  )
}
