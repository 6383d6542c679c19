import { useState, type ReactNode, type Ref } from 'react'
import { Group, Input, TextField } from 'react-aria-components'
import { currencyDigits, type Minor } from '../../shared/money.ts'
import { readAmount, writeAmount, type AmountProblem } from '../../shared/read-amount.ts'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import styles from './money-field.module.css'

export interface MoneyFieldProps extends FieldBasics {
  /** Integer minor units, or null while the field is empty or unreadable. */
  value: Minor | null
  onChange: (value: Minor | null) => void
  currency: string
  placeholder?: string
  ref?: Ref<HTMLInputElement>
}

/**
 * An amount of money: integer minor units in and out, the text in between is the field's own.
 * It reads what `readAmount` reads, and tidies the text on leaving. What cannot be read stays as typed,
 * with a sentence that says why.
 *
 * @example
 * <MoneyField label={words.payment.received} currency="EUR" value={received} onChange={setReceived} />
 */
export function MoneyField({
  label,
  isLabelHidden,
  description,
  error,
  isOptional = false,
  value,
  onChange,
  currency,
  placeholder,
  className,
  ref,
  ...rest
}: MoneyFieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null)
  const [wasLeft, setWasLeft] = useState(false)
  const text = draft ?? (value === null ? '' : writeAmount(value, currency))
  const read = draft === null || draft.trim() === '' ? null : readAmount(draft, currency)
  // Said once the field was left, or the form has asked for it: not at every key.
  const isSaid = wasLeft || error !== undefined
  const refusal =
    isSaid && read?.ok === false
      ? words.ui.amountProblems[read.why](exampleIn(currency, read.why))
      : error

  function type(next: string): void {
    setDraft(next)
    setWasLeft(false)
    const amount = readAmount(next, currency)
    onChange(amount.ok ? amount.amountMinor : null)
  }

  function leave(): void {
    setWasLeft(true)
    // Readable text is tidied from the value; unreadable text stays as it was typed.
    if (draft !== null && (draft.trim() === '' || read?.ok === true)) setDraft(null)
  }

  return (
    <TextField
      {...rest}
      value={text}
      onChange={type}
      onBlur={leave}
      inputMode="decimal"
      autoComplete="off"
      isInvalid={refusal !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <Group
        className={fieldStyles.group ?? ''}
        isInvalid={refusal !== undefined}
        isDisabled={rest.isDisabled === true}
      >
        <span className={styles.currency} aria-hidden>
          {currency}
        </span>
        <Input
          ref={ref}
          className={classNames(fieldStyles.bare, styles.amount)}
          placeholder={placeholder}
        />
      </Group>
      <FieldHelp description={description} error={refusal} />
    </TextField>
  )
}

/** An amount as it is typed in a currency: `45.00`, `4500` where there are no decimals. */
function exampleIn(currency: string, why: AmountProblem): string {
  const whole = why === 'unclear' ? 1_234 : 45
  return writeAmount(whole * 10 ** (currencyDigits(currency) || 2), currency)
}
