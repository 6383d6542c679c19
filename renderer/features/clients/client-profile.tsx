import { CalendarPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Client } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useOpenDay } from '../../app/day-request.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ClientActions } from './client-actions.tsx'
import styles from './client-profile.module.css'
import { profileSections } from './profile-sections.ts'

/** One client: who they are, and what every feature knows of them, part by part. */
export function ClientProfile({ clientId }: { clientId: string }): ReactNode {
  const client = useQueryOf('clients.get', { clientId })
  if (!client.data) {
    return client.failure ? (
      <ErrorState error={client.failure} onRetry={client.refetch} />
    ) : (
      <div aria-busy className={styles.profile}>
        <Skeleton height={48} />
        <Skeleton height={180} />
        <Skeleton height={120} />
      </div>
    )
  }
  // A client who was merged into another is shown as that one.
  const { id, name } = client.data
  return (
    <article aria-label={name} className={styles.profile}>
      <header className={styles.header}>
        <Avatar name={name} size="lg" />
        <h2 className={styles.name}>{name}</h2>
        {!client.data.isErased && (
          <>
            <BookForClient client={client.data} />
            <ClientActions client={client.data} />
          </>
        )}
      </header>
      {profileSections.map(({ id: section, Section }) => (
        <Section key={section} clientId={id} />
      ))}
    </article>
  )
}

/** Opens the day with the booking form filled in for the client. */
function BookForClient({ client: { id, name, phone, email } }: { client: Client }): ReactNode {
  const openDay = useOpenDay()
  return (
    <Button
      variant="primary"
      icon={CalendarPlus}
      onPress={() =>
        openDay({
          kind: 'book',
          draft: null,
          prefill: { client: { id, name, phone, email }, serviceId: null },
        })
      }
    >
      {words.clients.book}
    </Button>
  )
}
