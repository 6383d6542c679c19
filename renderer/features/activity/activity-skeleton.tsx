import type { ReactNode } from 'react'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './activity-skeleton.module.css'

/** The list's shape while its first page is on the way. */
export function ActivitySkeleton(): ReactNode {
  return (
    <div className={styles.skeleton}>
      {Array.from({ length: 9 }, (_, index) => (
        <div key={index} className={styles.row}>
          <Skeleton width="44px" height="12px" />
          <Skeleton width={`${44 + ((index * 17) % 30)}%`} height="12px" />
        </div>
      ))}
    </div>
  )
}
