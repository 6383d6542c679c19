import {
  CheckCheck,
  CircleCheck,
  CircleDashed,
  RotateCcw,
  Ticket,
  UserCheck,
  UserX,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppointmentCard, AppointmentStatus } from '../../../shared/appointments.ts'
import type { Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import { slotMinutes, timeOf, type Stretch } from './day-geometry.ts'
import { SeatPips } from '../groups/seat-pips.tsx'
import { describeSession, moneyMarkOf, type MoneyMark } from './describe-session.ts'
import styles from './session-block.module.css'

export interface SessionBlockProps {
  card: AppointmentCard
  trainerName: string
  timeZone: string
  now: Instant
  stretch: Stretch
  /** It is the one the keyboard stands on. */
  isCursor: boolean
  /** Its panel is open. */
  isSelected: boolean
  /** It is being moved: its ghost is elsewhere. */
  isMoving: boolean
}

const moneyIcons: Partial<Record<MoneyMark, LucideIcon>> = {
  owed: CircleDashed,
  paid: CircleCheck,
  part_refunded: RotateCcw,
  refunded: RotateCcw,
  covered: Ticket,
}

const statusIcons: Partial<Record<AppointmentStatus, LucideIcon>> = {
  checked_in: UserCheck,
  completed: CheckCheck,
  no_show: UserX,
}

/**
 * One session in a column. It says as much as its height lets it: the client first, then the time,
 * then the service. All of it is in its name for screen readers, whatever is drawn.
 */
export function SessionBlock({
  card,
  trainerName,
  timeZone,
  now,
  stretch,
  isCursor,
  isSelected,
  isMoving,
}: SessionBlockProps): ReactNode {
  const money = moneyMarkOf(card, now)
  const MoneyIcon = moneyIcons[money]
  const StatusIcon = statusIcons[card.status]
  const start = timeOf(card.startTime, timeZone)
  return (
    <button
      type="button"
      data-appointment={card.id}
      data-hue={card.hue}
      tabIndex={isCursor ? 0 : -1}
      aria-expanded={isSelected}
      className={classNames(
        styles.block,
        isSelected && styles.selected,
        isMoving && styles.moving,
        card.status === 'no_show' && styles.absent,
        card.group && card.group.taken >= card.group.capacity && styles.full,
        card.group?.taken === 0 && styles.vacant,
      )}
      style={{
        top: `calc(var(--slot) * ${stretch.from / slotMinutes})`,
        height: `calc(var(--slot) * ${(stretch.to - stretch.from) / slotMinutes} - 2px)`,
      }}
    >
      <span className={styles.name}>{describeSession(card, trainerName, timeZone, now)}</span>
      <span className={styles.inside} aria-hidden>
        <span className={styles.first}>
          <span className={styles.client}>{card.clientName}</span>
          {card.group && (
            <span className={styles.count}>
              {words.groups.short(card.group.taken, card.group.capacity)}
            </span>
          )}
          <span className={styles.start}>{start}</span>
          {(StatusIcon ?? MoneyIcon) && (
            <span className={styles.marks}>
              {StatusIcon && <StatusIcon className={styles.mark} aria-hidden />}
              {MoneyIcon && (
                <MoneyIcon className={classNames(styles.mark, styles[money])} aria-hidden />
              )}
            </span>
          )}
        </span>
        <span className={styles.more}>
          <span className={styles.time}>
            {start} – {timeOf(card.endTime, timeZone)}
            {card.group && card.roomName !== null && ` · ${card.roomName}`}
          </span>
          {card.group ? (
            <span className={styles.pips}>
              <SeatPips {...card.group} size="sm" />
            </span>
          ) : (
            <span className={styles.service}>
              {card.roomName === null
                ? card.serviceName
                : words.day.inRoom(card.serviceName, card.roomName)}
            </span>
          )}
        </span>
      </span>
    </button>
  )
}
