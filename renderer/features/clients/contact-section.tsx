import { Pencil } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { ClientForm } from './client-form.tsx'
import { ProfileSection } from './profile-section.tsx'

/** How to reach a client, whether they want to be written to, and what the team should know. */
export function ContactSection({ clientId }: { clientId: string }): ReactNode {
  const client = useQueryOf('clients.get', { clientId }).data
  const [isEditing, setEditing] = useState(false)
  if (!client || client.isErased) return null
  return (
    <ProfileSection
      title={words.clients.contact}
      actions={
        <Button icon={Pencil} onPress={() => setEditing(true)}>
          {words.clients.edit}
        </Button>
      }
    >
      <DescriptionList
        items={[
          { term: words.clients.phone, value: client.phone ?? words.clients.none },
          { term: words.clients.email, value: client.email ?? words.clients.none },
          {
            term: words.clients.messages,
            value: words.clients.consents[client.messagesConsent ? 'yes' : 'no'],
          },
          { term: words.clients.notes, value: client.notes },
          { term: words.clients.since, value: formatDate(client.since, 'medium') },
          { term: words.clients.visits, value: words.clients.counts(client.counts) },
        ]}
      />
      {isEditing && (
        <ClientForm
          client={client}
          onClose={() => setEditing(false)}
          onDone={() => setEditing(false)}
        />
      )}
    </ProfileSection>
  )
}
