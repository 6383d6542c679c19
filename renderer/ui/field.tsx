import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { FieldError as AriaFieldError, Label, Text } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import styles from './field.module.css'

/** What every form field takes, so that forms read the same everywhere. */
export interface FieldBasics {
  label: string
  /** Keeps the label for screen readers but does not draw it. */
  isLabelHidden?: boolean
  /** A short help line under the field. */
  description?: ReactNode
  /** Why the value was refused. The field keeps what was typed. */
  error?: string | undefined
  /** Writes "optional" beside the label; fields without it are required. */
  isOptional?: boolean
  isDisabled?: boolean
  autoFocus?: boolean
  name?: string
  className?: string
}

/** The label above a field, for use inside a react-aria field. */
export function FieldLabel({
  label,
  isHidden = false,
  isOptional = false,
}: {
  label: string
  isHidden?: boolean | undefined
  isOptional?: boolean | undefined
}): ReactNode {
  return (
    <Label className={isHidden ? styles.hidden : styles.label}>
      {label}
      {isOptional && <span className={styles.optional}>{words.ui.optional}</span>}
    </Label>
  )
}

/** The help line and the refusal below a field, for use inside a react-aria field. */
export function FieldHelp({
  description,
  error,
}: {
  description?: ReactNode
  error?: string | undefined
}): ReactNode {
  return (
    <>
      {description !== undefined && error === undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <AriaFieldError className={styles.error ?? ''}>
        {error !== undefined && (
          <>
            <CircleAlert className={styles.errorIcon} aria-hidden />
            <span>{error}</span>
          </>
        )}
      </AriaFieldError>
    </>
  )
}
