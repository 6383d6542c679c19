import { useEffect, useRef, useState, type ReactNode } from 'react'
import type {
  AppointmentDetail,
  CancellationReason,
  CancelledBy,
} from '../../../shared/appointments.ts'
import type { CancelConsequence, NoShowConsequence } from '../../../shared/attendance.ts'
import type { Seat } from '../../../shared/groups.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Toast } from '../../ui/toast.tsx'
import { ConsequenceBox } from '../appointments/cancel-consequence.tsx'
import { RefundChoice } from '../appointments/refund-choice.tsx'
import { sayConsequence, type ConsequenceWords } from '../appointments/say-consequence.ts'
import { useSay } from '../appointments/say.tsx'
import { useApproval } from '../staff/approval.ts'
import styles from './cancel-group-dialog.module.css'

const formId = 'seat-outcome-form'

const reasonsOf: Record<CancelledBy, readonly CancellationReason[]> = {
  client: ['client_request', 'client_ill', 'booked_by_mistake', 'other'],
  studio: ['trainer_unavailable', 'studio_closed', 'booked_by_mistake', 'other'],
}

const sides = [
  { value: 'client', label: words.booking.by.client },
  { value: 'studio', label: words.booking.by.studio },
] as const

interface SeatOutcomeDialogProps {
  appointment: AppointmentDetail
  seat: Seat
  task: 'cancel' | 'no_show'
  /** What the toast says when the seat is free, and offers instead of Undo: Ctrl+Z still undoes. */
  sayFreed: () => Pick<Toast, 'title' | 'body' | 'action'>
  onClose: () => void
}

/** Gives up one client's seat, or says that they did not come: what it costs stands first. */
export function SeatOutcomeDialog(props: SeatOutcomeDialogProps): ReactNode {
  return props.task === 'cancel' ? <CancelSeat {...props} /> : <NoShow {...props} />
}

function CancelSeat({ appointment, seat, sayFreed, onClose }: SeatOutcomeDialogProps): ReactNode {
  const { currency, timeZone } = appointment
  const key = { appointmentId: appointment.id, seatId: seat.id }
  const cancel = useCommand('appointments.cancel')
  const approved = useApproval()
  const say = useSay()
  const [by, setBy] = useState<CancelledBy>('client')
  const [reason, setReason] = useState<CancellationReason>('client_request')
  const [isRefunding, setRefunding] = useState(false)
  const query = useQueryOf('appointments.cancelConsequence', { ...key, by }, { keepPrevious: true })
  const consequence = query.data
  const refund = isRefunding && (consequence?.refundDueMinor ?? 0) > 0

  function choose(side: CancelledBy): void {
    setBy(side)
    const [usual] = reasonsOf[side]
    if (usual !== undefined && !reasonsOf[side].includes(reason)) setReason(usual)
    cancel.clear()
  }

  async function submit(): Promise<void> {
    const input = { ...key, by, reason, refund }
    const result = await approved((refundApprovalId) =>
      cancel.run(refundApprovalId === undefined ? input : { ...input, refundApprovalId }),
    )
    if (!result.ok) return
    say.done(sayFreed(), result.value.undo)
    onClose()
  }

  return (
    <OutcomeDialog
      appointment={appointment}
      title={words.groups.cancelSeatTitle(seat.clientName)}
      confirm={consequence ? confirmCancel(consequence, refund, currency) : words.groups.cancelSeat}
      isPending={cancel.isPending}
      isReady={consequence !== undefined}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Said
        said={consequence && sayConsequence(consequence, by, currency, timeZone)}
        query={query}
      />
      <RefundChoice
        dueMinor={consequence?.refundDueMinor ?? minor(0)}
        currency={currency}
        value={isRefunding}
        onChange={setRefunding}
      />
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
      <FormError error={cancel.failure} />
    </OutcomeDialog>
  )
}

