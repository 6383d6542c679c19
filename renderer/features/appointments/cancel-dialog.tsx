import { useState, type ReactNode } from 'react'
import type { CancelConsequence } from '../../../shared/attendance.ts'
import { formatMoney } from '../../../shared/money.ts'
import { shownOf } from '../../../shared/shown.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import type { Toast } from '../../ui/toast.tsx'
import { CancelReason, whyOf, type CancelDraft } from './cancel-reason.tsx'
import { attendanceOf, OutcomeDialog, type AttendanceProps } from './outcome-dialog.tsx'
import { sayConsequence } from './say-consequence.ts'
import { useSay } from './say.tsx'
import { ToldFields, toldAtOf, type ToldDraft } from './told-fields.tsx'
import { useNow } from './use-now.ts'
import { useTwoApprovals, waiverOf } from './use-two-approvals.ts'
import { WaiverFields } from './waiver-fields.tsx'

export interface CancelDialogProps extends AttendanceProps {
  /** What the toast says and offers instead of Undo: Ctrl+Z still undoes. */
  said?: Pick<Toast, 'title' | 'body' | 'action'>
  onClose: () => void
  onCancelled: () => void
}

/**
 * Cancels a client's part in a session. The consequence stands first, then who and why; giving money
 * back is a choice of its own, and the button says exactly what will happen.
 */
export function CancelDialog(props: CancelDialogProps): ReactNode {
  const { appointment, seat, onClose, onCancelled } = props
  const { currency, timeZone } = appointment
  const { key, clientName } = attendanceOf(props)
  const cancel = useCommand('appointments.cancel')
  const say = useSay()
  const [draft, setDraft] = useState<CancelDraft>({
    by: 'client',
    reason: 'client_request',
    note: '',
  })
  const [isRefunding, setRefunding] = useState(false)
  const [waived, setWaived] = useState<WaiverReason | null>(null)
  const [told, setTold] = useState<ToldDraft | null>(null)
  const approved = useTwoApprovals()
  const now = useNow()
  const { by } = draft
  const toldAt = by === 'client' ? toldAtOf(told) : undefined
  const query = useQueryOf(
    'appointments.cancelConsequence',
    { ...key, by, waived: waived !== null, ...(toldAt !== undefined && { toldAt }) },
    { keepPrevious: true },
  )
  const consequence = query.data
  const refundDue = consequence?.refundDueMinor ?? 0
  const refund = isRefunding && refundDue > 0
  const isWaived = waived !== null && by === 'client'
  // It was late as it was, or is not only because it is let go.
  const isLate = by === 'client' && (consequence?.late === true || isWaived)

  async function submit(): Promise<void> {
    if (!consequence) return
    const result = await approved((given) =>
      cancel.run({
        ...key,
        by,
        ...whyOf(draft),
        refund,
        shown: shownOf(consequence),
        ...(told && toldAt !== undefined && { told: { at: toldAt, reason: told.reason } }),
        ...waiverOf(isWaived ? waived : null, given),
        ...(given.refund && { refundApprovalId: given.refund }),
      }),
    )
    if (!result.ok) return
    const { booking } = words
    const title = booking.cancelled(clientName, appointment.localStart.slice(11))
    const toWhere = refund ? booking.cancelledRefunded : booking.cancelledToBalance
    const body = toWhere(formatMoney(consequence.refundDueMinor, currency))
    say.done(props.said ?? { title, ...(refundDue > 0 && { body }) }, result.value.undo)
    onCancelled()
  }

  const [title, confirm] = seat
    ? [words.groups.cancelSeatTitle(clientName), words.groups.cancelSeat]
    : [words.booking.cancelTitle(clientName), words.booking.confirmCancel]
  return (
    <OutcomeDialog
      appointment={appointment}
      title={title}
      keep={words.booking.keep}
      confirm={(consequence && sayMoney(consequence, refund, currency)) ?? confirm}
      said={consequence && sayConsequence(consequence, { by, isWaived }, currency, timeZone)}
      query={query}
      isCorrectable={toldAt !== undefined}
      refund={{ settlement: consequence, value: isRefunding, onChange: setRefunding }}
      command={cancel}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <CancelReason
        value={draft}
        onChange={(next) => {
          setDraft(next)
          cancel.clear()
        }}
      >
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
      </CancelReason>
    </OutcomeDialog>
  )
}

/** What pressing the button does with money; undefined when it is about none. */
function sayMoney(
  consequence: CancelConsequence,
  refund: boolean,
  currency: string,
): string | undefined {
  const { booking } = words
  if (consequence.refundDueMinor > 0) {
    return (refund ? booking.confirmCancelRefund : booking.confirmCancelBalance)(
      formatMoney(consequence.refundDueMinor, currency),
    )
  }
  return consequence.feeMinor > 0
    ? booking.confirmCancelFee(formatMoney(consequence.feeMinor, currency))
    : undefined
}
