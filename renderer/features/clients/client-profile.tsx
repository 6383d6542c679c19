import type { ReactNode } from 'react'
import { useQueryOf } from '../../app/api.ts'
import { Avatar } from '../../ui/avatar.tsx'
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
        {!client.data.isErased && <ClientActions client={client.data} />}
      </header>
      {profileSections.map(({ id: section, Section }) => (
        <Section key={section} clientId={id} />
      ))}
    </article>
  )
}
