import type { ReactNode } from 'react'
import type { DayReport } from '../../../shared/day-close.ts'
import { formatMoney, formatSigned, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Paper, PaperDialog, PaperFacts } from '../../ui/paper-dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { nameOfTender, sayBalances, sayFigures, saySessions } from './say-figures.ts'

/** The report of a closed day, to look at and to print: now and whenever it is asked for again. */
export function DayReportDialog({
  dayId,
  onClose,
}: {
  dayId: string
  onClose: () => void
}): ReactNode {
  const report = useQueryOf('day.report', { dayId })
  return (
    <PaperDialog
      title={words.dayClose.report}
      paper={report.data ? <DayPaper report={report.data} /> : null}
      instead={
        report.failure ? (
          <ErrorState error={report.failure} onRetry={report.refetch} />
        ) : (
          <Spinner label={words.dayClose.reportLoading} />
        )
      }
      onClose={onClose}
    />
  )
}

function DayPaper({ report }: { report: DayReport }): ReactNode {
  const say = words.dayClose
  const { figures, head } = report
  const money = (amount: number) => formatMoney(minor(amount), figures.currency)
  return (
    <Paper label={say.report} studioName={report.studioName} kind={say.report}>
      <PaperFacts
        facts={[
          { term: say.date, value: formatDate(figures.date, 'medium') },
          {
            term: say.closed,
            value: `${formatDate(report.closedLocal, 'weekday')}, ${report.closedLocal.slice(11)}, ${report.closedBy}`,
          },
        ]}
      />
      <PaperFacts
        title={say.byTender}
        facts={[
          ...figures.tenders.flatMap((tender) => {
            const name = nameOfTender(tender)
            const { takenMinor, refundedMinor, voidedMinor, paidOutMinor = 0 } = tender
            const out = (what: string, amount: number) =>
              amount === 0
                ? []
                : [{ term: `${name}: ${what}`, value: formatSigned(-amount, figures.currency) }]
            return [
              { term: name, value: money(takenMinor) },
              ...out(say.refunded, refundedMinor),
              ...out(say.voided, voidedMinor),
              ...out(say.paidOut, paidOutMinor),
            ]
          }),
          ...sayBalances(figures),
          { term: say.net, value: money(figures.netMinor), isSum: true },
        ]}
      />
      <PaperFacts facts={sayFigures(figures)} />
      <PaperFacts title={say.sessions} facts={saySessions(figures)} />
      <PaperFacts
        title={say.log}
        facts={[
          { term: say.logSeq, value: String(head.seq) },
          { term: say.logHash, value: head.hash },
        ]}
      />
    </Paper>
  )
}
