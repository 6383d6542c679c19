import { Fragment, type ReactNode } from 'react'
import styles from './description-list.module.css'

export interface DescriptionListProps {
  /** Terms in order; those whose value is null are left out. */
  items: readonly { term: string; value: ReactNode }[]
}

/**
 * Facts about one thing, term beside value.
 *
 * @example
 * <DescriptionList items={[{ term: words.booking.trainer, value: 'Ana Ruiz' }]} />
 */
export function DescriptionList({ items }: DescriptionListProps): ReactNode {
  return (
    <dl className={styles.list}>
      {items
        .filter((item) => item.value !== null && item.value !== undefined)
        .map((item) => (
          <Fragment key={item.term}>
            <dt className={styles.term}>{item.term}</dt>
            <dd className={styles.value}>{item.value}</dd>
          </Fragment>
        ))}
    </dl>
  )
}
