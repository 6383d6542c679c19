import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { formatDate } from '../../ui/format-date.ts'
import styles from './catalog.module.css'

/** The bookings that a change would concern, before it is made. They stay as they are. */
export function AffectedList({
  about,
  mustDecide = false,
}: {
  about: InputOf<Contracts['appointments.affected']>
  /** Somebody has to decide about them afterwards, and will find them in the day. */
  mustDecide?: boolean
}): ReactNode {
  const affected = useQueryOf('appointments.affected', about, { keepPrevious: true })
  if (!affected.data) return null
  const { count, bookings } = affected.data
  if (count === 0) return <p className={styles.hint}>{words.catalog.unaffected}</p>
  return (
    <section className={styles.affected} aria-label={words.catalog.affected(count)}>
      <p className={styles.warning}>
        <CircleAlert className={styles.icon} aria-hidden />
        {words.catalog.affected(count)}
      </p>
      <p className={styles.hint}>
        {mustDecide ? words.catalog.decideHint : words.catalog.affectedHint}
      </p>
      <ul className={styles.bookings}>
        {bookings.map((booking) => (
          <li key={booking.appointmentId}>
            {formatDate(booking.localStart, 'weekday')}, {booking.localStart.slice(11)} ·{' '}
            {booking.clientName ?? words.catalog.group} · {booking.serviceName} ·{' '}
            {booking.trainerName}
          </li>
        ))}
        {count > bookings.length && <li>{words.catalog.more(count - bookings.length)}</li>}
      </ul>
    </section>
  )
}
