import type { ReactNode } from 'react'
import type { CancellationReason, CancelledBy } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import styles from './outcome-dialog.module.css'

/** Who cancels and why, while it is being entered. */
export interface CancelDraft {
  readonly by: CancelledBy
  readonly reason: CancellationReason
  readonly note: string
}

const reasonsOf: Record<CancelledBy, readonly CancellationReason[]> = {
  client: ['client_request', 'client_ill', 'booked_by_mistake', 'other'],
  studio: ['trainer_unavailable', 'studio_closed', 'booked_by_mistake', 'other'],
}

const sides = [
  { value: 'client', label: words.booking.by.client },
  { value: 'studio', label: words.booking.by.studio },
] as const

export interface CancelReasonProps {
  value: CancelDraft
  onChange: (draft: CancelDraft) => void
  /** It is the studio that cancels, whatever is chosen. */
  isStudio?: boolean
  /** What follows from who cancels, between that and the note. */
  children?: ReactNode
}

/** Who cancels, why, and a note that stays beside the session. */
export function CancelReason({
  value,
  onChange,
  isStudio = false,
  children,
}: CancelReasonProps): ReactNode {
  function choose(by: CancelledBy): void {
    const [usual] = reasonsOf[by]
    const isKept = usual === undefined || reasonsOf[by].includes(value.reason)
    onChange({ ...value, by, reason: isKept ? value.reason : usual })
  }
  const reason = (
    <Select
      label={words.booking.reason}
      options={reasonsOf[value.by].map((code) => ({
        value: code,
        label: words.booking.reasons[code],
      }))}
      value={value.reason}
      onChange={(code) => onChange({ ...value, reason: code })}
    />
  )
  return (
    <>
      {isStudio ? (
        reason
      ) : (
        <div className={styles.pair}>
          <SegmentedControl
            label={words.booking.whoCancels}
            segments={sides}
            value={value.by}
            onChange={choose}
            isFullWidth
          />
          {reason}
        </div>
      )}
      {children}
      <TextArea
        label={words.booking.cancelNote}
        isOptional
        value={value.note}
        onChange={(note) => onChange({ ...value, note })}
        maxLength={500}
        placeholder={words.booking.notePlaceholder}
      />
    </>
  )
}

/** Why, as commands want it. */
export function whyOf({ reason, note }: CancelDraft) {
  return { reason, ...(note.trim() !== '' && { note }) }
}
