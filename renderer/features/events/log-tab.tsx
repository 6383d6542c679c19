import { ListFilter, ScrollText } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { isFiltering, noFilter, type LogFilter } from './log-filter.ts'
import { LogFilters } from './log-filters.tsx'
import { LogList } from './log-list.tsx'
import styles from './log-tab.module.css'
import { RowsSkeleton } from './rows-skeleton.tsx'
import { useEventLog } from './use-event-log.ts'

export interface LogTabProps {
  filter: LogFilter
  onFilter: (filter: LogFilter) => void
  openSeq: number | null
  onOpen: (seq: number | null) => void
}

/** Everything that was ever written down, newest first, and what narrows it. */
export function LogTab({ filter, onFilter, openSeq, onOpen }: LogTabProps): ReactNode {
  const log = useEventLog(filter)
  // The person field holds its own text; clearing makes a fresh one.
  const [clearings, setClearings] = useState(0)
  const filtering = isFiltering(filter)

  function clear(): void {
    onFilter(noFilter)
    setClearings(clearings + 1)
  }

  return (
    <div className={styles.tab}>
      <LogFilters key={clearings} filter={filter} onFilter={onFilter} onClear={clear} />
      <div aria-busy={log.isLoading} className={styles.list}>
        {log.isLoading ? (
          <RowsSkeleton />
        ) : log.failure && log.entries.length === 0 ? (
          <ErrorState error={log.failure} onRetry={log.refetch} />
        ) : log.entries.length > 0 ? (
          <LogList
            log={log}
            end={filtering ? words.events.noEarlier : words.events.beginning}
            openSeq={openSeq}
            onOpen={onOpen}
          />
        ) : filtering ? (
          <EmptyState
            icon={ListFilter}
            title={words.events.noneTitle}
            body={words.events.noneBody}
            action={<Button onPress={clear}>{words.events.filter.clear}</Button>}
          />
        ) : (
          <EmptyState
            icon={ScrollText}
            title={words.events.emptyTitle}
            body={words.events.emptyBody}
          />
        )}
      </div>
    </div>
  )
}
