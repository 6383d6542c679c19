import {
  ArrowLeftRight,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  Ellipsis,
  RotateCcw,
  Ticket,
  UserCheck,
  UserX,
  UsersRound,
  Wallet,
  X,
} from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import type {
  AppointmentDetail,
  AppointmentStatus,
  PaymentStatus,
} from '../../../shared/appointments.ts'
import type { GroupSession, Seat } from '../../../shared/groups.ts'
import type { Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge, type BadgeProps } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { mayActOnRow } from '../../app/decide-key.ts'
import { isTypedInPanel, readKeyScene } from '../../app/read-key-scene.ts'
import { isFocusSeen } from '../../ui/focus-ring.ts'
import { useSignedIn } from '../../app/session.tsx'
import { CancelDialog, type CancelDialogProps } from '../appointments/cancel-dialog.tsx'
import { canChangeSource, PaymentSourceDialog } from '../appointments/payment-source-dialog.tsx'
import { ClientNote } from '../clients/client-note.tsx'
import { NoShowDialog } from '../appointments/no-show-dialog.tsx'
import { paymentMark } from '../payments/payment-mark.ts'
import { CapacityForm } from './capacity-form.tsx'
import styles from './seat-list.module.css'
import { letterOf } from '../../ui/pressed-key.ts'
import { PaySeatDialog } from './pay-seat-dialog.tsx'
import { SeatPips } from './seat-pips.tsx'
import { useAttendance } from './use-attendance.ts'
import { useGiveSeat } from './use-give-seat.ts'

const statusLooks: Partial<Record<AppointmentStatus, Pick<BadgeProps, 'tone' | 'icon'>>> = {
  checked_in: { tone: 'info', icon: UserCheck },
  completed: { tone: 'success', icon: CheckCheck },
  no_show: { tone: 'warning', icon: UserX },
}

const moneyLooks = {
  unpaid: { tone: 'warning', icon: CircleDashed },
  paid: { tone: 'success', icon: CircleCheck },
  part_refunded: { tone: 'info', icon: RotateCcw },
  refunded: { tone: 'neutral', icon: RotateCcw },
  covered: { tone: 'success', icon: Ticket },
} as const satisfies Record<PaymentStatus, object>

export interface SeatListProps {
  group: GroupSession
  appointment: AppointmentDetail
  now: Instant
  /** False for trainers, who mark who came and nothing else, and for a cancelled session. */
  canAct: boolean
}

/** Who has a seat: how full it is as a picture, then a row for each with what can be done. */
export function SeatList({ group, appointment, canAct }: SeatListProps): ReactNode {
  const { session } = useSignedIn()
  const attend = useAttendance(appointment.id)
  const [first] = group.waiting
  const seat = useGiveSeat(appointment, group, first)
  const [isChanging, setChanging] = useState(false)
  const [asked, setAsked] = useState<{ seat: Seat; task: Task } | null>(null)
  const { seats, capacity } = group
  const isOver = appointment.status === 'cancelled'
  const booked = seats.filter(({ status }) => status === 'booked').length
  const close = () => setAsked(null)

  /** Whoever is first in line is offered the seat in the same breath. */
  function sayFreed({ clientName }: Seat): NonNullable<CancelDialogProps['said']> {
    const title = words.groups.seatCancelled(clientName)
    if (!first) return { title }
    const action = { label: words.groups.giveSeatAt(seat.costs), onPress: () => void seat.give() }
    return { title, body: words.groups.firstInLine(first.clientName), action }
  }

  return (
    <section aria-label={words.groups.seats} className={styles.section}>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.groups.seats}</h3>
        <span className={styles.count}>{words.groups.taken(seats.length, capacity)}</span>
        {seats.length >= capacity && <Badge tone="accent">{words.groups.full}</Badge>}
        {canAct && !isChanging && (
          <Button
            variant="ghost"
            className={styles.push ?? ''}
            aria-label={words.groups.changeCapacityOf}
            onPress={() => setChanging(true)}
          >
            {words.groups.changeCapacity}
          </Button>
        )}
      </div>
      {isChanging && <CapacityForm group={group} onDone={() => setChanging(false)} />}
      <div className={styles.picture}>
        <SeatPips taken={seats.length} capacity={capacity} />
      </div>
      {seats.length === 0 ? (
        <p className={styles.empty}>
          {session.role === 'trainer' || isOver
            ? words.groups.nobodyForTrainer
            : words.groups.nobody}
        </p>
      ) : (
        <ul aria-label={words.groups.list} className={styles.list}>
          {seats.map((seat) => (
            <SeatRow
              key={seat.id}
              seat={seat}
              attend={isOver ? null : attend}
              {...(canAct && { onAsk: (task: Task) => setAsked({ seat, task }) })}
            />
          ))}
        </ul>
      )}
      {!isOver && booked > 1 && (
        <Button icon={UsersRound} isPending={attend.isPending} onPress={() => void attend.all()}>
          {words.groups.allPresent}
        </Button>
      )}
      {asked?.task === 'pay' && (
        <PaySeatDialog
          key={asked.seat.id}
          appointment={appointment}
          seat={asked.seat}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.task === 'payment_source' && canChangeSource(asked.seat) && (
        <PaymentSourceDialog
          key={asked.seat.id}
          appointment={appointment}
          part={asked.seat}
          seatId={asked.seat.id}
          onClose={close}
        />
      )}
      {asked?.task === 'cancel' && (
        <CancelDialog
          key={asked.seat.id}
          appointment={appointment}
          seat={asked.seat}
          said={sayFreed(asked.seat)}
          onClose={close}
          onCancelled={close}
        />
      )}
      {asked?.task === 'no_show' && (
        <NoShowDialog
          key={asked.seat.id}
          appointment={appointment}
          seat={asked.seat}
          onClose={close}
          onMarked={close}
        />
      )}
    </section>
  )
}

