import type { ReactNode } from 'react'
import type { EventDetail } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { actorOf, amountOf, receiptOf } from '../activity/say-event.ts'
import { CauseTree } from './cause-tree-view.tsx'
import { ChainFacts } from './chain-facts.tsx'
import { DataBlock } from './data-block.tsx'
import styles from './event-panel.module.css'
import { FailureCard } from './failure-card.tsx'
import { shortId, type LogFilter } from './log-filter.ts'
import { statusOf } from './status-of.ts'
import { tellEvent } from './tell-event.ts'

export interface EventPanelProps {
  seq: number
  onOpen: (seq: number) => void
  /** Shows the log with only this filter. */
  onFilter: (part: Partial<LogFilter>) => void
  onClose: () => void
}

/** One event with all that is known about it: data, chain, what followed, and who failed at it. */
export function EventPanel({ seq, onOpen, onFilter, onClose }: EventPanelProps): ReactNode {
  const { timeZone } = useSignedIn().studio
  const event = useQueryOf('events.get', { seq })
  const say = words.events.panel
  return (
    <SidePanel
      title={say.title(seq)}
      subtitle={event.data && tellEvent(event.data.entry, timeZone)}
      {...(event.data?.entry.data === null && {
        actions: <Badge tone="warning">{say.erasedBadge}</Badge>,
      })}
      onClose={onClose}
    >
      {event.data ? (
        <Details event={event.data} onOpen={onOpen} onFilter={onFilter} />
      ) : event.failure ? (
        <ErrorState error={event.failure} onRetry={event.refetch} />
      ) : (
        <div role="status" aria-label={say.loading} className={styles.details}>
          <Skeleton height={160} />
          <Skeleton height={96} />
          <Skeleton height={200} />
        </div>
      )}
    </SidePanel>
  )
}

function Details({
  event,
  onOpen,
  onFilter,
}: { event: EventDetail } & Pick<EventPanelProps, 'onOpen' | 'onFilter'>): ReactNode {
  const { entry, subject, metadata, related, failures } = event
  const { timeZone } = useSignedIn().studio
  const subscriptions = useQueryOf('events.subscriptions', {}, { enabled: failures.length > 0 })
  const say = words.events.panel
  const data = entry.data && JSON.stringify(entry.data, null, 2)
  return (
    <div className={styles.details}>
      <DescriptionList
        items={[
          {
            term: say.time,
            value: `${formatDate(entry.localTime, 'medium')} ${entry.localTime.slice(11)}${entry.at.slice(16, 23)}`,
          },
          { term: say.by, value: actorOf(entry) },
          { term: say.receipt, value: receiptOf(entry) },
          { term: say.amount, value: amountOf(entry) },
          {
            term: say.type,
            value: (
              <FilterLink
                text={entry.type}
                hint={say.typeHint(entry.type)}
                onPress={() => onFilter({ type: entry.type })}
              />
            ),
          },
          {
            term: say.subject,
            value: (
              <>
                <FilterLink
                  text={`${subject.type} …${shortId(subject.id)}`}
                  hint={say.subjectHint(subject.type)}
                  onPress={() => onFilter({ subject: { type: subject.type, id: subject.id } })}
                />{' '}
                <span className={styles.quiet}>{say.subjectSeq(subject.seq)}</span>
              </>
            ),
          },
          {
            term: say.correlation,
            value: (
              <FilterLink
                text={`…${shortId(entry.correlationId)}`}
                hint={say.correlationHint}
                onPress={() => onFilter({ correlationId: entry.correlationId })}
              />
            ),
          },
        ]}
      />
      {failures.length > 0 && (
        <Section title={say.handlers}>
          <ul className={styles.failures}>
            {failures.map((failure) => (
              <FailureCard
                key={failure.subscription}
                failure={failure}
                timeZone={timeZone}
                status={statusOf(subscriptions.data, failure.subscription)}
                isCompact
              />
            ))}
          </ul>
        </Section>
      )}
      <Section title={say.caused}>
        <CauseTree related={related} current={entry.id} timeZone={timeZone} onOpen={onOpen} />
      </Section>
      <Section title={say.data}>
        {data === null ? (
          <p className={styles.quiet}>{say.erased}</p>
        ) : (
          <DataBlock what={say.copyData} text={data} />
        )}
      </Section>
      <Section title={say.metadata}>
        <DataBlock
          what={say.copyMetadata}
          text={JSON.stringify({ id: entry.id, ...metadata }, null, 2)}
        />
      </Section>
      <Section title={say.chain}>
        <ChainFacts event={event} />
      </Section>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {children}
    </section>
  )
}

function FilterLink({
  text,
  hint,
  onPress,
}: {
  text: string
  hint: string
  onPress: () => void
}): ReactNode {
  return (
    <button
      type="button"
      title={hint}
      aria-label={`${text}: ${hint}`}
      className={styles.link}
      onClick={onPress}
    >
      {text}
    </button>
  )
}
