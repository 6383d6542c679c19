import { useState, type ReactNode } from 'react'
import { formatMoney, formatSigned } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './drawer-history.module.css'

const page = 30

/** The sessions that were counted and closed, newest first; pressing one opens its report. */
export function DrawerHistory({ onOpen }: { onOpen: (drawerId: string) => void }): ReactNode {
  const [limit, setLimit] = useState(page)
  const history = useQueryOf('drawer.history', { limit }, { keepPrevious: true })
  const { data } = history
  return (
    <ScrollRegion
      label={words.drawer.history}
      isBusy={history.isLoading}
      className={styles.history}
    >
      <h2 className={styles.title}>{words.drawer.history}</h2>
      {history.failure && !data ? (
        <ErrorState error={history.failure} onRetry={history.refetch} />
      ) : !data ? (
        <Skeleton height={120} />
      ) : data.sessions.length === 0 ? (
        <p className={styles.empty}>{words.drawer.historyEmpty}</p>
      ) : (
        <ul>
          {data.sessions.map((session) => {
            const date = formatDate(session.openedOn, 'medium')
            const { varianceMinor } = session
            return (
              <li key={session.drawerId}>
                <button
                  type="button"
                  className={styles.row}
                  onClick={() => onOpen(session.drawerId)}
                >
                  <span className={styles.date}>
                    {date}
                    <span className={styles.by}>
                      {session.closedLocal.slice(11)} {words.drawer.by(session.closedBy)}
                    </span>
                  </span>
                  <span className={styles.sum}>
                    {formatMoney(session.countedMinor, data.currency)}
                    <span className={classNames(styles.by, varianceMinor !== 0 && styles.off)}>
                      {varianceMinor === 0
                        ? words.drawer.exact
                        : formatSigned(varianceMinor, data.currency)}
                    </span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {data?.more === true && (
        <Button variant="ghost" isFullWidth onPress={() => setLimit(limit + page)}>
          {words.drawer.more}
        </Button>
      )}
    </ScrollRegion>
  )
}
