import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { ProfileSection } from './profile-section.tsx'

/** How to reach a client, and whether they want to be written to. */
export function ContactSection({ clientId }: { clientId: string }): ReactNode {
  const client = useQueryOf('clients.get', { clientId }).data
  if (!client) return null
  return (
    <ProfileSection title={words.clients.contact}>
      <DescriptionList
        items={[
          { term: words.clients.phone, value: client.phone ?? words.clients.none },
          { term: words.clients.email, value: client.email ?? words.clients.none },
          {
            term: words.clients.messages,
            value: words.clients.consents[client.messagesConsent ? 'yes' : 'no'],
          },
          { term: words.clients.since, value: formatDate(client.since, 'medium') },
        ]}
      />
    </ProfileSection>
  )
}
