import {
  ArrowLeftRight,
  CalendarClock,
  CalendarPlus,
  CheckCheck,
  RotateCcw,
  UserCheck,
  UserX,
  X,
} from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { isPayable } from '../payments/is-payable.ts'
import { canChangeSource } from './payment-source-dialog.tsx'
import styles from './session-actions.module.css'
import { canComplete, useAttend } from './use-attend.ts'
import type { Task } from './use-desk.ts'

export interface SessionActionsProps {
  appointment: AppointmentDetail
  now: Instant
  /** False for trainers, who only mark who came. */
  isDesk: boolean
  onTask: (task: Task) => void
  onRebook: () => void
}

/** What can be done with a session now: only what its status allows, the likeliest first. */
export function SessionActions({
  appointment,
  now,
  isDesk,
  onTask,
  onRebook,
}: SessionActionsProps): ReactNode {
  const attend = useAttend()
  const { status, noShowFrom, timeZone, money } = appointment
  const isOpen = status === 'booked' || status === 'checked_in'
  const canMarkNoShow = noShowFrom <= now
  const from = localDateTimeOf(noShowFrom, timeZone).slice(11)

  async function complete(): Promise<void> {
    const done = await attend.complete(appointment)
    if (done && isDesk && isPayable(money)) onTask('pay')
  }

  const buttons: ReactNode[] = []
  if (status === 'booked') {
    buttons.push(
      <Button
        icon={UserCheck}
        shortcut="A"
        isFullWidth
        onPress={() => void attend.checkIn(appointment)}
      >
        {words.outcome.checkIn}
      </Button>,
    )
  }
  if (status === 'booked' && isDesk && appointment.startTime <= now) {
    buttons.push(
      <Button
        icon={UserX}
        shortcut="N"
        isFullWidth
        isDisabled={!canMarkNoShow}
        onPress={() => onTask('no_show')}
      >
        {words.outcome.noShow}
      </Button>,
    )
  }
  if (canComplete(appointment, now)) {
    buttons.push(
      <div className={styles.wide}>
        <Button icon={CheckCheck} shortcut="C" isFullWidth onPress={() => void complete()}>
          {isDesk && isPayable(money) ? words.outcome.completeAndPay : words.outcome.complete}
        </Button>
      </div>,
    )
  }
  if (status === 'checked_in') {
    buttons.push(
      <Button icon={RotateCcw} isFullWidth onPress={() => void attend.takeBackCheckIn(appointment)}>
        {words.outcome.takeBackCheckIn}
      </Button>,
    )
  }
  if (status === 'completed') {
    buttons.push(
      <Button
        icon={RotateCcw}
        isFullWidth
        onPress={() => void attend.takeBackCompletion(appointment)}
      >
        {words.outcome.takeBackCompletion}
      </Button>,
    )
  }
  if (status === 'no_show' && isDesk) {
    buttons.push(
      <Button icon={RotateCcw} isFullWidth onPress={() => void attend.takeBackNoShow(appointment)}>
        {words.outcome.takeBackNoShow}
      </Button>,
    )
  }
  if (isOpen && isDesk) {
    buttons.push(
      <Button icon={CalendarClock} onPress={() => onTask('reschedule')} isFullWidth>
        {words.booking.reschedule}
      </Button>,
    )
  }
  if (isDesk) {
    buttons.push(
      <Button icon={CalendarPlus} shortcut="R" onPress={onRebook} isFullWidth>
        {words.outcome.rebook}
      </Button>,
    )
  }
  if (status === 'booked' && isDesk) {
    buttons.push(
      <Button icon={X} shortcut="X" onPress={() => onTask('cancel')} isFullWidth>
        {words.booking.cancel}
      </Button>,
    )
  }
  if (isDesk && canChangeSource(appointment)) {
    buttons.push(
      <div className={styles.wide}>
        <Button
          variant="ghost"
          icon={ArrowLeftRight}
          isFullWidth
          onPress={() => onTask('payment_source')}
        >
          {words.packages.changeSource}
        </Button>
      </div>,
    )
  }
  if (buttons.length === 0) return null
  const waits = status === 'booked' && isDesk && appointment.startTime <= now && !canMarkNoShow
  return (
    <div role="group" aria-label={words.outcome.actions} className={styles.actions}>
      {buttons.map((button, index) => (
        // The same buttons in the same order for a status; they hold no state.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>{button}</Fragment>
      ))}
      {waits && <p className={styles.help}>{words.outcome.noShowFrom(from)}</p>}
    </div>
  )
}
