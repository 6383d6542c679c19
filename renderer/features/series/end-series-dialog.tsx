import { useState, type ReactNode } from 'react'
import type { CancelledBy } from '../../../shared/appointments.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import type { EndConsequence, SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConsequenceBox } from '../appointments/cancel-consequence.tsx'
import { MoneyRefusal } from '../payments/money-refusal.tsx'
import styles from './end-series-dialog.module.css'

export interface EndSeriesDialogProps {
  appointmentId: string
  /** Sessions from this one on. */
  count: number
  onClose: () => void
  onEnded: (ended: SeriesChanged) => void
}

const sides = [
  { value: 'client', label: words.booking.by.client },
  { value: 'studio', label: words.booking.by.studio },
] as const

/** Cancels this session and the following ones, and says first what that means. */
export function EndSeriesDialog({
  appointmentId,
  count,
  onClose,
  onEnded,
}: EndSeriesDialogProps): ReactNode {
  const cancel = useCommand('series.cancelFollowing')
  const { studio } = useSignedIn()
  const [by, setBy] = useState<CancelledBy>('client')
  const query = useQueryOf('series.endConsequence', { appointmentId, by }, { keepPrevious: true })
  const consequence = query.data

  async function submit(): Promise<void> {
    const reason = by === 'client' ? 'client_request' : 'other'
    if (!consequence) return
    const { feeMinor, sessionsLost, backMinor } = consequence
    const shown = { feeMinor, sessionsLost, backMinor }
    const result = await cancel.run({ appointmentId, by, reason, shown })
    if (result.ok) onEnded(result.value)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={words.series.endTitle(count)}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {words.series.keep}
          </Button>
          <Button
            variant="danger"
            isPending={cancel.isPending}
            isDisabled={!consequence}
            onPress={() => void submit()}
          >
            {words.series.confirmEnd(count)}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <SegmentedControl
          label={words.booking.whoCancels}
          segments={sides}
          value={by}
          onChange={setBy}
          isFullWidth
        />
        <div aria-live="polite">
          {consequence ? (
            <ConsequenceBox said={sayEnd(consequence, studio.currency)} />
          ) : query.failure ? (
            <ErrorState error={query.failure} onRetry={query.refetch} />
          ) : (
            <div role="status" aria-label={words.booking.weighing}>
              <Skeleton height={84} />
            </div>
          )}
        </div>
        <MoneyRefusal failure={cancel.failure} onSolved={cancel.clear} />
      </div>
    </Dialog>
  )
}

function sayEnd(consequence: EndConsequence, currency: string) {
  const { series } = words
  const { feeMinor, sessionsLost, backMinor, lateOn } = consequence
  const money = (amount: number) => formatMoney(minor(amount), currency)
  const costs = [
    ...(feeMinor > 0 ? [series.endFee(money(feeMinor))] : []),
    ...(sessionsLost > 0 ? [series.endCredits(sessionsLost)] : []),
  ]
  return {
    tone: costs.length > 0 ? ('costly' as const) : ('good' as const),
    title: costs.join(', ') || series.endFree,
    lines: [
      series.endPoint,
      ...(lateOn.length > 0
        ? [series.endLate(lateOn.map((day) => formatDate(day, 'weekday')))]
        : []),
      ...(backMinor > 0 ? [series.endBack(money(backMinor))] : []),
    ],
  }
}
