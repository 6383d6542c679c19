import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FailedEvent } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf, type QueryState } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FailureCard } from './failure-card.tsx'
import styles from './failures-tab.module.css'
import { moveByArrows } from './move-by-arrows.ts'
import { RowsSkeleton } from './rows-skeleton.tsx'
import { statusOf } from './status-of.ts'

const say = words.events.failures

const groups = [
  { title: say.dead, hint: say.deadHint, states: ['dead'], tone: 'danger' },
  { title: say.retry, hint: say.retryHint, states: ['retry', 'running'], tone: 'warning' },
  { title: say.parked, hint: say.parkedHint, states: ['parked'], tone: 'neutral' },
] as const

export interface FailuresTabProps {
  failures: QueryState<readonly FailedEvent[]>
  onOpen: (seq: number) => void
}

/** What handlers have not managed, worst first. Most days there is nothing here. */
export function FailuresTab({ failures, onOpen }: FailuresTabProps): ReactNode {
  const subscriptions = useQueryOf('events.subscriptions', {})
  const { timeZone } = useSignedIn().studio
  const { data } = failures
  if (data === undefined) {
    return failures.failure ? (
      <ErrorState error={failures.failure} onRetry={failures.refetch} />
    ) : (
      <div className={styles.tab}>
        <RowsSkeleton rows={5} />
      </div>
    )
  }
  if (data.length === 0) {
    return (
      <div className={styles.glad}>
        <EmptyState icon={CircleCheck} title={say.emptyTitle} body={say.emptyBody} />
      </div>
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the arrows of the buttons inside bubble here
    <div className={styles.tab} onKeyDown={moveByArrows}>
      <p className={styles.lead}>{say.hint}</p>
      {groups.map(({ title, hint, states, tone }) => {
        const shown = data.filter(({ state }) => (states as readonly string[]).includes(state))
        if (shown.length === 0) return null
        return (
          <section key={title} aria-label={title} className={styles.group}>
            <h2 className={styles.title}>
              {title}
              <Badge tone={tone}>{say.count(shown.length)}</Badge>
            </h2>
            <p className={styles.hint}>{hint}</p>
            <ul className={styles.cards}>
              {shown.map((failure) => (
                <FailureCard
                  key={`${failure.subscription}/${failure.seq}`}
                  failure={failure}
                  timeZone={timeZone}
                  status={statusOf(subscriptions.data, failure.subscription)}
                  onOpen={onOpen}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
