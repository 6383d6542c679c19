import { Wallet } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Earnings } from '../../../shared/earnings.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useSignedIn } from '../../app/session.tsx'
import { useExportNotice } from '../../app/use-export-notice.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useToday } from '../events/use-today.ts'
import { EarningLines } from './earning-lines.tsx'
import { daysOf, monthOf, type EarningPeriod } from './earning-period.ts'
import { EarningsOverview } from './earnings-overview.tsx'
import styles from './earnings-screen.module.css'
import { EarningsSlip } from './earnings-slip.tsx'
import { PayOut } from './pay-out.tsx'
import { PeriodPicker } from './period-picker.tsx'
import { RatesSection } from './rates-section.tsx'

const say = words.earnings

/** What trainers earn: everybody's for the manager, their own for a trainer, as main decides. */
export function EarningsScreen(): ReactNode {
  const today = useToday()
  const [period, setPeriod] = useState<EarningPeriod>(() => monthOf(today))
  const earnings = useQueryOf('earnings.list', daysOf(period), { keepPrevious: true })
  return (
    <div className={styles.screen}>
      <ScreenHeader title={say.title}>
        <PeriodPicker period={period} today={today} onChange={setPeriod} />
      </ScreenHeader>
      {earnings.failure ? (
        <ErrorState error={earnings.failure} onRetry={earnings.refetch} />
      ) : earnings.data ? (
        <Ready earnings={earnings.data} period={period} isOld={earnings.isFetching} />
      ) : (
        <div className={styles.waiting}>
          <Spinner label={say.loading} />
        </div>
      )}
    </div>
  )
}

function Ready({
  earnings,
  period,
  isOld,
}: {
  earnings: Earnings
  period: EarningPeriod
  /** Shows the days before while the chosen ones are read. */
  isOld: boolean
}): ReactNode {
  const { session } = useSignedIn()
  const isManager = session.role === 'manager'
  const { trainers, currency } = earnings
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [isPrinting, setPrinting] = useState(false)
  const chosen = isManager ? chosenId : (trainers[0]?.trainerId ?? null)
  const trainerId = trainers.some((one) => one.trainerId === chosen) ? chosen : null
  const lines =
    trainerId === null
      ? earnings.lines
      : earnings.lines.filter((line) => line.trainerId === trainerId)

  if (trainers.length === 0 && !isManager) {
    return <EmptyState icon={Wallet} title={say.noColumnTitle} body={say.noColumnBody} />
  }
  return (
    <>
      <ScrollRegion label={say.title} isBusy={isOld} className={styles.scroll}>
        {earnings.lines.length === 0 ? (
          <EmptyState icon={Wallet} title={say.emptyTitle} body={say.emptyBody} />
        ) : (
          <div className={styles.view}>
            <EarningsOverview
              earnings={earnings}
              period={period}
              trainerId={trainerId}
              {...(isManager && { onChoose: setChosenId })}
            />
            <Lines
              key={`${trainerId} ${daysOf(period).from}`}
              earnings={{ ...earnings, lines }}
              period={period}
              trainerId={trainerId}
              isManager={isManager}
              onPrint={() => setPrinting(true)}
            />
          </div>
        )}
      </ScrollRegion>
      <aside aria-label={say.period} className={styles.side}>
        <PayOut earnings={earnings} period={period} mayLock={isManager} />
        {isManager && <RatesSection trainers={trainers} />}
      </aside>
      {isPrinting && (
        <EarningsSlip
          earnings={{ ...earnings, currency }}
          period={period}
          trainerId={trainerId}
          onClose={() => setPrinting(false)}
        />
      )}
    </>
  )
}

function Lines({
  earnings,
  period,
  trainerId,
  isManager,
  onPrint,
}: {
  earnings: Earnings
  period: EarningPeriod
  trainerId: string | null
  isManager: boolean
  onPrint: () => void
}): ReactNode {
  const { lines, trainers, currency } = earnings
  const list = { lines, trainers, currency, showsTrainer: trainerId === null, onPrint }
  if (!isManager) return <EarningLines {...list} isExporting={false} />
  return <ExportedLines list={list} period={period} trainerId={trainerId} />
}

/** The lines with the button that puts them into a file. */
function ExportedLines({
  list,
  period,
  trainerId,
}: {
  list: Omit<Parameters<typeof EarningLines>[0], 'isExporting' | 'onExport'>
  period: EarningPeriod
  trainerId: string | null
}): ReactNode {
  const days = daysOf(period)
  const start = useCommand('earnings.export', { toastFailures: true })
  const state = useQueryOf('earnings.exportState', {}).data
  useExportNotice(state, `${days.from}/${days.until}`, say)
  return (
    <EarningLines
      {...list}
      isExporting={start.isPending}
      onExport={() => void start.run({ period: days, ...(trainerId !== null && { trainerId }) })}
    />
  )
}
