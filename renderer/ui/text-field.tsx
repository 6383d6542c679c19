import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { TextField as AriaTextField, Group, Input } from 'react-aria-components'
import { isRefusedText } from '../../shared/plain-text.ts'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import styles from './text-field.module.css'

export interface TextFieldProps extends FieldBasics {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  placeholder?: string
  type?: 'text' | 'email' | 'tel' | 'search' | 'password'
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email'
  maxLength?: number
  icon?: LucideIcon
  /** A unit after the value, e.g. `min`. */
  suffix?: string
  ref?: Ref<HTMLInputElement>
}

/**
 * One line of text.
 *
 * @example
 * <TextField label={words.setup.studioName} value={name} onChange={setName} error={errors.name} />
 */
export function TextField({
  label,
  isLabelHidden,
  description,
  error: problem,
  isOptional = false,
  icon: Icon,
  suffix,
  placeholder,
  className,
  inputMode,
  ref,
  ...rest
}: TextFieldProps): ReactNode {
  // Nothing of what is looked for is stored, so nothing of it is refused.
  const isRefused = rest.type !== 'search' && isRefusedText(rest.value, 'line')
  const error = problem ?? (isRefused ? words.ui.textRefused : undefined)
  return (
    <AriaTextField
      {...rest}
      {...(inputMode !== undefined && { inputMode })}
      autoComplete="off"
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <Group
        className={fieldStyles.group ?? ''}
        isInvalid={error !== undefined}
        isDisabled={rest.isDisabled === true}
      >
        {Icon && <Icon className={styles.icon} aria-hidden />}
        <Input ref={ref} className={fieldStyles.bare ?? ''} placeholder={placeholder} />
        {suffix !== undefined && <span className={styles.suffix}>{suffix}</span>}
      </Group>
      <FieldHelp description={description} error={error} />
    </AriaTextField>
  )
}
