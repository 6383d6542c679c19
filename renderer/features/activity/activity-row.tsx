import {
  Archive,
  Download,
  Eraser,
  Merge,
  UserRoundPen,
  Trash2,
  ArrowLeftRight,
  ArrowUpDown,
  BadgeX,
  CalendarClock,
  CalendarOff,
  DoorClosed,
  DoorOpen,
  ListChecks,
  ListX,
  BadgeCheck,
  Banknote,
  CalendarCheck,
  CalendarPlus,
  CalendarX,
  IdCard,
  CheckCheck,
  Cloud,
  CloudOff,
  Coins,
  HandHeart,
  HardDriveDownload,
  GitBranch,
  HandCoins,
  KeyRound,
  ListPlus,
  LifeBuoy,
  Lock,
  LockOpen,
  LogIn,
  MailPlus,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  Settings,
  ShieldCheck,
  Ticket,
  TicketCheck,
  TicketMinus,
  TicketPlus,
  TicketX,
  TrendingDown,
  TrendingUp,
  Undo2,
  Wallet,
  UserCheck,
  UserMinus,
  UserPen,
  UserPlus,
  UserX,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { ActivityEntry } from '../../../shared/activity.ts'
import type { EventType } from '../../../shared/events/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './activity-row.module.css'
import { actorOf, amountOf, receiptOf, sayEvent } from './say-event.ts'

type Tone = 'plain' | 'accent' | 'success' | 'warning' | 'danger'

const looks = {
  'settings.changed': { icon: Settings, tone: 'plain' },
  'studio.clock_confirmed': { icon: CalendarCheck, tone: 'warning' },
  'studio.renamed': { icon: Settings, tone: 'plain' },
  'studio.country_changed': { icon: Settings, tone: 'plain' },
  'policy.changed': { icon: Settings, tone: 'plain' },
  'catalog.trainer_added': { icon: BadgeCheck, tone: 'plain' },
  'catalog.trainer_changed': { icon: BadgeCheck, tone: 'plain' },
  'catalog.trainer_moved': { icon: ArrowUpDown, tone: 'plain' },
  'catalog.trainer_retired': { icon: BadgeX, tone: 'warning' },
  'catalog.trainer_returned': { icon: BadgeCheck, tone: 'plain' },
  'catalog.week_changed': { icon: CalendarClock, tone: 'plain' },
  'catalog.override_changed': { icon: CalendarClock, tone: 'plain' },
  'catalog.time_off_added': { icon: CalendarOff, tone: 'warning' },
  'catalog.time_off_removed': { icon: CalendarCheck, tone: 'plain' },
  'catalog.closure_added': { icon: CalendarOff, tone: 'warning' },
  'catalog.closure_removed': { icon: CalendarCheck, tone: 'plain' },
  'catalog.room_added': { icon: DoorOpen, tone: 'plain' },
  'catalog.room_changed': { icon: DoorOpen, tone: 'plain' },
  'catalog.room_moved': { icon: ArrowUpDown, tone: 'plain' },
  'catalog.room_retired': { icon: DoorClosed, tone: 'warning' },
  'catalog.room_returned': { icon: DoorOpen, tone: 'plain' },
  'catalog.service_added': { icon: ListPlus, tone: 'plain' },
  'catalog.service_changed': { icon: ListChecks, tone: 'plain' },
  'catalog.service_moved': { icon: ArrowUpDown, tone: 'plain' },
  'catalog.service_retired': { icon: ListX, tone: 'warning' },
  'catalog.service_returned': { icon: ListPlus, tone: 'plain' },
  'staff.added': { icon: UserPlus, tone: 'plain' },
  'staff.signed_in': { icon: LogIn, tone: 'plain' },
  'staff.pin_failed': { icon: KeyRound, tone: 'warning' },
  'staff.override_used': { icon: ShieldCheck, tone: 'warning' },
  'staff.changed': { icon: UserPen, tone: 'plain' },
  'staff.pin_changed': { icon: KeyRound, tone: 'plain' },
  'staff.recovery_code_made': { icon: LifeBuoy, tone: 'plain' },
  'staff.recovered': { icon: LifeBuoy, tone: 'warning' },
  'staff.messages_changed': { icon: MailPlus, tone: 'plain' },
  'staff.deactivated': { icon: UserMinus, tone: 'warning' },
  'staff.reactivated': { icon: UserCheck, tone: 'plain' },
  'staff.moved': { icon: ArrowUpDown, tone: 'plain' },
  'staff.locked': { icon: Lock, tone: 'plain' },
  'client.registered': { icon: UserPlus, tone: 'plain' },
  'client.updated': { icon: UserRoundPen, tone: 'plain' },
  'client.merged': { icon: Merge, tone: 'accent' },
  'client.exported': { icon: Download, tone: 'warning' },
  'backup.made': { icon: HardDriveDownload, tone: 'plain' },
  'client.erased': { icon: Eraser, tone: 'danger' },
  'appointment.created': { icon: CalendarPlus, tone: 'accent' },
  'appointment.rescheduled': { icon: ArrowLeftRight, tone: 'accent' },
  'appointment.cancelled': { icon: CalendarX, tone: 'danger' },
  'appointment.reinstated': { icon: RotateCcw, tone: 'accent' },
  'appointment.checked_in': { icon: UserCheck, tone: 'accent' },
  'appointment.check_in_taken_back': { icon: RotateCcw, tone: 'plain' },
  'appointment.completed': { icon: CheckCheck, tone: 'success' },
  'appointment.completion_taken_back': { icon: RotateCcw, tone: 'plain' },
  'appointment.no_show': { icon: UserX, tone: 'danger' },
  'appointment.no_show_taken_back': { icon: RotateCcw, tone: 'plain' },
  'seat.checked_in': { icon: UserCheck, tone: 'accent' },
  'seat.check_in_taken_back': { icon: RotateCcw, tone: 'plain' },
  'seat.completed': { icon: CheckCheck, tone: 'success' },
  'seat.completion_taken_back': { icon: RotateCcw, tone: 'plain' },
  'seat.no_show': { icon: UserX, tone: 'danger' },
  'seat.no_show_taken_back': { icon: RotateCcw, tone: 'plain' },
  'seat.cancelled': { icon: CalendarX, tone: 'danger' },
  'seat.reinstated': { icon: RotateCcw, tone: 'accent' },
  'appointment.payment_source_changed': { icon: ArrowLeftRight, tone: 'plain' },
  'seat.payment_source_changed': { icon: ArrowLeftRight, tone: 'plain' },
  'fee.charged': { icon: Coins, tone: 'warning' },
  'fee.waived': { icon: HandHeart, tone: 'plain' },
  'fee.waiver_taken_back': { icon: RotateCcw, tone: 'plain' },
  'fee.charged_again': { icon: RotateCcw, tone: 'plain' },
  'fee.withdrawn': { icon: RotateCcw, tone: 'plain' },
  'group.capacity_changed': { icon: Users, tone: 'plain' },
  'seat.booked': { icon: UserPlus, tone: 'accent' },
  'waitlist.joined': { icon: ListPlus, tone: 'plain' },
  'waitlist.left': { icon: ListX, tone: 'plain' },
  'waitlist.rejoined': { icon: ListPlus, tone: 'plain' },
  'waitlist.offered': { icon: MailPlus, tone: 'plain' },
  'waitlist.seated': { icon: ListChecks, tone: 'accent' },
  'series.created': { icon: Repeat, tone: 'accent' },
  'series.changed': { icon: Repeat, tone: 'accent' },
  'series.put_back': { icon: Repeat, tone: 'accent' },
  'series.ended': { icon: Repeat, tone: 'danger' },
  'payment.completed': { icon: Banknote, tone: 'success' },
  'payment.refunded': { icon: Undo2, tone: 'warning' },
  'product.added': { icon: ListPlus, tone: 'plain' },
  'product.retired': { icon: Archive, tone: 'plain' },
  'product.restored': { icon: RotateCcw, tone: 'plain' },
  'package.sold': { icon: TicketPlus, tone: 'success' },
  'package.credit_held': { icon: Ticket, tone: 'plain' },
  'package.credit_used': { icon: TicketCheck, tone: 'plain' },
  'package.credit_released': { icon: TicketMinus, tone: 'plain' },
  'package.refunded': { icon: TicketX, tone: 'warning' },
  'package.voided': { icon: TicketX, tone: 'warning' },
  'membership.started': { icon: IdCard, tone: 'success' },
  'membership.renewed': { icon: IdCard, tone: 'success' },
  'membership.voided': { icon: IdCard, tone: 'warning' },
  'membership.paused': { icon: Pause, tone: 'plain' },
  'membership.resumed': { icon: Play, tone: 'plain' },
  'membership.ended': { icon: IdCard, tone: 'warning' },
  'membership.reopened': { icon: RotateCcw, tone: 'plain' },
  'drawer.opened': { icon: LockOpen, tone: 'plain' },
  'drawer.movement': { icon: HandCoins, tone: 'plain' },
  'drawer.counted': { icon: Coins, tone: 'plain' },
  'drawer.closed': { icon: Lock, tone: 'plain' },
  'payment.voided': { icon: Undo2, tone: 'warning' },
  'balance.paid_out': { icon: Wallet, tone: 'plain' },
  'balance.pay_out_voided': { icon: Undo2, tone: 'warning' },
  'day.closed': { icon: CalendarCheck, tone: 'success' },
  'earning.recorded': { icon: TrendingUp, tone: 'plain' },
  'earning.adjusted': { icon: TrendingDown, tone: 'plain' },
  'earning.rate_set': { icon: Settings, tone: 'plain' },
  'earning.exported': { icon: Download, tone: 'plain' },
  'earning.period_locked': { icon: Lock, tone: 'success' },
  'sync.connected': { icon: Cloud, tone: 'success' },
  'sync.disconnected': { icon: CloudOff, tone: 'plain' },
  'sync.epoch_began': { icon: GitBranch, tone: 'warning' },
  'messages.configured': { icon: Settings, tone: 'plain' },
  'messages.retried': { icon: MailPlus, tone: 'plain' },
  'log.erased': { icon: Eraser, tone: 'warning' },
  'log.pruned': { icon: Archive, tone: 'plain' },
  'log.baseline': { icon: Archive, tone: 'plain' },
  'log.rows_written': { icon: Archive, tone: 'plain' },
  'delivery.replayed': { icon: RotateCcw, tone: 'plain' },
  'delivery.discarded': { icon: Trash2, tone: 'warning' },
} satisfies Record<EventType, { icon: LucideIcon; tone: Tone }>

/** What kind of event it is, at a glance. Decoration: the sentence beside it says the same. */
export function EventIcon({ type }: { type: EventType }): ReactNode {
  const { icon: Icon, tone } = looks[type]
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      <Icon className={styles.icon} aria-hidden />
    </span>
  )
}

export interface ActivityRowProps {
  entry: ActivityEntry
  timeZone: string
  isOpen: boolean
  onOpen: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

/** One event: when, what, how much, who. Pressing it opens the details. */
export function ActivityRow({
  entry,
  timeZone,
  isOpen,
  onOpen,
  onKeyDown,
}: ActivityRowProps): ReactNode {
  const receipt = receiptOf(entry)
  const amount = amountOf(entry)
  return (
    <li className={styles.item}>
      <button
        type="button"
        data-entry
        aria-expanded={isOpen}
        onClick={onOpen}
        onKeyDown={onKeyDown}
        className={classNames(styles.row, isOpen && styles.open)}
      >
        <time dateTime={entry.at} className={styles.time}>
          {entry.localTime.slice(11)}
        </time>
        <EventIcon type={entry.type} />
        <span className={styles.sentence}>
          {sayEvent(entry, timeZone)}
          {receipt !== null && <span className={styles.receipt}>{receipt}</span>}
        </span>
        <span className={styles.amount}>{amount}</span>
        <span className={styles.actor}>{actorOf(entry)}</span>
      </button>
    </li>
  )
}
