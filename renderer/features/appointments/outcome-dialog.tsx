import { useEffect, useId, useRef, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { Settlement } from '../../../shared/attendance.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import type { QueryState } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyRefusal } from '../payments/money-refusal.tsx'
import { ConsequenceBox } from './cancel-consequence.tsx'
import styles from './outcome-dialog.module.css'
import { RefundChoice } from './refund-choice.tsx'
import type { ConsequenceWords } from './say-consequence.ts'

/** One client's part in a session: all of a private one, or a seat in a group. */
export interface AttendanceProps {
  appointment: AppointmentDetail
  /** Left out for a private session. */
  seat?: { readonly id: string; readonly clientName: string } | undefined
}

/** How commands name an attendance, and whose it is. */
export function attendanceOf({ appointment, seat }: AttendanceProps) {
  const { id: appointmentId, clientName } = appointment
  return seat
    ? { key: { appointmentId, seatId: seat.id }, clientName: seat.clientName }
    : { key: { appointmentId }, clientName }
}

export interface OutcomeDialogProps {
  appointment: AppointmentDetail
  title: string
  /** What the button that changes nothing says. */
  keep: string
  /** What pressing the other means, money included. */
  confirm: string
  /** What it means; undefined while that is being read. */
  said: ConsequenceWords | undefined
  /** Why it cannot be said. */
  query?: Pick<QueryState<unknown>, 'failure' | 'refetch'>
  /** Something in the form is why: it is corrected there, and not asked again. */
  isCorrectable?: boolean
  /** What becomes of money that is due back. */
  refund?: {
    readonly settlement: Settlement | undefined
    readonly value: boolean
    readonly onChange: (isRefunding: boolean) => void
  }
  command: {
    readonly isPending: boolean
    readonly failure: Failure | null
    readonly clear: () => void
  }
  onSubmit: () => void
  onClose: () => void
  /** What else there is to decide. */
  children?: ReactNode
}

/**
 * Asks before a session ends otherwise than planned. What it means stands first, then what is to be
 * decided, and the button says exactly what will happen.
 */
export function OutcomeDialog({
  appointment,
  title,
  keep,
  confirm,
  said,
  query,
  isCorrectable = false,
  refund,
  command,
  onSubmit,
  onClose,
  children,
}: OutcomeDialogProps): ReactNode {
  const { serviceName, localStart, currency } = appointment
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  // From the first choice the arrows choose and Enter confirms.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:checked')?.focus()
  }, [])
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      subtitle={`${serviceName}, ${formatDate(localStart, 'weekday')}, ${localStart.slice(11)}`}
      footer={
        <>
          <Button onPress={onClose}>{keep}</Button>
          <Button
            variant="danger"
            type="submit"
            form={formId}
            isPending={command.isPending}
            isDisabled={!said}
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
        <div aria-live="polite">
          {said ? (
            <ConsequenceBox said={said} />
          ) : query?.failure ? (
            isCorrectable ? (
              <FormError error={query.failure} />
            ) : (
              <ErrorState error={query.failure} onRetry={query.refetch} />
            )
          ) : (
            <div role="status" aria-label={words.booking.weighing}>
              <Skeleton height={84} />
            </div>
          )}
        </div>
        {refund?.settlement && (
          <RefundChoice
            dueMinor={refund.settlement.refundDueMinor}
            currency={currency}
            value={refund.value}
            onChange={refund.onChange}
          />
        )}
        {children}
        <MoneyRefusal failure={command.failure} onSolved={command.clear} />
      </form>
    </Dialog>
  )
}
