import type { ReactNode } from 'react'
import type { DrawerReport } from '../../../shared/drawer.ts'
import { formatMoney, formatSigned, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Paper, PaperDialog, PaperFacts } from '../../ui/paper-dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'

/** The report of a closed session, to look at and to print. */
export function DrawerReportDialog({
  drawerId,
  onClose,
}: {
  drawerId: string
  onClose: () => void
}): ReactNode {
  const report = useQueryOf('drawer.report', { drawerId })
  return (
    <PaperDialog
      title={words.drawer.report}
      paper={report.data ? <ReportPaper report={report.data} /> : null}
      instead={
        report.failure ? (
          <ErrorState error={report.failure} onRetry={report.refetch} />
        ) : (
          <Spinner label={words.drawer.reportLoading} />
        )
      }
      onClose={onClose}
    />
  )
}

function ReportPaper({ report }: { report: DrawerReport }): ReactNode {
  const { drawer } = words
  const money = (amount: number) => formatMoney(minor(amount), report.currency)
  const at = (local: string) => `${formatDate(local, 'weekday')}, ${local.slice(11)}`
  // Most days pay no balance out, and a report from before there were any never said so.
  const sums = (Object.entries(report.sums) as [keyof DrawerReport['sums'], number][]).filter(
    ([sum, amount]) => sum !== 'payOutsMinor' || amount !== 0,
  )
  return (
    <Paper label={drawer.report} studioName={report.studioName} kind={drawer.report}>
      <PaperFacts
        facts={[
          { term: drawer.openedAt, value: `${at(report.openedLocal)}, ${report.openedBy}` },
          { term: drawer.closedAt, value: `${at(report.closedLocal)}, ${report.closedBy}` },
          ...openingFacts(report),
        ]}
      />
      <PaperFacts
        facts={[
          ...sums.map(([sum, amount]) => ({ term: drawer.sums[sum], value: money(amount) })),
          { term: drawer.expected, value: money(report.expectedMinor), isSum: true },
        ]}
      />
      <PaperFacts
        title={drawer.counted}
        facts={[
          ...report.pieces.map(({ denominationMinor, count }) => ({
            term: `${count} × ${money(denominationMinor)}`,
            value: money(denominationMinor * count),
          })),
          { term: drawer.counted, value: money(report.countedMinor), isSum: true },
          {
            term: drawer.variance,
            value: formatSigned(report.varianceMinor, report.currency),
            isSum: true,
          },
          ...(report.varianceReason === null
            ? []
            : [{ term: drawer.reason, value: report.varianceReason }]),
          ...report.earlierCounts.map(({ local, countedMinor }) => ({
            term: drawer.earlier(local.slice(11)),
            value: money(countedMinor),
          })),
        ]}
      />
      <PaperFacts
        title={drawer.movements}
        facts={report.movements.map(({ local, kind, reason, receiptNumber, amountMinor }) => ({
          term: `${local.slice(11)} ${reason ?? receiptNumber ?? drawer.kinds[kind]}`,
          value: formatSigned(amountMinor, report.currency),
        }))}
      />
    </Paper>
  )
}

/** What lay in it at opening against what the count before had left; nothing where that is the same. */
function openingFacts(report: DrawerReport): { term: string; value: string }[] {
  const { drawer } = words
  const { carriedMinor, openingReason, currency } = report
  if (carriedMinor === null || carriedMinor === report.sums.floatMinor) return []
  const difference = report.sums.floatMinor - carriedMinor
  return [
    { term: drawer.carried, value: formatMoney(carriedMinor, currency) },
    { term: drawer.openingDifference, value: formatSigned(difference, currency) },
    ...(openingReason === null ? [] : [{ term: drawer.openingReason, value: openingReason }]),
  ]
}
