import { UserPlus, UserRound, Users } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { words } from '../../../shared/words/index.ts'
import { clientRoute } from '../../app/routes.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ClientForm } from './client-form.tsx'
import { ClientList } from './client-list.tsx'
import { ClientProfile } from './client-profile.tsx'
import styles from './clients-screen.module.css'
import { DuplicatesDialog } from './duplicates-dialog.tsx'

/** The studio's clients: a list to find one in, and beside it everything about the one chosen. */
export function ClientsScreen({ clientId }: { clientId: string | null }): ReactNode {
  const [, navigate] = useLocation()
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<'new' | 'duplicates' | null>(null)
  const show = (id: string) => {
    setOpen(null)
    navigate(clientRoute(id))
  }

  useShortcuts(words.clients.title, [
    { keys: ['F2', '/'], label: words.clients.keys.find, run: () => input.current?.focus() },
    { keys: ['↑', '↓'], label: words.clients.keys.arrows },
    { keys: 'Enter', label: words.clients.keys.open },
  ])

  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.clients.title}>
        <Button icon={Users} onPress={() => setOpen('duplicates')} className={styles.first ?? ''}>
          {words.clients.duplicates}
        </Button>
        <Button variant="primary" icon={UserPlus} onPress={() => setOpen('new')}>
          {words.clients.new}
        </Button>
      </ScreenHeader>
      <ClientList openId={clientId} onOpen={(id) => navigate(clientRoute(id))} input={input} />
      <ScrollRegion label={words.clients.chosen} className={styles.chosen}>
        {clientId === null ? (
          <EmptyState
            icon={UserRound}
            title={words.clients.chooseTitle}
            body={words.clients.chooseBody}
          />
        ) : (
          <ClientProfile key={clientId} clientId={clientId} />
        )}
      </ScrollRegion>
      {open === 'new' && <ClientForm onClose={() => setOpen(null)} onDone={show} />}
      {open === 'duplicates' && <DuplicatesDialog onClose={() => setOpen(null)} onMerged={show} />}
    </div>
  )
}
