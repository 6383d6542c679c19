import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import styles from './earning-bars.module.css'
import { sayAmount } from './say-rate.ts'

interface EarningBar {
  readonly key: string
  readonly label: string
  readonly amountMinor: number
}

/** So many bars have room for their amounts above them. */
const mostAmounts = 8

/**
 * Amounts side by side, one bar each; what was taken back hangs below the line. The same numbers
 * stand in the table beside it.
 *
 * @example
 * <EarningBars label={words.earnings.chart(by, days)} bars={bars} currency="EUR" />
 */
export function EarningBars({
  label,
  bars,
  currency,
}: {
  label: string
  bars: readonly EarningBar[]
  currency: string
}): ReactNode {
  const most = Math.max(0, ...bars.map(({ amountMinor }) => amountMinor))
  const least = Math.min(0, ...bars.map(({ amountMinor }) => amountMinor))
  const range = most - least || 1
  const isDense = bars.length > mostAmounts
  const up = (most / range) * 100
  return (
    <div
      role="img"
      aria-label={label}
      className={classNames(styles.chart, isDense && styles.dense)}
    >
      {bars.map(({ key, label: name, amountMinor }, index) => {
        const height = (Math.abs(amountMinor) / range) * 100
        const bottom = amountMinor < 0 ? 100 - up - height : 100 - up
        return (
          <div
            key={key}
            className={styles.column}
            title={`${name}: ${sayAmount(amountMinor, currency)}`}
          >
            <div className={styles.plot}>
              <div
                className={classNames(styles.bar, amountMinor < 0 && styles.below)}
                style={{ bottom: `${bottom}%`, height: `${height}%` }}
              >
                {!isDense && amountMinor !== 0 && (
                  <span className={styles.amount}>{sayAmount(amountMinor, currency)}</span>
                )}
              </div>
              <div className={styles.zero} style={{ bottom: `${100 - up}%` }} />
            </div>
            <span className={styles.name}>
              {!isDense || index % 5 === 0 || bars.length <= 14 ? name : ''}
            </span>
          </div>
        )
      })}
    </div>
  )
}
