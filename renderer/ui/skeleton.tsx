import type { CSSProperties, ReactNode } from 'react'
import styles from './skeleton.module.css'

export interface SkeletonProps {
  /** CSS lengths; the width defaults to all there is. */
  width?: CSSProperties['width']
  height?: CSSProperties['height']
}

/**
 * A grey stand-in of the size of what is coming, so that nothing jumps. Silent to screen readers:
 * put `aria-busy` on the region that is loading.
 */
export function Skeleton({ width = '100%', height = '1em' }: SkeletonProps): ReactNode {
  return <span className={styles.skeleton} style={{ width, height }} aria-hidden />
}
