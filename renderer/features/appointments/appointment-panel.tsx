import { ArrowLeft } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { AppointmentDetail, AppointmentMoney } from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { contactOf } from '../clients/client-contact.ts'
import { isPayable } from '../payments/is-payable.ts'
import { PaidNotice } from '../payments/paid-notice.tsx'
import { GroupPanel } from '../groups/group-panel.tsx'
import { SeriesSection } from '../series/series-section.tsx'
import { AppointmentFacts } from './appointment-facts.tsx'
import styles from './appointment-panel.module.css'
import { CancelDialog } from './cancel-dialog.tsx'
import { NoShowDialog } from './no-show-dialog.tsx'
import { canChangeSource, PaymentSourceDialog } from './payment-source-dialog.tsx'
import { PaySession, type SessionPaid } from './pay-session.tsx'
import { RescheduleForm } from './reschedule-form.tsx'
import { useSay } from './say.tsx'
import { SessionActions } from './session-actions.tsx'
import type { SlotDraft } from './slot-draft.ts'
import { TakeBack } from './take-back.tsx'
import type { Move, Task } from './use-desk.ts'
import { usePanelTask } from './use-panel-task.ts'

export interface AppointmentPanelProps {
  appointmentId: string
  /** What the day's block says already, while the rest is being read. */
  clientName: string | undefined
  task: Task
  onTask: (task: Task) => void
  /** Set while this appointment is being rescheduled. */
  move: Move | null
  draft: SlotDraft | null
  onStartMove: (move: Move, draft: SlotDraft) => void
  onDraft: (draft: SlotDraft) => void
  onShowDate: (date: LocalDate) => void
  onFocusSession: (appointmentId: string, slot: SlotDraft) => void
  onRebook: (appointment: AppointmentDetail) => void
  today: LocalDate
  now: Instant
  onClose: () => void
}

/** Everything about one session, and all that the desk does with it. */
export function AppointmentPanel(props: AppointmentPanelProps): ReactNode {
  const { appointmentId, task, onTask, onClose } = props
  const query = useQueryOf('appointments.get', { appointmentId })
  const appointment = query.data
  const back = () => onTask('overview')
  const isInside = task === 'pay' || task === 'reschedule'

  if (!appointment) {
    return (
      <SidePanel
        title={props.clientName ?? words.booking.session}
        subtitle={query.failure ? undefined : <Skeleton width={180} height={17} />}
        onClose={onClose}
      >
        {query.failure ? <ErrorState error={query.failure} onRetry={query.refetch} /> : <Loading />}
      </SidePanel>
    )
  }
  if (appointment.group) return <GroupPanel {...props} appointment={appointment} />
  return <Loaded {...props} appointment={appointment} back={back} isInside={isInside} />
}

