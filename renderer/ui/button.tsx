import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'

export interface ButtonProps {
  children: ReactNode
  /** `primary` once per view; `danger` only for what cannot simply be done again. */
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger'
  size?: 'md' | 'lg'
  icon?: LucideIcon
  iconEnd?: LucideIcon
  onPress?: () => void
  /** Closes the dialog it is in, as its × does. */
  closes?: boolean
  type?: 'button' | 'submit'
  /** The id of the form it submits, for a button in a footer outside the form. */
  form?: string
  /** While true a press does nothing, so a double click is one command. Keeps focus and width. */
  isPending?: boolean
  isDisabled?: boolean
  /**
   * A shortcut shown inside the button, e.g. `'Ctrl+L'`. Registering it is the caller's; in a panel a
   * single letter presses the button that shows it.
   */
  shortcut?: string
  isFullWidth?: boolean
  autoFocus?: boolean
  'aria-label'?: string
  'aria-describedby'?: string
  className?: string
  ref?: Ref<HTMLButtonElement>
}

/**
 * A button with a word on it.
 *
 * @example
 * <Button variant="primary" isPending={book.isPending} onPress={submit}>{words.booking.confirm}</Button>
 */
export function Button({
  children,
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  iconEnd: IconEnd,
  shortcut,
  isFullWidth = false,
  isPending = false,
  closes = false,
  className,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      {...(closes && { slot: 'close' })}
      isPending={isPending}
      data-key={shortcut}
      className={classNames(
        styles.button,
        styles[variant],
        size === 'lg' && styles.large,
        isFullWidth && styles.fullWidth,
        className,
      )}
    >
      <span className={styles.content}>
        {Icon && <Icon className={styles.icon} aria-hidden />}
        <span className={styles.label}>{children}</span>
        {IconEnd && <IconEnd className={styles.icon} aria-hidden />}
        {shortcut !== undefined && <Kbd keys={shortcut} tone="onButton" />}
      </span>
      {isPending && (
        <span className={styles.pending}>
          <Spinner label={words.ui.working} size="sm" />
        </span>
      )}
    </AriaButton>
  )
}
