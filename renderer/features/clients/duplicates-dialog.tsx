import { useState, type ReactNode } from 'react'
import type { Client } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { contactOf } from './client-contact.ts'
import styles from './client-form.module.css'
import { MergeDialog } from './merge-dialog.tsx'

/** Clients who may be one person, each pair ready to be merged. */
export function DuplicatesDialog({
  onClose,
  onMerged,
}: {
  onClose: () => void
  onMerged: (clientId: string) => void
}): ReactNode {
  const found = useQueryOf('clients.duplicates', {})
  const [pair, setPair] = useState<readonly [Client, Client] | null>(null)
  if (pair) {
    return (
      <MergeDialog
        keepId={pair[0].id}
        keepName={pair[0].name}
        initialOther={pair[1]}
        onClose={() => setPair(null)}
        onMerged={onMerged}
      />
    )
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.clients.duplicates}
      subtitle={words.clients.duplicatesHelp}
    >
      {found.data ? (
        found.data.length === 0 ? (
          <p className={styles.help}>{words.clients.noDuplicates}</p>
        ) : (
          <ul>
            {found.data.map(({ because, clients }) => {
              const [first, second] = clients
              return (
                <li key={clients.map(({ id }) => id).join()} className={styles.item}>
                  <span className={styles.text}>
                    {clients.map((client) => (
                      <span key={client.id}>
                        <span className={styles.strong}>{client.name}</span>
                        {contactOf(client) !== null && ` · ${contactOf(client)}`}
                        <br />
                      </span>
                    ))}
                    {words.clients.because([words.clients.reasons[because]])}
                  </span>
                  {first && second && (
                    <Button
                      onPress={() => setPair([first, second])}
                      aria-label={words.clients.mergeOf(first.name)}
                    >
                      {words.clients.merge}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        )
      ) : found.failure ? (
        <ErrorState error={found.failure} onRetry={found.refetch} />
      ) : (
        <div aria-busy>
          <Skeleton height={120} />
        </div>
      )}
    </Dialog>
  )
}
