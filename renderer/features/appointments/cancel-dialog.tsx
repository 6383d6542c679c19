import { useEffect, useRef, useState, type ReactNode } from 'react'
import type {
  AppointmentDetail,
  CancellationReason,
  CancelledBy,
} from '../../../shared/appointments.ts'
import type { CancelConsequence } from '../../../shared/attendance.ts'
import { formatMoney } from '../../../shared/money.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { OpenDrawerOffer } from '../drawer/open-drawer-offer.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { ConsequenceBox } from './cancel-consequence.tsx'
import styles from './cancel-dialog.module.css'
import { RefundChoice } from './refund-choice.tsx'
import { sayConsequence } from './say-consequence.ts'
import { useSay } from './say.tsx'
import { ToldFields, toldAtOf, type ToldDraft } from './told-fields.tsx'
import { useNow } from './use-now.ts'
import { useTwoApprovals } from './use-two-approvals.ts'
import { WaiverFields } from './waiver-fields.tsx'

export interface CancelDialogProps {
  appointment: AppointmentDetail
  onClose: () => void
  onCancelled: () => void
}

const formId = 'cancel-form'

const reasonsOf: Record<CancelledBy, readonly CancellationReason[]> = {
  client: ['client_request', 'client_ill', 'booked_by_mistake', 'other'],
  studio: ['trainer_unavailable', 'studio_closed', 'booked_by_mistake', 'other'],
}

const sides = [
  { value: 'client', label: words.booking.by.client },
  { value: 'studio', label: words.booking.by.studio },
] as const

/**
 * Cancels a session. The consequence stands first, then who and why; giving money back is a choice
 * of its own, and the button says exactly what will happen.
 */
export function CancelDialog({ appointment, onClose, onCancelled }: CancelDialogProps): ReactNode {
  const { currency, timeZone } = appointment
  const cancel = useCommand('appointments.cancel')
  const say = useSay()
  const [by, setBy] = useState<CancelledBy>('client')
  const [reason, setReason] = useState<CancellationReason>('client_request')
  const [note, setNote] = useState('')
  const [isRefunding, setRefunding] = useState(false)
  const [waived, setWaived] = useState<WaiverReason | null>(null)
  const [told, setTold] = useState<ToldDraft | null>(null)
  const approved = useTwoApprovals()
  const now = useNow()
  const toldAt = by === 'client' ? toldAtOf(told) : undefined
  const query = useQueryOf(
    'appointments.cancelConsequence',
    {
      appointmentId: appointment.id,
      by,
      waived: waived !== null,
      ...(toldAt !== undefined && { toldAt }),
    },
    { keepPrevious: true },
  )
  const consequence = query.data
  const form = useRef<HTMLFormElement>(null)

  // From the first choice the arrows choose and Enter confirms.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:checked')?.focus()
  }, [])
  const refundDue = consequence?.refundDueMinor ?? 0
  const refund = isRefunding && refundDue > 0
  const isWaived = waived !== null && by === 'client'
  // It was late as it was, or is not only because it is let go.
  const isLate = by === 'client' && (consequence?.late === true || isWaived)

  function choose(side: CancelledBy): void {
    setBy(side)
    const [usual] = reasonsOf[side]
    if (usual !== undefined && !reasonsOf[side].includes(reason)) setReason(usual)
    cancel.clear()
  }

  async function submit(): Promise<void> {
    if (!consequence) return
    const result = await approved((given) =>
      cancel.run({
        appointmentId: appointment.id,
        by,
        reason,
        refund,
        ...(note.trim() !== '' && { note }),
        ...(told && toldAt !== undefined && { told: { at: toldAt, reason: told.reason } }),
        ...(isWaived && {
          waiver: { reason: waived, ...(given.waive && { approvalId: given.waive }) },
        }),
        ...(given.refund && { refundApprovalId: given.refund }),
      }),
    )
    if (!result.ok) return
    say.done(
      {
        title: words.booking.cancelled(appointment.clientName, appointment.localStart.slice(11)),
        ...(refundDue > 0 && {
          body: (refund ? words.booking.cancelledRefunded : words.booking.cancelledToBalance)(
            formatMoney(consequence.refundDueMinor, currency),
          ),
        }),
      },
      result.value.undo,
    )
    onCancelled()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.booking.cancelTitle(appointment.clientName)}
      subtitle={`${appointment.serviceName}, ${formatDate(appointment.localStart, 'weekday')}, ${appointment.localStart.slice(11)}`}
      footer={
        <>
          <Button onPress={onClose}>{words.booking.keep}</Button>
          <Button
            variant="danger"
            type="submit"
            form={formId}
            isPending={cancel.isPending}
            isDisabled={!consequence}
          >
            {consequence
              ? confirmWords(consequence, refund, currency)
              : words.booking.confirmCancel}
          </Button>
        </>
      }
    >
      <form
        ref={form}
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
            <ConsequenceBox said={sayConsequence(consequence, by, currency, timeZone)} />
          ) : query.failure ? (
            toldAt === undefined ? (
              <ErrorState error={query.failure} onRetry={query.refetch} />
            ) : (
              <FormError error={query.failure} />
            )
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
        <div className={styles.pair}>
          <SegmentedControl
            label={words.booking.whoCancels}
            segments={sides}
            value={by}
            onChange={choose}
            isFullWidth
          />
          <Select
            label={words.booking.reason}
            options={reasonsOf[by].map((value) => ({ value, label: words.booking.reasons[value] }))}
            value={reason}
            onChange={setReason}
          />
        </div>
        {(isLate || told !== null) && by === 'client' && (
          <ToldFields
            value={told}
            nowLocal={localDateTimeOf(now, timeZone)}
            onChange={(next) => {
              setTold(next)
              cancel.clear()
            }}
          />
        )}
        {isLate && (
          <WaiverFields
            value={waived}
            onChange={(next) => {
              setWaived(next)
              cancel.clear()
            }}
          />
        )}
        <TextArea
          label={words.booking.cancelNote}
          isOptional
          value={note}
          onChange={setNote}
          maxLength={500}
          placeholder={words.booking.notePlaceholder}
        />
        <FormError
          error={cancel.failure}
          action={<OpenDrawerOffer failure={cancel.failure} onOpened={cancel.clear} />}
        />
      </form>
    </Dialog>
  )
}

/** The confirming button says what pressing it does, money included. */
function confirmWords(consequence: CancelConsequence, refund: boolean, currency: string): string {
  const { booking } = words
  if (consequence.refundDueMinor > 0) {
    return (refund ? booking.confirmCancelRefund : booking.confirmCancelBalance)(
      formatMoney(consequence.refundDueMinor, currency),
    )
  }
  return consequence.feeMinor > 0
    ? booking.confirmCancelFee(formatMoney(consequence.feeMinor, currency))
    : booking.confirmCancel
}
