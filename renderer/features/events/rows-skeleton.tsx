import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './rows-skeleton.module.css'

/** The shape of a list while its first rows are on the way. */
export function RowsSkeleton({ rows = 9 }: { rows?: number }): ReactNode {
  return (
    <div role="status" aria-label={words.ui.loading} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.row}>
          <Skeleton width="40px" height="12px" />
          <Skeleton width="36px" height="12px" />
          <Skeleton width={`${40 + ((index * 17) % 34)}%`} height="12px" />
        </div>
      ))}
    </div>
  )
}
