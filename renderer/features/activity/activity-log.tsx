import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { addDays, instantFrom, localDateOf, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import styles from './activity-log.module.css'
import { ActivityRow } from './activity-row.tsx'
import { byDay } from './say-event.ts'
import type { ActivityList } from './use-activity.ts'

export interface ActivityLogProps {
  list: ActivityList
  openId: string | null
  onOpen: (id: string | null) => void
}

/** The entries under their days. Arrows move between them, Enter opens one, the end loads more. */
export function ActivityLog({ list, openId, onOpen }: ActivityLogProps): ReactNode {
  const log = useRef<HTMLDivElement>(null)
  const today = todayIn(list.timeZone)
  const yesterday = addDays(today, -1)

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const rows = [...(log.current?.querySelectorAll<HTMLElement>('button[data-entry]') ?? [])]
    const now = rows.findIndex((row) => row === document.activeElement)
    const next = rows[now + (event.key === 'ArrowDown' ? 1 : -1)]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <div ref={log} className={styles.log}>
      {byDay(list.entries).map((group) => (
        <section key={group.date} aria-labelledby={`day-${group.date}`} className={styles.day}>
          <h2 id={`day-${group.date}`} className={styles.date}>
            {group.date === today && <span className={styles.near}>{words.activity.today}</span>}
            {group.date === yesterday && (
              <span className={styles.near}>{words.activity.yesterday}</span>
            )}
            {formatDate(group.date, 'long')}
          </h2>
          <ol aria-label={words.activity.list}>
            {group.entries.map((entry) => (
              <ActivityRow
                key={entry.id}
                entry={entry}
                timeZone={list.timeZone}
                isOpen={entry.id === openId}
                onOpen={() => onOpen(entry.id === openId ? null : entry.id)}
                onKeyDown={onKeyDown}
              />
            ))}
          </ol>
        </section>
      ))}
      {list.hasMore ? (
        <More list={list} />
      ) : (
        <p className={styles.beginning}>{words.activity.beginning}</p>
      )}
    </div>
  )
}

function todayIn(timeZone: string): LocalDate {
  return localDateOf(instantFrom(Date.now()), timeZone)
}

/** Loads the next page when it comes into view; the button is there for the keyboard. */
function More({ list }: { list: ActivityList }): ReactNode {
  const end = useRef<HTMLDivElement>(null)
  const loadMore = useRef(list.loadMore)
  useEffect(() => {
    loadMore.current = list.loadMore
  })
  const count = list.entries.length

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
    <div ref={end} className={styles.more}>
      <Button variant="ghost" isPending={list.isLoadingMore} onPress={list.loadMore}>
        {words.activity.more}
      </Button>
    </div>
  )
}
