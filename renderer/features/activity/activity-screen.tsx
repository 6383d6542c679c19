import { History } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SegmentedControl, type Segment } from '../../ui/segmented-control.tsx'
import { ActivityDetails } from './activity-details.tsx'
import { ActivityLog } from './activity-log.tsx'
import styles from './activity-screen.module.css'
import { ActivitySkeleton } from './activity-skeleton.tsx'
import { useActivity } from './use-activity.ts'

type Family = keyof typeof words.activity.families

const families: readonly Segment<Family>[] = (
  ['all', 'appointment', 'payment', 'client', 'staff', 'earning', 'catalog'] as const
).map((value) => ({ value, label: words.activity.families[value] }))

/** What happened and who did it, straight from the event log. */
export function ActivityScreen(): ReactNode {
  const { session } = useSignedIn()
  const shown = families.filter(({ value }) => value !== 'earning' || session.role === 'manager')
  const [family, setFamily] = useState<Family>('all')
  const [openId, setOpenId] = useState<string | null>(null)
  const list = useActivity(family === 'all' ? null : family)
  const open = list.entries.find((entry) => entry.id === openId)

  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.activity.title}>
        <SegmentedControl
          label={words.activity.filter}
          isLabelHidden
          segments={shown}
          value={family}
          onChange={setFamily}
          className={styles.filter ?? ''}
        />
      </ScreenHeader>
      <div className={styles.scroll} aria-busy={list.isLoading} tabIndex={-1}>
        {list.isLoading ? (
          <ActivitySkeleton />
        ) : list.failure && list.entries.length === 0 ? (
          <ErrorState error={list.failure} onRetry={list.refetch} />
        ) : list.entries.length === 0 ? (
          <EmptyState
            icon={History}
            title={words.activity.emptyTitle}
            body={family === 'all' ? words.activity.emptyBody : words.activity.emptyFamilyBody}
          />
        ) : (
          <ActivityLog list={list} openId={openId} onOpen={setOpenId} />
        )}
      </div>
      {open && (
        <ActivityDetails
          key={open.id}
          entry={open}
          timeZone={list.timeZone}
          onClose={() => setOpenId(null)}
        />
      )}
    </div>
  )
}
