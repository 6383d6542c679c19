import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { newClientSchema, type NewClient } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './new-client-fields.module.css'

/** A new client as typed. */
export interface NewClientDraft {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly messagesConsent: boolean
}

/** Which fields are wrong, in words. */
export type NewClientProblems = Partial<Record<'name' | 'phone' | 'email', string>>

export interface NewClientFieldsProps {
  value: NewClientDraft
  onChange: (value: NewClientDraft) => void
  problems: NewClientProblems
  /** Back to searching. */
  onSearch: () => void
}

/** A client met for the first time: name, and how to reach them. */
export function NewClientFields({
  value,
  onChange,
  problems,
  onSearch,
}: NewClientFieldsProps): ReactNode {
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.legend}>{words.booking.newClientTitle}</legend>
      <Button variant="ghost" icon={ArrowLeft} onPress={onSearch} className={styles.back ?? ''}>
        {words.booking.backToSearch}
      </Button>
      <TextField
        label={words.booking.name}
        value={value.name}
        onChange={(name) => onChange({ ...value, name })}
        error={problems.name}
        maxLength={80}
        autoFocus={value.name === ''}
      />
      <TextField
        label={words.booking.phone}
        type="tel"
        isOptional
        value={value.phone}
        onChange={(phone) => onChange({ ...value, phone })}
        error={problems.phone}
        maxLength={40}
        autoFocus={value.name !== ''}
      />
      <TextField
        label={words.booking.email}
        type="email"
        isOptional
        value={value.email}
        onChange={(email) => onChange({ ...value, email })}
        error={problems.email}
        maxLength={254}
      />
      <Checkbox
        isSelected={value.messagesConsent}
        onChange={(messagesConsent) => onChange({ ...value, messagesConsent })}
        description={words.booking.consentHelp}
      >
        {words.booking.consent}
      </Checkbox>
    </fieldset>
  )
}

/** Reads the typed fields by the contract's own rules. */
export function readNewClient(
  draft: NewClientDraft,
): { ok: true; client: NewClient } | { ok: false; problems: NewClientProblems } {
  const parsed = newClientSchema.safeParse(draft)
  if (parsed.success) return { ok: true, client: parsed.data }
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return {
    ok: false,
    problems: {
      ...(wrong.has('name') && { name: words.booking.nameMissing }),
      ...(wrong.has('phone') && { phone: words.booking.phoneWrong }),
      ...(wrong.has('email') && { email: words.booking.emailWrong }),
    },
  }
}
