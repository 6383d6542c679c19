import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Select } from '../../ui/select.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import { DatesDialog } from './dates-dialog.tsx'
import styles from './dates-dialog.module.css'
import { choicesFor, type Choices } from './series-choices.ts'

export interface FollowingDialogProps {
  appointment: AppointmentDetail
  onClose: () => void
  onMoved: (moved: SeriesChanged) => void
}

/** Moves this session and the following ones to another time of their day, or another trainer. */
export function FollowingDialog({
  appointment,
  onClose,
  onMoved,
}: FollowingDialogProps): ReactNode {
  const catalog = useQueryOf('catalog.list', {})
  const change = useCommand('series.changeFollowing')
  const [trainerId, setTrainerId] = useState(appointment.trainerId)
  const [time, setTime] = useState<string | null>(appointment.localStart.slice(11))
  const isThere = time === appointment.localStart.slice(11) && trainerId === appointment.trainerId
  const isValid = time !== null && !isThere
  const input = { appointmentId: appointment.id, trainerId, time: time ?? '' }
  const [choices, setChoices] = useState<Choices>({})
  const preview = useQueryOf('series.previewFollowing', input, {
    enabled: isValid,
    keepPrevious: true,
  })

  return (
    <DatesDialog
      title={words.series.changeTitle}
      subtitle={words.series.changeHelp}
      isValid={isValid}
      preview={preview}
      choices={choices}
      onChoices={setChoices}
      skipLabel={words.series.leave}
      confirm={words.series.confirmMove}
      command={change}
      onSubmit={() => {
        void change
          .run({ ...input, choices: choicesFor(preview.data ?? [], choices) })
          .then((result) => {
            if (result.ok) onMoved(result.value)
          })
      }}
      onClose={onClose}
    >
      <div className={styles.pair}>
        <Select
          label={words.booking.trainer}
          options={(catalog.data?.trainers ?? []).map(({ id, name, hue }) => ({
            value: id,
            label: name,
            hue,
          }))}
          value={trainerId}
          onChange={setTrainerId}
        />
        <TimeField
          autoFocus
          label={words.booking.start}
          value={time}
          onChange={setTime}
          error={time === null ? words.booking.chooseTime : undefined}
        />
      </div>
    </DatesDialog>
  )
}
