import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SimilarClient } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './new-client-fields.module.css'
import type { NewClientDraft, NewClientProblems } from './read-new-client.ts'
import { SimilarClients } from './similar-clients.tsx'
import { useSimilar } from './use-similar.ts'

export interface NewClientFieldsProps {
  value: NewClientDraft
  onChange: (value: NewClientDraft) => void
  problems: NewClientProblems
  /** Back to searching. */
  onSearch: () => void
  /** Takes somebody who is on the list already. */
  onUse: (client: SimilarClient) => void
}

/** A client met for the first time: name, how to reach them, and who may be the same. */
export function NewClientFields({
  value,
  onChange,
  problems,
  onSearch,
  onUse,
}: NewClientFieldsProps): ReactNode {
  const similar = useSimilar(value)
  return (
    <fieldset className={styles.fields} data-unsaved>
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
      <SimilarClients clients={similar} onUse={onUse} />
    </fieldset>
  )
}