/** What is asked about before it is done. */
type Task = 'cancel' | 'no_show' | 'pay' | 'payment_source'

function SeatRow({
  seat,
  attend,
  onAsk,
}: {
  seat: Seat
  attend: ReturnType<typeof useAttendance> | null
  onAsk?: (task: Task) => void
}): ReactNode {
  const { status, money, clientName } = seat
  const mark = paymentMark(status, money)
  const isOpen = status === 'booked' || status === 'checked_in'
  const look = statusLooks[status]

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || !attend) return
    const how = { isFocusSeen: isFocusSeen(), isTyped: isTypedInPanel() }
    if (!mayActOnRow(readKeyScene(), how)) return
    const act = actOf(letterOf(event))
    if (!act) return
    // Else the same key would mean the whole session.
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  function actOf(key: string): (() => void) | null {
    if (key === 'a' && status === 'booked') return () => void attend?.arrived(seat)
    if (key === 'c' && isOpen) return () => void attend?.complete(seat)
    if (key === 'n' && isOpen && onAsk) return () => onAsk('no_show')
    if (key === 'p' && seat.dueMinor > 0 && onAsk) return () => onAsk('pay')
    if (key === 'x' && isOpen && onAsk) return () => onAsk('cancel')
    return null
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys bubble here from the row's buttons
    <li className={styles.row} onKeyDown={onKeyDown}>
      <div className={styles.who}>
        <span className={styles.name}>{clientName}</span>
        {seat.phone !== null && <span className={styles.sub}>{seat.phone}</span>}
        <ClientNote note={seat.clientNote} isShort />
      </div>
      {mark && <Badge {...moneyLooks[mark]}>{words.payment.statuses[mark]}</Badge>}
      {look && <Badge {...look}>{words.booking.statuses[status]}</Badge>}
      {attend && status === 'booked' && (
        <Button
          icon={UserCheck}
          aria-label={words.groups.arrivedOf(clientName)}
          onPress={() => void attend.arrived(seat)}
        >
          {words.groups.arrived}
        </Button>
      )}
      {attend && (
        <Menu
          label={words.groups.moreOf(clientName)}
          trigger={<IconButton icon={Ellipsis} label={words.groups.moreOf(clientName)} />}
          groups={menuOf(seat, attend, onAsk)}
        />
      )}
    </li>
  )
}

function menuOf(
  seat: Seat,
  attend: ReturnType<typeof useAttendance>,
  onAsk: ((task: Task) => void) | undefined,
) {
  const say = words.groups
  const { status } = seat
  const isOpen = status === 'booked' || status === 'checked_in'
  const marks = [
    status === 'booked' && {
      id: 'arrived',
      label: say.arrived,
      icon: UserCheck,
      shortcut: 'A',
      onAction: () => void attend.arrived(seat),
    },
    isOpen && {
      id: 'complete',
      label: say.complete,
      icon: CheckCheck,
      shortcut: 'C',
      onAction: () => void attend.complete(seat),
    },
    isOpen &&
      onAsk && {
        id: 'no_show',
        label: say.noShow,
        icon: UserX,
        shortcut: 'N',
        onAction: () => onAsk('no_show'),
      },
    status === 'checked_in' && {
      id: 'back',
      label: say.takeBackArrival,
      icon: RotateCcw,
      onAction: () => void attend.takeBack(seat),
    },
    status === 'completed' && {
      id: 'back',
      label: say.takeBackCompletion,
      icon: RotateCcw,
      onAction: () => void attend.takeBack(seat),
    },
    status === 'no_show' &&
      onAsk && {
        id: 'back',
        label: say.takeBackNoShow,
        icon: RotateCcw,
        onAction: () => void attend.takeBack(seat),
      },
  ].filter((action) => action !== false && action !== undefined)
  const money = [
    seat.dueMinor > 0 &&
      onAsk && {
        id: 'pay',
        label: say.pay,
        icon: Wallet,
        shortcut: 'P',
        onAction: () => onAsk('pay'),
      },
    onAsk &&
      canChangeSource(seat) && {
        id: 'payment_source',
        label: words.packages.changeSource,
        icon: ArrowLeftRight,
        onAction: () => onAsk('payment_source'),
      },
  ].filter((action) => action !== false && action !== undefined)
  const ends =
    isOpen && onAsk
      ? [
          {
            id: 'cancel',
            label: say.cancelSeat,
            icon: X,
            shortcut: 'X',
            tone: 'danger' as const,
            onAction: () => onAsk('cancel'),
          },
        ]
      : []
  return [marks, money, ends].filter((group) => group.length > 0)
}
