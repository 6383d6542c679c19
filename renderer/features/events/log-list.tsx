import { useEffect, useRef, type ReactNode } from 'react'
import { addDays } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { byDay } from '../activity/say-event.ts'
import { moveByArrows } from './move-by-arrows.ts'
import styles from './log-list.module.css'
import { LogRow } from './log-row.tsx'
import type { EventLog } from './use-event-log.ts'
import { useToday } from './use-today.ts'

export interface LogListProps {
  log: EventLog
  /** Stands under the last event there is. */
  end: string
  openSeq: number | null
  onOpen: (seq: number | null) => void
}

/** The events under their days. Arrows move between them, Enter opens one, the end loads more. */
export function LogList({ log, end, openSeq, onOpen }: LogListProps): ReactNode {
  const { timeZone } = useSignedIn().studio
  const today = useToday()
  const yesterday = addDays(today, -1)
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the rows inside are the buttons; the arrows bubble here
    <div className={styles.log} onKeyDown={moveByArrows}>
      {byDay(log.entries).map(({ date, entries }) => (
        <section key={date} aria-labelledby={`events-${date}`}>
          <h2 id={`events-${date}`} className={styles.date}>
            {date === today && <span className={styles.near}>{words.activity.today}</span>}
            {date === yesterday && <span className={styles.near}>{words.activity.yesterday}</span>}
            {formatDate(date, 'long')}
          </h2>
          <ol aria-label={words.events.list} className={styles.rows}>
            {entries.map((entry) => (
              <LogRow
                key={entry.id}
                entry={entry}
                timeZone={timeZone}
                isOpen={entry.seq === openSeq}
                onOpen={() => onOpen(entry.seq === openSeq ? null : entry.seq)}
              />
            ))}
          </ol>
        </section>
      ))}
      {log.hasMore ? <More log={log} /> : <p className={styles.end}>{end}</p>}
    </div>
  )
}

/** Loads the next page when it comes into view; the button is there for the keyboard. */
function More({ log }: { log: EventLog }): ReactNode {
  const end = useRef<HTMLDivElement>(null)
  const loadMore = useRef(log.loadMore)
  useEffect(() => {
    loadMore.current = log.loadMore
  })
  const count = log.entries.length

  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) loadMore.current()
      },
      { rootMargin: '400px' },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [count])

  return (
    <div ref={end} className={styles.end}>
      <Button variant="ghost" isPending={log.isLoadingMore} onPress={log.loadMore}>
        {words.events.more}
      </Button>
    </div>
  )
}