function Loaded({
  appointment,
  task,
  onTask,
  move,
  draft,
  onStartMove,
  onDraft,
  onShowDate,
  onFocusSession,
  onRebook,
  today,
  now,
  onClose,
  back,
  isInside,
}: AppointmentPanelProps & {
  appointment: AppointmentDetail
  back: () => void
  isInside: boolean
}): ReactNode {
  const { session } = useSignedIn()
  const canAct = session.role !== 'trainer'
  const [paid, setPaid] = useState<SessionPaid | null>(null)
  const say = useSay()
  const { money } = appointment
  // Who did not come owes a fee instead of the price.
  const isOff = appointment.status === 'cancelled' || appointment.status === 'no_show'
  const payable = canAct && !isOff && isPayable(money) ? money : null

  const body = usePanelTask({ appointment, task, move, canAct, onShowDate, onStartMove })

  function content(): ReactNode {
    if (paid) {
      return (
        <PaidNotice
          paid={paid.taken}
          amountMinor={paid.amountMinor}
          currency={appointment.currency}
          onDone={() => {
            setPaid(null)
            back()
          }}
        />
      )
    }
    if (task === 'pay' && payable && appointment.clientId !== null) {
      return (
        <PaySession appointment={appointment} clientId={appointment.clientId} onPaid={setPaid} />
      )
    }
    if (task === 'reschedule' && move && draft) {
      return (
        <RescheduleForm
          move={move}
          draft={draft}
          onDraft={onDraft}
          today={today}
          onLeave={back}
          onMoved={(slot) => {
            onFocusSession(appointment.id, slot)
            back()
          }}
        />
      )
    }
    return (
      <AppointmentFacts appointment={appointment} now={now}>
        <SessionActions
          appointment={appointment}
          now={now}
          isDesk={canAct}
          onTask={onTask}
          onRebook={() => onRebook(appointment)}
        />
        {canAct && (
          <SeriesSection
            appointment={appointment}
            onDone={(title, { undo }) => say.done({ title }, undo)}
          />
        )}
      </AppointmentFacts>
    )
  }

  const isTaskShown = paid === null && isInside && (task !== 'pay' || payable !== null)
  return (
    <>
      <SidePanel
        title={titleOf(paid !== null, task, isTaskShown, appointment)}
        subtitle={
          isTaskShown
            ? appointment.clientName
            : appointment.client && (contactOf(appointment.client) ?? words.booking.noContact)
        }
        onClose={() => (isTaskShown ? back() : onClose())}
        {...(isTaskShown && {
          actions: (
            <Button variant="ghost" icon={ArrowLeft} onPress={back}>
              {words.payment.back}
            </Button>
          ),
        })}
        {...(!isTaskShown &&
          paid === null &&
          footerOf({ appointment, payable, canAct, onPay: () => onTask('pay'), onFocusSession }))}
      >
        <div ref={body} tabIndex={-1} className={styles.body}>
          {content()}
        </div>
      </SidePanel>
      {task === 'cancel' && canAct && appointment.status === 'booked' && (
        <CancelDialog appointment={appointment} onClose={back} onCancelled={back} />
      )}
      {task === 'payment_source' && canChangeSource(appointment) && (
        <PaymentSourceDialog appointment={appointment} part={appointment} onClose={back} />
      )}
      {task === 'no_show' && canAct && appointment.status === 'booked' && (
        <NoShowDialog appointment={appointment} onClose={back} onMarked={back} />
      )}
    </>
  )
}

function titleOf(
  isPaid: boolean,
  task: Task,
  isTaskShown: boolean,
  appointment: AppointmentDetail,
): string {
  if (isPaid || !isTaskShown) return appointment.clientName
  return task === 'pay' ? words.payment.title : words.booking.rescheduleTitle
}

function footerOf({
  appointment,
  payable,
  canAct,
  onPay,
  onFocusSession,
}: {
  appointment: AppointmentDetail
  payable: AppointmentMoney | null
  canAct: boolean
  onPay: () => void
  onFocusSession: (appointmentId: string, slot: SlotDraft) => void
}): { footer: ReactNode } | null {
  if (!canAct) return null
  if (appointment.status === 'cancelled') {
    return { footer: <TakeBack appointment={appointment} onFocusSession={onFocusSession} /> }
  }
  if (!payable) return null
  return {
    footer: (
      <Button
        // What was given back on purpose is not asked for loudly.
        variant={payable.status === 'unpaid' ? 'primary' : 'secondary'}
        size="lg"
        isFullWidth
        shortcut="P"
        onPress={onPay}
      >
        {words.payment.takeAmount(formatMoney(appointment.dueMinor, appointment.currency))}
      </Button>
    ),
  }
}

function Loading(): ReactNode {
  return (
    <div role="status" aria-busy aria-label={words.booking.panelLoading} className={styles.loading}>
      <Skeleton height={96} />
      <Skeleton width="60%" />
      <Skeleton width="80%" />
      <Skeleton width="50%" />
    </div>
  )
}
