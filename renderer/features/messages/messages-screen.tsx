import { Mail } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useSignedIn } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { SegmentedControl, type Segment } from '../../ui/segmented-control.tsx'
import { CalendarFileList } from './calendar-file-list.tsx'
import { MailServerForm } from './mail-server-form.tsx'
import { MessageList } from './message-list.tsx'
import styles from './messages-screen.module.css'
import { MessagesSkeleton } from './messages-skeleton.tsx'
import { SendingStatus } from './sending-status.tsx'
import { TestMessageForm } from './test-message-form.tsx'
import { useOutbox, type Shown } from './use-outbox.ts'

const shows: readonly Segment<Shown>[] = (
  ['all', 'waiting', 'sent', 'failed', 'skipped'] as const
).map((value) => ({ value, label: words.messages.shows[value] }))

/** What became of the messages to clients; and, for the manager, how they are sent. */
export function MessagesScreen(): ReactNode {
  const { session } = useSignedIn()
  const [show, setShow] = useState<Shown>('all')
  const list = useOutbox(show)

  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.messages.title}>
        <SegmentedControl
          label={words.messages.filter}
          isLabelHidden
          segments={shows}
          value={show}
          onChange={setShow}
          className={styles.filter ?? ''}
        />
      </ScreenHeader>
      <ScrollRegion label={words.messages.list} isBusy={list.isLoading} className={styles.list}>
        {list.state && <SendingStatus state={list.state} />}
        {list.isLoading ? (
          <MessagesSkeleton />
        ) : list.failure && list.messages.length === 0 ? (
          <ErrorState error={list.failure} onRetry={list.refetch} />
        ) : list.messages.length === 0 ? (
          <EmptyState
            icon={Mail}
            title={words.messages.emptyTitle}
            body={show === 'all' ? words.messages.emptyBody : words.messages.emptyShownBody}
          />
        ) : (
          <MessageList list={list} />
        )}
      </ScrollRegion>
      {session.role === 'manager' && (
        <div className={styles.side}>
          <MailServerForm />
          <TestMessageForm />
          <CalendarFileList />
        </div>
      )}
    </div>
  )
}
