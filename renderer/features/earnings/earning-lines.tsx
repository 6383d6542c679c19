import { Download, Printer, Replace } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { EarningLine, TrainerEarnings } from '../../../shared/earnings.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Table, type TableColumn } from '../../ui/table.tsx'
import styles from './earnings-screen.module.css'
import { sayAmount, sayBase, sayRate } from './say-rate.ts'

const say = words.earnings

/** So many rows are drawn at once; the others are a press away. */
const firstLines = 100

/** Every line of the period: which session, what became of it, and how it comes to its amount. */
export function EarningLines({
  lines,
  trainers,
  currency,
  showsTrainer,
  isExporting,
  onExport,
  onPrint,
}: {
  lines: readonly EarningLine[]
  trainers: readonly TrainerEarnings[]
  currency: string
  /** Left out where all lines are of one trainer. */
  showsTrainer: boolean
  isExporting: boolean
  /** Left out for those who may not export. */
  onExport?: () => void
  onPrint: () => void
}): ReactNode {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? lines : lines.slice(0, firstLines)
  const nameOf = new Map(trainers.map(({ trainerId, name }) => [trainerId, name]))
  return (
    <section className={styles.card} aria-label={say.lines}>
      <header className={styles.cardHead}>
        <h2 className={styles.title}>{say.lines}</h2>
        <div className={styles.actions}>
          <Button icon={Printer} onPress={onPrint}>
            {words.ui.print}
          </Button>
          {onExport && (
            <Button icon={Download} isPending={isExporting} onPress={onExport}>
              {say.export}
            </Button>
          )}
        </div>
      </header>
      <Table
        label={say.lines}
        columns={columnsIn(currency, showsTrainer ? nameOf : null)}
        rows={shown}
        keyOf={({ id }) => id}
      />
      {shown.length < lines.length && (
        <div className={styles.more}>
          <Button variant="ghost" onPress={() => setWhole(true)}>
            {say.more(lines.length)}
          </Button>
        </div>
      )}
    </section>
  )
}

function columnsIn(
  currency: string,
  nameOf: ReadonlyMap<string, string> | null,
): readonly TableColumn<EarningLine>[] {
  return [
    {
      id: 'session',
      header: say.session,
      isRowHeader: true,
      cell: ({ localStart, service, client }) => (
        <>
          {formatDate(localStart, 'weekday')}, {localStart.slice(11)}
          <span className={styles.detail}>
            {client === null ? say.group(service) : `${service}, ${client}`}
          </span>
        </>
      ),
    },
    ...(nameOf
      ? [
          {
            id: 'trainer',
            header: say.trainer,
            cell: ({ trainerId }: EarningLine) => nameOf.get(trainerId) ?? '',
          },
        ]
      : []),
    { id: 'became', header: say.becameHead, cell: (line) => <Became line={line} /> },
    { id: 'base', header: say.base, align: 'end', cell: (line) => sayBase(line, currency) },
    { id: 'rate', header: say.rate, align: 'end', cell: ({ rate }) => sayRate(rate, currency) },
    {
      id: 'amount',
      header: say.amount,
      align: 'end',
      cell: ({ amountMinor }) => (
        <strong className={styles.strong}>{sayAmount(amountMinor, currency)}</strong>
      ),
    },
  ]
}

function Became({ line }: { line: EarningLine }): ReactNode {
  const { status, late, kind, cause, payOn, sessionOn } = line
  const why = cause === null ? undefined : say.causes[cause]
  const isAhead = kind === 'recorded' && (status === 'booked' || status === 'checked_in')
  return (
    <div className={styles.became}>
      <span>
        {say.became(status, late)}
        {isAhead && `, ${say.ahead}`}
      </span>
      {kind === 'adjusted' && (
        <Badge tone="info" icon={Replace}>
          {why === undefined ? say.adjustment : say.adjustedBecause(why)}
        </Badge>
      )}
      {payOn !== sessionOn && (
        <span className={styles.detail}>{say.later(formatDate(payOn, 'weekday'))}</span>
      )}
    </div>
  )
}
