import type { ReactNode } from 'react'
import { TextArea as AriaTextArea, TextField } from 'react-aria-components'
import { isRefusedText } from '../../shared/plain-text.ts'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import styles from './text-area.module.css'

export interface TextAreaProps extends FieldBasics {
  value: string
  onChange: (value: string) => void
  placeholder?: string
  maxLength?: number
}

/**
 * Several lines of text. It grows with what is typed, up to eight lines.
 *
 * @example
 * <TextArea label={words.booking.notes} isOptional value={notes} onChange={setNotes} />
 */
export function TextArea({
  label,
  isLabelHidden,
  description,
  error: problem,
  isOptional = false,
  placeholder,
  className,
  ...rest
}: TextAreaProps): ReactNode {
  const isRefused = isRefusedText(rest.value, 'prose')
  const error = problem ?? (isRefused ? words.ui.textRefused : undefined)
  return (
    <TextField
      {...rest}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <AriaTextArea
        className={classNames(fieldStyles.control, styles.area)}
        placeholder={placeholder}
      />
      <FieldHelp description={description} error={error} />
    </TextField>
  )
}
