import type { ReactNode } from 'react'
import type { Earnings, TrainerEarnings } from '../../../shared/earnings.ts'
import { formatSigned } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Select } from '../../ui/select.tsx'
import { Table, type TableColumn } from '../../ui/table.tsx'
import { EarningBars } from './earning-bars.tsx'
import { daysOf, sayPeriod, type EarningPeriod } from './earning-period.ts'
import styles from './earnings-screen.module.css'
import { sayAmount } from './say-rate.ts'
import { stepOf, sumByTime, type EarningSum } from './sum-earnings.ts'

const say = words.earnings
const everybody = 'everybody'

/** The sums as a picture with its table: by trainer, or over time for one of them. */
export function EarningsOverview({
  earnings,
  period,
  trainerId,
  onChoose,
}: {
  earnings: Earnings
  period: EarningPeriod
  /** Whose alone; null for everybody. */
  trainerId: string | null
  /** Left out where there is nobody to choose from. */
  onChoose?: (trainerId: string | null) => void
}): ReactNode {
  const { from, until } = daysOf(period)
  const { currency, trainers } = earnings
  const titles = { day: say.byDay, month: say.byMonth }
  const title = trainerId === null ? say.byTrainer : titles[stepOf(from, until)]
  const sums =
    trainerId === null
      ? null
      : sumByTime(
          earnings.lines.filter((line) => line.trainerId === trainerId),
          from,
          until,
        )
  return (
    <section className={styles.card} aria-label={say.sums}>
      <header className={styles.cardHead}>
        <h2 className={styles.title}>{title}</h2>
        {onChoose && (
          <Select
            label={say.whose}
            isLabelHidden
            className={styles.whose ?? ''}
            options={[
              { value: everybody, label: say.everybody },
              ...trainers.map((trainer) => ({
                value: trainer.trainerId,
                label: trainer.name,
                hue: trainer.hue,
              })),
            ]}
            value={trainerId ?? everybody}
            onChange={(value) => onChoose(value === everybody ? null : value)}
          />
        )}
      </header>
      <div className={styles.pair}>
        <EarningBars
          label={say.chart(title, sayPeriod(period))}
          currency={currency}
          bars={
            sums ??
            trainers.map(({ trainerId: key, name, earnedMinor }) => ({
              key,
              label: name.split(' ')[0] ?? name,
              amountMinor: earnedMinor,
            }))
          }
        />
        <ScrollRegion label={title} className={styles.scrolled}>
          {sums ? (
            <Table
              label={title}
              columns={timeColumns(currency, stepOf(from, until))}
              rows={sums.filter(({ sessions }) => sessions > 0)}
              keyOf={({ key }) => key}
            />
          ) : (
            <Table
              label={title}
              columns={trainerColumns(currency)}
              rows={trainers}
              keyOf={(trainer) => trainer.trainerId}
            />
          )}
        </ScrollRegion>
      </div>
    </section>
  )
}

function trainerColumns(currency: string): readonly TableColumn<TrainerEarnings>[] {
  return [
    {
      id: 'trainer',
      header: say.trainer,
      isRowHeader: true,
      cell: ({ name, adjustedMinor }) => (
        <>
          {name}
          {adjustedMinor !== 0 && (
            <span className={styles.detail}>
              {say.adjustedBy(formatSigned(adjustedMinor, currency))}
            </span>
          )}
        </>
      ),
    },
    { id: 'sessions', header: say.sessionsHead, align: 'end', cell: ({ sessions }) => sessions },
    {
      id: 'earned',
      header: say.earned,
      align: 'end',
      cell: ({ earnedMinor }) => sayAmount(earnedMinor, currency),
    },
  ]
}

function timeColumns(currency: string, step: 'day' | 'month'): readonly TableColumn<EarningSum>[] {
  return [
    { id: 'when', header: say[step], isRowHeader: true, cell: ({ name }) => name },
    { id: 'sessions', header: say.sessionsHead, align: 'end', cell: ({ sessions }) => sessions },
    {
      id: 'earned',
      header: say.earned,
      align: 'end',
      cell: ({ amountMinor }) => sayAmount(amountMinor, currency),
    },
  ]
}
