import { useState, type ReactNode } from 'react'
import type { AppointmentDetail, CancellationReason } from '../../../shared/appointments.ts'
import type { GroupSession } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useApproval } from '../staff/approval.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useSay } from '../appointments/say.tsx'
import styles from './cancel-group-dialog.module.css'

const formId = 'cancel-group-form'
const reasons = [
  'trainer_unavailable',
  'studio_closed',
  'booked_by_mistake',
  'other',
] as const satisfies readonly CancellationReason[]

/** Cancels a whole group session. It is the studio that does, so no client pays: that stands first. */
export function CancelGroupDialog({
  appointment,
  group,
  onClose,
}: {
  appointment: AppointmentDetail
  group: GroupSession
  onClose: () => void
}): ReactNode {
  const cancel = useCommand('groups.cancel')
  const approved = useApproval()
  const say = useSay()
  const [reason, setReason] = useState<CancellationReason>('trainer_unavailable')
  const [note, setNote] = useState('')
  const [isRefunding, setRefunding] = useState(false)
  const time = appointment.localStart.slice(11)
  const seats = group.seats.length
  const isPaid = group.seats.some(
    ({ money }) => money?.status === 'paid' || money?.status === 'part_refunded',
  )

  async function submit(): Promise<void> {
    const input = {
      appointmentId: appointment.id,
      reason,
      refund: isRefunding && isPaid,
      ...(note.trim() !== '' && { note }),
    }
    const result = await approved((refundApprovalId) =>
      cancel.run(refundApprovalId === undefined ? input : { ...input, refundApprovalId }),
    )
    if (!result.ok) return
    say.done({ title: words.groups.cancelled(appointment.clientName, time) }, result.value.undo)
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.groups.cancelTitle(appointment.clientName)}
      subtitle={`${appointment.trainerName}, ${formatDate(appointment.localStart, 'weekday')}, ${time}`}
      footer={
        <>
          <Button onPress={onClose}>{words.booking.keep}</Button>
          <Button variant="danger" type="submit" form={formId} isPending={cancel.isPending}>
            {seats === 0 ? words.groups.cancelAll : words.groups.cancelAllSeats(seats)}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <div className={styles.consequence}>
          <p>{words.groups.cancelAllHelp(seats)}</p>
          {group.waiting.length > 0 && <p>{words.groups.waitlistEnds(group.waiting.length)}</p>}
        </div>
        {isPaid && (
          <Checkbox
            isSelected={isRefunding}
            onChange={setRefunding}
            description={
              isRefunding ? words.groups.cancelAllRefundHelp : words.groups.cancelAllBalance
            }
          >
            {words.groups.cancelAllRefund}
          </Checkbox>
        )}
        <Select
          label={words.booking.reason}
          options={reasons.map((value) => ({ value, label: words.booking.reasons[value] }))}
          value={reason}
          onChange={setReason}
        />
        <TextArea
          label={words.booking.cancelNote}
          isOptional
          value={note}
          onChange={setNote}
          maxLength={500}
          placeholder={words.booking.notePlaceholder}
        />
        <FormError error={cancel.failure} />
      </form>
    </Dialog>
  )
}
