import { Unplug } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { SubscriptionState } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Table } from '../../ui/table.tsx'
import { RebuildDialog } from './rebuild-dialog.tsx'
import { RowsSkeleton } from './rows-skeleton.tsx'
import { columnsOf } from './subscription-columns.tsx'
import styles from './subscriptions-tab.module.css'

/** Rates fall and waits grow while nothing happens that would say so. */
const refreshMs = 5_000

/** Who listens to the log, how far each is, and how to stop or remake one. */
export function SubscriptionsTab({ onJob }: { onJob: () => void }): ReactNode {
  const subscriptions = useQueryOf('events.subscriptions', {})
  const [rebuilding, setRebuilding] = useState<SubscriptionState | null>(null)
  const { data, refetch } = subscriptions

  useEffect(() => {
    const timer = window.setInterval(refetch, refreshMs)
    return () => window.clearInterval(timer)
    // `refetch` is new on every render and always the same act.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [])

  if (data === undefined) {
    return subscriptions.failure ? (
      <ErrorState error={subscriptions.failure} onRetry={refetch} />
    ) : (
      <div className={styles.tab}>
        <RowsSkeleton rows={6} />
      </div>
    )
  }
  if (data.length === 0) {
    const { emptyTitle, emptyBody } = words.events.subscriptions
    return <EmptyState icon={Unplug} title={emptyTitle} body={emptyBody} />
  }
  return (
    <div className={styles.tab}>
      <p className={styles.lead}>{words.events.subscriptions.hint}</p>
      <div className={styles.frame}>
        <Table
          label={words.events.subscriptions.label}
          columns={columnsOf(setRebuilding)}
          rows={data}
          keyOf={({ name, pattern }) => `${name} ${pattern}`}
        />
      </div>
      {rebuilding && (
        <RebuildDialog
          projection={rebuilding.name}
          onClose={() => setRebuilding(null)}
          onBegun={onJob}
        />
      )}
    </div>
  )
}
