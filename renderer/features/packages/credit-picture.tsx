import type { ReactNode } from 'react'
import type { ClientPackage } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './credit-picture.module.css'

type Counts = Pick<ClientPackage, 'credits' | 'left' | 'held' | 'used' | 'lost'>

/** More pips than this are not counted by eye any more: then it is one bar. */
const mostPips = 20

/** What is left of a package, as pips to be counted or, for a large one, as a bar. */
export function CreditPicture({ counts }: { counts: Counts }): ReactNode {
  const { left, held, used, lost } = counts
  const label = words.packages.picture(left, held, used, lost)
  const parts = (['left', 'held', 'used', 'lost'] as const).map((kind) => ({
    kind,
    count: counts[kind],
  }))
  return (
    <div className={styles.picture}>
      {counts.credits <= mostPips ? (
        <div role="img" aria-label={label} className={styles.pips}>
          {parts.flatMap(({ kind, count }) =>
            Array.from({ length: count }, (_, index) => (
              <span key={`${kind} ${index}`} className={classNames(styles.pip, styles[kind])} />
            )),
          )}
        </div>
      ) : (
        <svg
          role="img"
          aria-label={label}
          className={styles.bar}
          viewBox="0 0 100 8"
          preserveAspectRatio="none"
        >
          {parts.map(({ kind, count }, index) => (
            <rect
              key={kind}
              x={(100 * sum(parts.slice(0, index))) / counts.credits}
              width={(100 * count) / counts.credits}
              height={8}
              className={styles[kind]}
            />
          ))}
        </svg>
      )}
      <ul aria-hidden className={styles.legend}>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ kind, count }) => (
            <li key={kind} className={styles.key}>
              <span className={classNames(styles.dot, styles[kind])} />
              {count} {words.packages.legend[kind]}
            </li>
          ))}
      </ul>
    </div>
  )
}

function sum(parts: readonly { readonly count: number }[]): number {
  return parts.reduce((total, { count }) => total + count, 0)
}
