import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import { PlannedDates } from './planned-dates.tsx'
import { choicesFor, countDates, type Choices } from './series-choices.ts'
import styles from './series-dialog.module.css'

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
  const [choices, setChoices] = useState<Choices>({})
  const isThere = time === appointment.localStart.slice(11) && trainerId === appointment.trainerId
  const isValid = time !== null && !isThere
  const input = { appointmentId: appointment.id, trainerId, time: time ?? '' }
  const preview = useQueryOf('series.previewFollowing', input, {
    enabled: isValid,
    keepPrevious: true,
  })
  const dates = isValid ? (preview.data ?? []) : []
  const { booked, open } = countDates(dates, choices)

  async function submit(): Promise<void> {
    const result = await change.run({ ...input, choices: choicesFor(dates, choices) })
    if (result.ok) onMoved(result.value)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={words.series.changeTitle}
      subtitle={words.series.changeHelp}
      footer={
        <>
          <span role="status" className={styles.summary}>
            {dates.length > 0 && words.series.summary(booked, open)}
          </span>
          <Button onPress={onClose}>{words.ui.close}</Button>
          <Button
            variant="primary"
            isPending={change.isPending}
            isDisabled={!isValid || booked === 0 || open > 0}
            onPress={() => void submit()}
          >
            {words.series.confirmMove(booked)}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
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
        <PlannedDates
          isValid={isValid}
          preview={preview}
          choices={choices}
          onChoices={setChoices}
          trainers={catalog.data?.trainers ?? []}
          skipLabel={words.series.leave}
        />
        <FormError error={change.failure} />
      </div>
    </Dialog>
  )
}
