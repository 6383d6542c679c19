import { ArrowLeft, CalendarClock, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { AppointmentFacts } from '../appointments/appointment-facts.tsx'
import { RescheduleForm } from '../appointments/reschedule-form.tsx'
import type { SlotDraft } from '../appointments/slot-draft.ts'
import type { Move, Task } from '../appointments/use-desk.ts'
import { usePanelTask } from '../appointments/use-panel-task.ts'
import { FeesOfSession } from '../fees/fees-of-session.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AddClient } from './add-client.tsx'
import { CancelGroupDialog } from './cancel-group-dialog.tsx'
import styles from './group-panel.module.css'
import { SeatList } from './seat-list.tsx'
import { WaitlistSection } from './waitlist-section.tsx'

export interface GroupPanelProps {
  appointment: AppointmentDetail
  task: Task
  onTask: (task: Task) => void
  move: Move | null
  draft: SlotDraft | null
  onStartMove: (move: Move, draft: SlotDraft) => void
  onDraft: (draft: SlotDraft) => void
  onShowDate: (date: LocalDate) => void
  onFocusSession: (appointmentId: string, slot: SlotDraft) => void
  today: LocalDate
  now: Instant
  onClose: () => void
}

/** A group session beside the day: who has a seat, who waits, and what the desk does about it. */
export function GroupPanel(props: GroupPanelProps): ReactNode {
  const { appointment, task, onTask, move, draft, onStartMove, onShowDate, onClose } = props
  const { session } = useSignedIn()
  const canAct = session.role !== 'trainer'
  const isOpen = canAct && appointment.status !== 'cancelled'
  const query = useQueryOf('groups.get', { appointmentId: appointment.id })
  const group = query.data
  const back = () => onTask('overview')

  const body = usePanelTask({ appointment, task, move, canAct, onShowDate, onStartMove })

  if (task === 'reschedule' && move && draft) {
    return (
      <SidePanel
        title={words.booking.rescheduleTitle}
        subtitle={appointment.clientName}
        onClose={back}
        actions={
          <Button variant="ghost" icon={ArrowLeft} onPress={back}>
            {words.payment.back}
          </Button>
        }
      >
        <RescheduleForm
          move={move}
          draft={draft}
          onDraft={props.onDraft}
          today={props.today}
          onLeave={back}
          onMoved={(slot) => {
            props.onFocusSession(appointment.id, slot)
            back()
          }}
        />
      </SidePanel>
    )
  }
  return (
    <>
      <SidePanel title={appointment.clientName} subtitle={subtitle()} onClose={onClose}>
        <div ref={body} tabIndex={-1} className={styles.body}>
          <AppointmentFacts appointment={appointment} now={props.now}>
            {isOpen && appointment.status === 'booked' && (
              <div className={styles.actions}>
                <Button icon={CalendarClock} onPress={() => onTask('reschedule')} isFullWidth>
                  {words.booking.reschedule}
                </Button>
                <Button icon={X} onPress={() => onTask('cancel')} isFullWidth>
                  {words.booking.cancel}
                </Button>
              </div>
            )}
            {group ? (
              <>
                <SeatList group={group} appointment={appointment} now={props.now} canAct={isOpen} />
                {isOpen && <WaitlistSection group={group} appointment={appointment} />}
                {isOpen && <AddClient group={group} appointment={appointment} />}
                {canAct && <FeesOfSession appointmentId={appointment.id} isGroup />}
              </>
            ) : query.failure ? (
              <ErrorState error={query.failure} onRetry={query.refetch} />
            ) : (
              <div role="status" aria-busy aria-label={words.groups.loading}>
                <Skeleton height={160} />
              </div>
            )}
          </AppointmentFacts>
        </div>
      </SidePanel>
      {task === 'cancel' && isOpen && group && (
        <CancelGroupDialog appointment={appointment} group={group} onClose={back} />
      )}
    </>
  )

  function subtitle(): string {
    const priceMinor = group?.priceMinor ?? null
    if (priceMinor === null) return words.groups.title
    if (priceMinor === 0) return words.booking.free
    return `${formatMoney(priceMinor, appointment.currency)} ${words.groups.perSeat}`
  }
}
