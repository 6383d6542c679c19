import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { Input, TextField } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import styles from './pin-field.module.css'
import { digitOf } from './pressed-key.ts'

/** A PIN has at most this many digits. */
export const pinMaxLength = 8
/** A PIN has at least this many digits. */
export const pinMinLength = 4

export interface PinFieldProps extends FieldBasics {
  value: string
  onChange: (digits: string) => void
  ref?: Ref<HTMLInputElement>
}

/**
 * A PIN on a form: four to eight digits, masked; anything but digits is dropped as it is typed.
 * To sign in, use {@link PinPad}.
 *
 * @example
 * <PinField label={words.setup.pin} value={pin} onChange={setPin} error={errors.pin} />
 */
export function PinField({
  label,
  isLabelHidden,
  description,
  error,
  isOptional = false,
  onChange,
  className,
  ref,
  ...rest
}: PinFieldProps): ReactNode {
  return (
    <TextField
      {...rest}
      type="password"
      inputMode="numeric"
      autoComplete="off"
      onChange={(text) => onChange(onlyDigits(text))}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <Input
        ref={ref}
        onKeyDown={typeDigit}
        className={classNames(fieldStyles.control, styles.digits)}
      />
      <FieldHelp description={description} error={error} />
    </TextField>
  )
}

/** Types the digit of a key that writes a sign, as the row of digits of a French keyboard does. */
export function typeDigit(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.ctrlKey || event.altKey || event.metaKey || /^[0-9]$/.test(event.key)) return
  const digit = digitOf(event)
  if (digit === null) return
  event.preventDefault()
  const { currentTarget: field } = event
  field.setRangeText(digit, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * The digits of a text, as many as a PIN may have.
 *
 * @example
 * onlyDigits('12-34') // '1234'
 */
export function onlyDigits(text: string): string {
  return text.replace(/\D/g, '').slice(0, pinMaxLength)
}