function NoShow({ appointment, seat, onClose }: SeatOutcomeDialogProps): ReactNode {
  const { currency, timeZone } = appointment
  const key = { appointmentId: appointment.id, seatId: seat.id }
  const mark = useCommand('appointments.noShow')
  const approved = useApproval()
  const say = useSay()
  const [isRefunding, setRefunding] = useState(false)
  const query = useQueryOf('appointments.noShowConsequence', key)
  const consequence = query.data
  const refund = isRefunding && (consequence?.refundDueMinor ?? 0) > 0

  async function submit(): Promise<void> {
    const input = { ...key, refund }
    const result = await approved((refundApprovalId) =>
      mark.run(refundApprovalId === undefined ? input : { ...input, refundApprovalId }),
    )
    if (!result.ok) return
    say.done({ title: words.groups.markedNoShow(seat.clientName) }, result.value.undo)
    onClose()
  }

  return (
    <OutcomeDialog
      appointment={appointment}
      title={words.groups.noShowTitle(seat.clientName)}
      confirm={
        consequence && consequence.feeMinor > 0
          ? words.groups.confirmNoShowFee(formatMoney(consequence.feeMinor, currency))
          : words.groups.noShow
      }
      isPending={mark.isPending}
      isReady={consequence !== undefined}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Said said={consequence && sayNoShow(consequence, currency, timeZone)} query={query} />
      <RefundChoice
        dueMinor={consequence?.refundDueMinor ?? minor(0)}
        currency={currency}
        value={isRefunding}
        onChange={setRefunding}
      />
      <FormError error={mark.failure} />
    </OutcomeDialog>
  )
}

/** Not coming, in words: what it takes, and what may be let go. */
function sayNoShow(
  consequence: NoShowConsequence,
  currency: string,
  timeZone: string,
): ConsequenceWords {
  const say = words.groups
  const { stake, isTaken, feeMinor, excuse } = consequence
  if (excuse === 'forgiven') return { tone: 'good', title: say.noShowForgiven, lines: [] }
  if (stake === 'credit' && isTaken) return { tone: 'costly', title: say.noShowCredit, lines: [] }
  if (feeMinor === 0) return { tone: 'good', title: say.noShowFree, lines: [] }
  const due = localDateTimeOf(consequence.dueAt, timeZone)
  return {
    tone: 'costly',
    title: say.noShowFee(formatMoney(feeMinor, currency)),
    lines: [say.noShowDue(`${formatDate(due, 'weekday')}, ${due.slice(11)}`)],
  }
}

function confirmCancel(consequence: CancelConsequence, refund: boolean, currency: string): string {
  const { booking, groups } = words
  if (refund) return booking.confirmCancelRefund(formatMoney(consequence.refundDueMinor, currency))
  if (consequence.feeMinor > 0)
    return booking.confirmCancelFee(formatMoney(consequence.feeMinor, currency))
  return groups.cancelSeat
}

function Said({
  said,
  query,
}: {
  said: ConsequenceWords | undefined
  query: Pick<ReturnType<typeof useQueryOf>, 'failure' | 'refetch'>
}): ReactNode {
  return (
    <div aria-live="polite">
      {said ? (
        <ConsequenceBox said={said} />
      ) : query.failure ? (
        <ErrorState error={query.failure} onRetry={query.refetch} />
      ) : (
        <div role="status" aria-label={words.booking.weighing}>
          <Skeleton height={84} />
        </div>
      )}
    </div>
  )
}

function OutcomeDialog({
  appointment,
  title,
  confirm,
  isPending,
  isReady,
  onSubmit,
  onClose,
  children,
}: {
  appointment: AppointmentDetail
  title: string
  confirm: string
  isPending: boolean
  isReady: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}): ReactNode {
  const form = useRef<HTMLFormElement>(null)
  // From the first choice the arrows choose and Enter confirms.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:checked')?.focus()
  }, [])
  const { clientName, localStart } = appointment
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      subtitle={`${clientName}, ${formatDate(localStart, 'weekday')}, ${localStart.slice(11)}`}
      footer={
        <>
          <Button onPress={onClose}>{words.booking.keep}</Button>
          <Button
            variant="danger"
            type="submit"
            form={formId}
            isPending={isPending}
            isDisabled={!isReady}
          >
            {confirm}
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
          onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
