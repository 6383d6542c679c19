import type { ReactNode } from 'react'
import type { SimilarClient } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { contactOf } from './client-contact.ts'
import styles from './client-form.module.css'

/** Who may be the same person as the one being typed; draws nothing when there is nobody. */
export function SimilarClients({
  clients,
  onUse,
}: {
  clients: readonly SimilarClient[]
  /** Takes the one on the list instead; null where that makes no sense. */
  onUse: ((clientId: string) => void) | null
}): ReactNode {
  return (
    <div role="status">
      {clients.length > 0 && (
        <div className={styles.warning}>
          <p className={styles.strong}>{words.clients.similarTitle}</p>
          <ul>
            {clients.map((client) => (
              <li key={client.id} className={styles.item}>
                <span className={styles.text}>
                  <span className={styles.strong}>{client.name}</span>
                  {contactOf(client) !== null && ` · ${contactOf(client)}`}
                  <br />
                  {words.clients.because(client.because.map((each) => words.clients.reasons[each]))}
                </span>
                {onUse && (
                  <Button
                    onPress={() => onUse(client.id)}
                    aria-label={words.clients.takeNamed(client.name)}
                  >
                    {words.clients.takeThis}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
