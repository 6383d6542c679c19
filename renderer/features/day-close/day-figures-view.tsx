import type { ReactNode } from 'react'
import type { DayFigures, DayTender } from '../../../shared/day-close.ts'
import { formatMoney, formatSigned, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Table, type TableColumn } from '../../ui/table.tsx'
import styles from './day-figures-view.module.css'
import { nameOfTender, netOf, sayBalances, sayFigures, saySessions } from './say-figures.ts'

/** What a day brought: by the hour as a picture, by tender as a table, and the rest as facts. */
export function DayFiguresView({ figures }: { figures: DayFigures }): ReactNode {
  const say = words.dayClose
  return (
    <div className={styles.view}>
      <section className={styles.card}>
        <h2 className={styles.title}>{say.hours}</h2>
        {figures.hours.length === 0 ? (
          <p className={styles.empty}>{say.nothingTaken}</p>
        ) : (
          <Hours figures={figures} />
        )}
      </section>
      <section className={styles.card}>
        <h2 className={styles.title}>{say.byTender}</h2>
        <Table
          label={say.byTender}
          columns={columnsIn(figures)}
          rows={figures.tenders}
          keyOf={({ method }) => method}
        />
        {sayBalances(figures).map(({ term, value }) => (
          <p key={term} className={styles.net}>
            <span>{term}</span>
            <span>{value}</span>
          </p>
        ))}
        <p className={styles.net}>
          <span>{say.net}</span>
          <strong>{formatMoney(minor(figures.netMinor), figures.currency)}</strong>
        </p>
      </section>
      <div className={styles.pair}>
        <section className={styles.card}>
          <h2 className={styles.title}>{say.figures}</h2>
          <DescriptionList items={sayFigures(figures)} />
        </section>
        <section className={styles.card}>
          <h2 className={styles.title}>{say.sessions}</h2>
          <DescriptionList items={saySessions(figures)} />
        </section>
      </div>
    </div>
  )
}

function Hours({ figures: { hours, currency } }: { figures: DayFigures }): ReactNode {
  const first = Math.min(8, ...hours.map(({ hour }) => hour))
  const last = Math.max(19, ...hours.map(({ hour }) => hour))
  const most = Math.max(...hours.map(({ takenMinor }) => takenMinor))
  const takenAt = new Map(hours.map(({ hour, takenMinor }) => [hour, takenMinor]))
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return (
    <ol className={styles.hours} aria-label={words.dayClose.hours}>
      {all.map((hour) => {
        const taken = takenAt.get(hour) ?? minor(0)
        const name = `${String(hour).padStart(2, '0')}:00`
        return (
          <li key={hour} className={styles.hour}>
            <span className={styles.amount}>{taken > 0 && formatMoney(taken, currency)}</span>
            <span className={styles.bar} style={{ height: `${(taken / most) * 120}px` }} />
            <span className={styles.name}>{name}</span>
          </li>
        )
      })}
    </ol>
  )
}

function columnsIn({ currency, tenders }: DayFigures): readonly TableColumn<DayTender>[] {
  const say = words.dayClose
  const money = (amount: number) => formatMoney(minor(amount), currency)
  const out = (amount: number) => (amount === 0 ? money(0) : formatSigned(-amount, currency))
  return [
    { id: 'tender', header: say.tender, isRowHeader: true, cell: nameOfTender },
    { id: 'taken', header: say.taken, align: 'end', cell: (row) => money(row.takenMinor) },
    { id: 'refunded', header: say.refunded, align: 'end', cell: (row) => out(row.refundedMinor) },
    { id: 'voided', header: say.voided, align: 'end', cell: (row) => out(row.voidedMinor) },
    ...(tenders.some(({ paidOutMinor }) => paidOutMinor)
      ? [
          {
            id: 'paid_out',
            header: say.paidOut,
            align: 'end' as const,
            cell: (row: DayTender) => out(row.paidOutMinor ?? 0),
          },
        ]
      : []),
    {
      id: 'net',
      header: say.net,
      align: 'end',
      cell: (row) => money(netOf(row)),
    },
  ]
}
