import { CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ActivityEntry } from '../../../shared/activity.ts'
import { isEventType } from '../../../shared/events/event.ts'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import { EventIcon } from '../activity/activity-row.tsx'
import { actorOf, amountOf } from '../activity/say-event.ts'
import styles from './log-row.module.css'
import { tellEvent } from './tell-event.ts'

export interface LogRowProps {
  entry: ActivityEntry
  timeZone: string
  isOpen: boolean
  onOpen: () => void
}

/** One event: its number, when, what, of which type, by whom. */
export function LogRow({ entry, timeZone, isOpen, onOpen }: LogRowProps): ReactNode {
  return (
    <li className={styles.item}>
      <button
        type="button"
        data-row
        aria-expanded={isOpen}
        onClick={onOpen}
        className={classNames(styles.row, isOpen && styles.open)}
      >
        <span className={styles.seq}>{words.events.seq(entry.seq)}</span>
        <time dateTime={entry.at} className={styles.time}>
          {entry.localTime.slice(11)}
        </time>
        <KnownIcon entry={entry} />
        <span className={styles.sentence}>{tellEvent(entry, timeZone)}</span>
        <span className={styles.amount}>{amountOf(entry)}</span>
        <code className={styles.type}>{entry.type}</code>
        <span className={styles.actor}>{actorOf(entry)}</span>
      </button>
    </li>
  )
}

/** The type's icon; a question mark for a type of another version of FitFlow. */
export function KnownIcon({ entry }: { entry: ActivityEntry }): ReactNode {
  if (isEventType(entry.type)) return <EventIcon type={entry.type} />
  return <CircleHelp className={styles.unknown} aria-hidden />
}
