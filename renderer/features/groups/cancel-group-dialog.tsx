import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { GroupSession } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CancelReason, whyOf, type CancelDraft } from '../appointments/cancel-reason.tsx'
import { OutcomeDialog } from '../appointments/outcome-dialog.tsx'
import { useSay } from '../appointments/say.tsx'
import { useApproval } from '../staff/approval.ts'

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
  const [draft, setDraft] = useState<CancelDraft>({
    by: 'studio',
    reason: 'trainer_unavailable',
    note: '',
  })
  const [isRefunding, setRefunding] = useState(false)
  const { clientName: service } = appointment
  const seats = group.seats.length
  const waiting = group.waiting.length
  const isPaid = group.seats.some(
    ({ money }) => money?.status === 'paid' || money?.status === 'part_refunded',
  )

  async function submit(): Promise<void> {
    const input = { appointmentId: appointment.id, ...whyOf(draft), refund: isRefunding && isPaid }
    const result = await approved((refundApprovalId) =>
      cancel.run(refundApprovalId === undefined ? input : { ...input, refundApprovalId }),
    )
    if (!result.ok) return
    const title = words.groups.cancelled(service, appointment.localStart.slice(11))
    say.done({ title }, result.value.undo)
    onClose()
  }

  return (
    <OutcomeDialog
      appointment={appointment}
      title={words.groups.cancelTitle(service)}
      keep={words.booking.keep}
      confirm={seats === 0 ? words.groups.cancelAll : words.groups.cancelAllSeats(seats)}
      said={{
        tone: 'good',
        title: words.booking.consequenceFree,
        lines: [
          words.groups.cancelAllHelp(seats),
          ...(waiting > 0 ? [words.groups.waitlistEnds(waiting)] : []),
        ],
      }}
      command={cancel}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
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
      <CancelReason value={draft} onChange={setDraft} isStudio />
    </OutcomeDialog>
  )
}
