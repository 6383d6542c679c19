import type { ReactNode } from 'react'
import type { SimilarClient } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { contactOf } from './client-contact.ts'
import styles from './similar-clients.module.css'

/** Who may be the same person as the one being typed; draws nothing when there is nobody. */
export function SimilarClients({
  clients,
  onUse,
}: {
  clients: readonly SimilarClient[]
  /** Takes the one on the list instead; null where that makes no sense. */
  onUse: ((client: SimilarClient) => void) | null
}): ReactNode {
  const say = words.clients
  return (
    <div role="status">
      {clients.length > 0 && (
        <div className={styles.warning}>
          <p className={styles.title}>{say.similarTitle}</p>
          <ul>
            {clients.map((client) => (
              <li key={client.id} className={styles.item}>
                <span className={styles.text}>
                  <span>
                    {say.looksLike(
                      client.name,
                      client.because.map((each) => say.reasons[each]),
                    )}
                  </span>
                  <span className={styles.contact}>{contactOf(client)}</span>
                </span>
                {onUse && (
                  <Button onPress={() => onUse(client)} aria-label={say.takeNamed(client.name)}>
                    {say.takeThis}
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
