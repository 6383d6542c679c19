import type { ReactNode } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import type { Role } from '../../../shared/roles.ts'
import { words } from '../../../shared/words/index.ts'
import styles from './empty-day.module.css'
import { openHours } from './open-hours.ts'

/** Says at the foot of a day without sessions why it is empty, and what can be done. */
export function EmptyDay({ day, role }: { day: DayView; role: Role }): ReactNode {
  const isClosed = day.trainers.every((trainer) => openHours(day, trainer).length === 0)
  if (role === 'trainer') {
    return (
      <div className={styles.note}>
        <strong>{words.day.emptyTrainer}</strong>
      </div>
    )
  }
  const closed = role === 'manager' ? words.day.closedForManager : words.day.closed
  return (
    <div className={styles.note}>
      <strong>{isClosed ? words.day.nobodyWorks : words.day.emptyTitle}</strong>
      <span>{isClosed ? closed : words.day.emptyBody}</span>
    </div>
  )
}
