import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './bar-chart.module.css'
import { niceTop, type Bar } from './volume-figures.ts'

export interface BarChartProps {
  /** Read aloud; the numbers themselves stand in a table beside it. */
  label: string
  bars: readonly Bar[]
  /** Neighbours of the same group share one label under the axis: the hours of a day. */
  groupOf: (bar: Bar) => string
  /** A value to draw a line at, once the scale reaches it. */
  threshold?: number
}

/**
 * Counts over time, one bar each. Pointing at a bar says its number.
 *
 * @example
 * <BarChart label={words.events.volume.chartDay} bars={bars} groupOf={({ label }) => label} />
 */
export function BarChart({ label, bars, groupOf, threshold }: BarChartProps): ReactNode {
  const [pointed, setPointed] = useState<Bar | null>(null)
  const largest = bars.reduce((most, { count }) => Math.max(most, count), 0)
  const top = niceTop(largest)
  const share = (value: number) => `${(value / top) * 100}%`
  const lines = [top, top * 0.75, top * 0.5, top * 0.25, 0]
  const isThresholdShown = threshold !== undefined && threshold <= top
  return (
    <figure className={styles.chart}>
      <div role="img" aria-label={label} className={styles.plot}>
        {lines.map((value) => (
          <div key={value} className={styles.line} style={{ bottom: share(value) }}>
            <span className={styles.tick}>{words.events.count(value)}</span>
          </div>
        ))}
        {isThresholdShown && (
          <div className={styles.threshold} style={{ bottom: share(threshold) }}>
            <span className={styles.thresholdLabel}>
              {words.events.volume.threshold(threshold)}
            </span>
          </div>
        )}
        <div className={styles.bars} onPointerLeave={() => setPointed(null)}>
          {bars.map((bar) => (
            <div key={bar.key} className={styles.slot} onPointerEnter={() => setPointed(bar)}>
              <div
                className={classNames(styles.bar, bar.count === largest && styles.largest)}
                style={{ height: share(bar.count) }}
              />
            </div>
          ))}
        </div>
        {pointed && (
          <p className={styles.pointed}>
            {pointed.label} <strong>{words.events.howMany(pointed.count)}</strong>
          </p>
        )}
      </div>
      <div className={styles.axis} aria-hidden>
        {groups(bars, groupOf).map(({ name, size }) => (
          <span key={name} className={styles.group} style={{ flexGrow: size }}>
            {name}
          </span>
        ))}
      </div>
    </figure>
  )
}

function groups(bars: readonly Bar[], groupOf: (bar: Bar) => string) {
  const found: { name: string; size: number }[] = []
  for (const bar of bars) {
    const name = groupOf(bar)
    const last = found.at(-1)
    if (last?.name === name) last.size += 1
    else found.push({ name, size: 1 })
  }
  return found
}
