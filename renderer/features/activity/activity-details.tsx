import type { ReactNode } from 'react'
import type { ActivityEntry } from '../../../shared/activity.ts'
import { words } from '../../../shared/words/index.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import styles from './activity-details.module.css'
import { actorOf, amountOf, receiptOf, sayEvent } from './say-event.ts'

export interface ActivityDetailsProps {
  entry: ActivityEntry
  timeZone: string
  onClose: () => void
}

/** One entry as it stands in the log: its number, its ids, its link in the chain, its data. */
export function ActivityDetails({ entry, timeZone, onClose }: ActivityDetailsProps): ReactNode {
  const say = words.activity
  return (
    <SidePanel title={say.details} subtitle={sayEvent(entry, timeZone)} onClose={onClose}>
      <div className={styles.details}>
        <DescriptionList
          items={[
            { term: say.number, value: String(entry.seq) },
            {
              term: say.time,
              value: `${formatDate(entry.localTime, 'medium')} ${entry.localTime.slice(11)}`,
            },
            { term: say.by, value: actorOf(entry) },
            { term: say.receipt, value: receiptOf(entry) },
            { term: say.amount, value: amountOf(entry) },
            { term: say.type, value: <code className={styles.code}>{entry.type}</code> },
            { term: say.id, value: <code className={styles.code}>{entry.id}</code> },
            {
              term: say.correlation,
              value: <code className={styles.code}>{entry.correlationId}</code>,
            },
            {
              term: say.hash,
              value: <code className={styles.code}>{entry.hash.slice(0, 16)}…</code>,
            },
          ]}
        />
        <p className={styles.hint}>{say.hashHint}</p>
        <section aria-label={say.data}>
          <h3 className={styles.title}>{say.data}</h3>
          {entry.data === null ? (
            <p className={styles.hint}>{say.erased}</p>
          ) : (
            <pre className={styles.data}>{JSON.stringify(entry.data, null, 2)}</pre>
          )}
        </section>
      </div>
    </SidePanel>
  )
}
