import { UserRound } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { words } from '../../../shared/words/index.ts'
import { clientRoute } from '../../app/routes.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ClientList } from './client-list.tsx'
import { ClientProfile } from './client-profile.tsx'
import styles from './clients-screen.module.css'

/** The studio's clients: a list to find one in, and beside it everything about the one chosen. */
export function ClientsScreen({ clientId }: { clientId: string | null }): ReactNode {
  const [, navigate] = useLocation()
  const input = useRef<HTMLInputElement>(null)

  useShortcuts(words.clients.title, [
    { keys: ['F2', '/'], label: words.clients.keys.find, run: () => input.current?.focus() },
    { keys: ['↑', '↓'], label: words.clients.keys.arrows },
    { keys: 'Enter', label: words.clients.keys.open },
  ])

  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.clients.title} />
      <ClientList openId={clientId} onOpen={(id) => navigate(clientRoute(id))} input={input} />
      <section
        aria-label={words.clients.chosen}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keyboard too
        tabIndex={0}
        className={styles.chosen}
      >
        {clientId === null ? (
          <EmptyState
            icon={UserRound}
            title={words.clients.chooseTitle}
            body={words.clients.chooseBody}
          />
        ) : (
          <ClientProfile key={clientId} clientId={clientId} />
        )}
      </section>
    </div>
  )
}
