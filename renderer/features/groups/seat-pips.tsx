import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './seat-pips.module.css'

/** More than this are a bar: nobody counts them. */
const mostPips = 24

/** How full a session is, as a picture: a mark for each seat, the taken ones filled. */
export function SeatPips({
  taken,
  capacity,
  size = 'md',
}: {
  taken: number
  capacity: number
  size?: 'sm' | 'md'
}): ReactNode {
  return (
    <span
      role="img"
      aria-label={words.groups.takenSpoken(taken, capacity)}
      className={classNames(styles.pips, styles[size])}
    >
      {capacity > mostPips ? (
        <span className={styles.track}>
          <span className={styles.fill} style={{ width: `${(taken / capacity) * 100}%` }} />
        </span>
      ) : (
        Array.from({ length: capacity }, (_, seat) => (
          <span key={seat} className={classNames(styles.pip, seat < taken && styles.taken)} />
        ))
      )}
    </span>
  )
}
