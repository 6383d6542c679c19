import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConsequenceBox } from './cancel-consequence.tsx'
import styles from './cancel-dialog.module.css'
import { RefundChoice } from './refund-choice.tsx'
import { sayNoShow } from './say-consequence.ts'
import { useSay } from './say.tsx'
import { useTwoApprovals } from './use-two-approvals.ts'
import { WaiverFields } from './waiver-fields.tsx'

export interface NoShowDialogProps {
  appointment: AppointmentDetail
  onClose: () => void
  onMarked: () => void
}

const formId = 'no-show-form'

/** Marks a client as not come. What it costs, and what is forgiven, stands before the button. */
export function NoShowDialog({ appointment, onClose, onMarked }: NoShowDialogProps): ReactNode {
  const { currency, timeZone } = appointment
  const mark = useCommand('appointments.noShow')
  const approved = useTwoApprovals()
  const say = useSay()
  const [waived, setWaived] = useState<WaiverReason | null>(null)
  const [isRefunding, setRefunding] = useState(false)
  const query = useQueryOf(
    'appointments.noShowConsequence',
    { appointmentId: appointment.id, waived: waived !== null },
    { keepPrevious: true },
  )
  const consequence = query.data
  const refundDue = consequence?.refundDueMinor ?? 0
  const refund = isRefunding && refundDue > 0
  const isWaivable = consequence?.isTaken === true || waived !== null

  async function submit(): Promise<void> {
    if (!consequence) return
    const result = await approved((given) =>
      mark.run({
        appointmentId: appointment.id,
        refund,
        ...(waived !== null && {
          waiver: { reason: waived, ...(given.waive && { approvalId: given.waive }) },
        }),
        ...(given.refund && { refundApprovalId: given.refund }),
      }),
    )
    if (!result.ok) return
    say.done({ title: words.outcome.markedNoShow(appointment.clientName) }, result.value.undo)
    onMarked()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.outcome.noShowTitle(appointment.clientName)}
      subtitle={`${appointment.serviceName}, ${formatDate(appointment.localStart, 'weekday')}, ${appointment.localStart.slice(11)}`}
      footer={
        <>
          <Button onPress={onClose}>{words.outcome.notYet}</Button>
          <Button
            variant="danger"
            type="submit"
            form={formId}
            isPending={mark.isPending}
            isDisabled={!consequence}
          >
            {consequence && consequence.feeMinor > 0
              ? words.outcome.confirmNoShowFee(formatMoney(consequence.feeMinor, currency))
              : words.outcome.confirmNoShow}
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
        <div aria-live="polite">
          {consequence ? (
            <ConsequenceBox said={sayNoShow(consequence, currency, timeZone)} />
          ) : query.failure ? (
            <ErrorState error={query.failure} onRetry={query.refetch} />
          ) : (
            <div role="status" aria-label={words.booking.weighing}>
              <Skeleton height={84} />
            </div>
          )}
        </div>
        {consequence && (
          <RefundChoice
            dueMinor={consequence.refundDueMinor}
            currency={currency}
            value={isRefunding}
            onChange={setRefunding}
          />
        )}
        {isWaivable && (
          <WaiverFields
            value={waived}
            onChange={(reason) => {
              setWaived(reason)
              mark.clear()
            }}
          />
        )}
        <FormError error={mark.failure} />
      </form>
    </Dialog>
  )
}
