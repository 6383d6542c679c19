import { ChartNoAxesColumn } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { EventVolume } from '../../../shared/event-monitor.ts'
import { addDays } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Table, type TableColumn } from '../../ui/table.tsx'
import { BarChart } from './bar-chart.tsx'
import { PhaseAdvice } from './phase-advice.tsx'
import { useToday } from './use-today.ts'
import { dayBars, hourBars, phaseFrom, type Bar } from './volume-figures.ts'
import styles from './volume-tab.module.css'

type Scale = 'hour' | 'day'

const say = words.events.volume

const scales = [
  { value: 'hour', label: say.perHour },
  { value: 'day', label: say.perDay },
] as const

/** How much happens, and what that says about where handlers should run. */
export function VolumeTab(): ReactNode {
  const volume = useQueryOf('events.volume', {})
  if (volume.data === undefined) {
    return volume.failure ? (
      <ErrorState error={volume.failure} onRetry={volume.refetch} />
    ) : (
      <div role="status" aria-label={words.ui.loading} className={styles.tab}>
        <Skeleton height={72} />
        <Skeleton height={340} />
        <Skeleton height={120} />
      </div>
    )
  }
  return <Volume volume={volume.data} />
}

function Volume({ volume }: { volume: EventVolume }): ReactNode {
  const [scale, setScale] = useState<Scale>('hour')
  const today = useToday()
  const dates = Array.from({ length: 7 }, (_, index) => addDays(today, index - 6))
  const { busiestHour } = volume
  const week = volume.days.reduce((sum, { count }) => sum + count, 0)
  const bars = scale === 'hour' ? hourBars(volume.hours, dates) : dayBars(volume.days, dates)
  const busiest = busiestHour?.count ?? 0

  if (week === 0) {
    return <EmptyState icon={ChartNoAxesColumn} title={say.emptyTitle} body={say.emptyBody} />
  }
  return (
    <div className={styles.tab}>
      <dl className={styles.figures}>
        <Figure term={say.total} value={words.events.count(volume.totalEvents)} />
        <Figure term={say.week} value={words.events.count(week)} />
        <Figure
          term={say.busiest}
          value={say.perHourUnit(busiest)}
          {...(busiestHour && {
            detail: `${formatDate(busiestHour.hour, 'weekday')} ${busiestHour.hour.slice(11)}`,
          })}
        />
      </dl>
      <section aria-label={say.by} className={styles.card}>
        <div className={styles.switch}>
          <h2 className={styles.title}>{scale === 'hour' ? say.chartHour : say.chartDay}</h2>
          <SegmentedControl
            label={say.by}
            isLabelHidden
            segments={scales}
            value={scale}
            onChange={setScale}
          />
        </div>
        <div className={styles.pair}>
          <BarChart
            label={scale === 'hour' ? say.chartHour : say.chartDay}
            bars={bars}
            groupOf={({ key }) => formatDate(key, 'weekday')}
            {...(scale === 'hour' && { threshold: phaseFrom.streams })}
          />
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a week of hours is scrolled by keyboard too */}
          <div tabIndex={0} role="region" aria-label={say.events} className={styles.table}>
            <Table
              label={scale === 'hour' ? say.chartHour : say.chartDay}
              columns={scale === 'hour' ? hourColumns : dayColumns}
              rows={bars.filter(({ count }) => scale === 'day' || count > 0).toReversed()}
              keyOf={({ key }) => key}
            />
          </div>
        </div>
      </section>
      <PhaseAdvice advice={volume.advice} busiest={busiest} />
    </div>
  )
}

const countColumn: TableColumn<Bar> = {
  id: 'count',
  header: say.events,
  align: 'end',
  cell: ({ count }) => words.events.count(count),
}

const hourColumns: readonly TableColumn<Bar>[] = [
  { id: 'hour', header: say.hour, isRowHeader: true, cell: ({ label }) => label },
  countColumn,
]

const dayColumns: readonly TableColumn<Bar>[] = [
  { id: 'day', header: say.day, isRowHeader: true, cell: ({ label }) => label },
  {
    id: 'mostly',
    header: say.mostly,
    cell: ({ mostly }) => (
      <span className={styles.types}>
        {mostly.map((type) => (
          <code key={type}>{type}</code>
        ))}
      </span>
    ),
  },
  countColumn,
]

function Figure({
  term,
  value,
  detail,
}: {
  term: string
  value: string
  detail?: string
}): ReactNode {
  return (
    <div className={styles.figure}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{value}</dd>
      {detail !== undefined && <dd className={styles.detail}>{detail}</dd>}
    </div>
  )
}
