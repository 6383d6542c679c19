import type { ReactNode } from 'react'
import type { Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { choicesOf, type PolicyField } from './policy-fields.ts'

export interface PolicyFieldInputProps {
  field: PolicyField
  value: string | Minor | null
  error: string | undefined
  onChange: (value: string | Minor | null) => void
}

/** One setting, in words and in the unit a person thinks in. */
export function PolicyFieldInput({
  field,
  value,
  error,
  onChange,
}: PolicyFieldInputProps): ReactNode {
  const { studio } = useSignedIn()
  const label = words.policy.fields[field.key]
  const description = words.policy.hints[field.key]
  switch (field.kind) {
    case 'money':
      return (
        <MoneyField
          label={label}
          description={description}
          currency={studio.currency}
          value={typeof value === 'number' ? value : null}
          error={error}
          onChange={onChange}
        />
      )
    case 'choice':
      return (
        <Select
          label={label}
          description={description}
          options={choicesOf(field.key)}
          value={String(value)}
          onChange={onChange}
        />
      )
    case 'number':
      return (
        <TextField
          label={label}
          description={description}
          suffix={field.unit}
          inputMode="decimal"
          maxLength={8}
          value={String(value)}
          error={error}
          onChange={onChange}
        />
      )
  }
}
