import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { GroupSession } from '../../../shared/groups.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
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
  const query = useQueryOf('groups.cancelConsequence', { appointmentId: appointment.id })
  const consequence = query.data
  const isPaid = consequence !== undefined && consequence.backMinor > 0

  async function submit(): Promise<void> {
    if (!consequence) return
    const input = {
      appointmentId: appointment.id,
      ...whyOf(draft),
      refund: isRefunding && isPaid,
      shown: { backMinor: consequence.backMinor },
    }
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
      query={query}
      said={
        consequence && {
          tone: 'good',
          title: words.booking.consequenceFree,
          lines: [
            words.groups.cancelAllHelp(seats),
            ...(isPaid
              ? [
                  (isRefunding ? words.groups.cancelAllRefunds : words.groups.cancelAllToBalance)(
                    formatMoney(minor(consequence.backMinor), appointment.currency),
                  ),
                ]
              : []),
            ...(consequence.creditsBack > 0
              ? [words.groups.cancelAllCredits(consequence.creditsBack)]
              : []),
            ...(waiting > 0 ? [words.groups.waitlistEnds(waiting)] : []),
          ],
        }
      }
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
