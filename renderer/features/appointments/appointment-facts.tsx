import { CalendarX2, CheckCheck, UserCheck, UserX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppointmentDetail, AppointmentStatus } from '../../../shared/appointments.ts'
import { localDateTimeOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge, type BadgeProps } from '../../ui/badge.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { ClientNote } from '../clients/client-note.tsx'
import { FeesOfSession } from '../fees/fees-of-session.tsx'
import { PaymentSection } from '../payments/payment-section.tsx'
import styles from './appointment-facts.module.css'
import { timeOf } from './day-geometry.ts'
import { sayCost } from './say-cost.ts'
import { sayDuration } from './say-duration.ts'

const statusBadges: Partial<Record<AppointmentStatus, Pick<BadgeProps, 'tone' | 'icon'>>> = {
  checked_in: { tone: 'info', icon: UserCheck },
  completed: { tone: 'success', icon: CheckCheck },
  no_show: { tone: 'warning', icon: UserX },
  cancelled: { tone: 'danger', icon: CalendarX2 },
}

export interface AppointmentFactsProps {
  appointment: AppointmentDetail
  now: Instant
  /** What can be done about it; stands under the time. */
  children?: ReactNode
}

/** What there is to know about a session, the most asked first. */
export function AppointmentFacts({ appointment, children }: AppointmentFactsProps): ReactNode {
  const { timeZone, cancellation, money } = appointment
  const badge = statusBadges[appointment.status]
  const shownStart = localDateTimeOf(appointment.startTime, timeZone)
  return (
    <div className={styles.facts}>
      <div
        className={styles.slot}
        data-hue={appointment.hue}
        data-cancelled={appointment.status === 'cancelled'}
      >
        <div className={styles.top}>
          <p className={styles.time}>
            {timeOf(appointment.startTime, timeZone)} – {timeOf(appointment.endTime, timeZone)}
          </p>
          {badge && <Badge {...badge}>{words.booking.statuses[appointment.status]}</Badge>}
        </div>
        <p className={styles.date}>
          {formatDate(appointment.localStart, 'long')} · {sayDuration(appointment.durationMinutes)}
        </p>
        <p className={styles.service}>
          {appointment.serviceName} · {appointment.trainerName}
        </p>
      </div>
      {shownStart !== appointment.localStart && (
        <p className={styles.parted}>
          {words.toDecide.timeDiffers(momentText(appointment.localStart), momentText(shownStart))}
        </p>
      )}
      <ClientNote note={appointment.clientNote} />
      {children}
      {cancellation && (
        <section className={styles.section} aria-label={words.booking.cancelledBadge}>
          <DescriptionList
            items={[
              {
                term: words.booking.cancelledBadge,
                value: words.booking.cancelledWhen(
                  instantText(cancellation.at, timeZone),
                  words.booking.cancelledBy[cancellation.by],
                ),
              },
              { term: words.booking.reason, value: words.booking.reasons[cancellation.reason] },
              { term: words.booking.cancelNote, value: cancellation.note },
              {
                term: words.outcome.toldAt,
                value: cancellation.toldAt && instantText(cancellation.toldAt, timeZone),
              },
              { term: words.booking.fee, value: money && sayCost(appointment) },
            ]}
          />
        </section>
      )}
      {money && !cancellation && appointment.excused && (
        <section className={styles.section} aria-label={words.outcome.excused}>
          <DescriptionList items={[{ term: words.outcome.excused, value: sayCost(appointment) }]} />
        </section>
      )}
      {money && <FeesOfSession appointmentId={appointment.id} />}
      {money && (
        <div className={`${styles.section} ${styles.payment}`}>
          <PaymentSection appointment={appointment} money={money} />
        </div>
      )}
      <section className={styles.section} aria-label={words.booking.session}>
        {appointment.note !== null && <p className={styles.note}>{appointment.note}</p>}
        <DescriptionList
          items={[
            { term: words.booking.room, value: appointment.roomName },
            { term: words.booking.exception, value: appointment.exceptionReason },
            {
              term: words.booking.bookedBy,
              value: words.booking.bookedByWhom(
                appointment.createdBy,
                instantText(appointment.createdAt, timeZone),
              ),
            },
          ]}
        />
      </section>
    </div>
  )
}

function instantText(instant: Instant, timeZone: string): string {
  return momentText(localDateTimeOf(instant, timeZone))
}

function momentText(local: LocalDateTime): string {
  return `${formatDate(local, 'weekday')}, ${local.slice(11)}`
}
