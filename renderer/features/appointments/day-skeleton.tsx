import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './day-skeleton.module.css'

/** Where sessions might be, as [start, length] in eighths of the height. Only to look like a day. */
const columns = [
  [
    [0.5, 1],
    [2, 0.6],
    [4.5, 1.4],
  ],
  [
    [1, 1.4],
    [3.4, 0.8],
  ],
  [
    [0.2, 0.8],
    [1.6, 1],
    [5, 0.8],
  ],
  [
    [2.4, 1.4],
    [4.8, 1],
  ],
  [
    [0.6, 1],
    [3, 1],
    [4.6, 0.6],
  ],
  [
    [1.4, 0.8],
    [3.8, 1.4],
  ],
] as const

/** The shape of a day while it is being read. */
export function DaySkeleton(): ReactNode {
  return (
    <div role="status" aria-busy aria-label={words.day.loading} className={styles.day}>
      {columns.map((sessions, index) => (
        <div key={sessions[0][0]} className={styles.column} data-hue={index + 1}>
          <div className={styles.head}>
            <Skeleton width={32} height={32} />
            <div className={styles.lines}>
              <Skeleton width="70%" height={11} />
              <Skeleton width="45%" height={9} />
            </div>
          </div>
          <div className={styles.body}>
            {sessions.map(([start, length]) => (
              <div
                key={start}
                className={styles.session}
                style={{ top: `${start * 12.5}%`, height: `${length * 12.5}%` }}
              >
                <Skeleton height="100%" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
