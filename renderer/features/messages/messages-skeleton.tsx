import type { ReactNode } from 'react'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './messages-skeleton.module.css'

/** The list's shape while its first page is on the way. */
export function MessagesSkeleton(): ReactNode {
  return (
    <div className={styles.skeleton}>
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} className={styles.row}>
          <Skeleton width={`${40 + ((index * 17) % 30)}%`} height="12px" />
          <Skeleton width="72px" height="12px" />
        </div>
      ))}
    </div>
  )
}
