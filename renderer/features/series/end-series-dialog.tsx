import { useState, type ReactNode } from 'react'
import type { CancelledBy } from '../../../shared/appointments.ts'
import type { SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
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
  const [by, setBy] = useState<CancelledBy>('client')

  async function submit(): Promise<void> {
    const reason = by === 'client' ? 'client_request' : 'other'
    const result = await cancel.run({ appointmentId, by, reason })
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
          <Button variant="danger" isPending={cancel.isPending} onPress={() => void submit()}>
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
        <ul className={styles.points}>
          {words.series.endPoints.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <FormError error={cancel.failure} />
      </div>
    </Dialog>
  )
}
