import { Repeat } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { EndSeriesDialog } from './end-series-dialog.tsx'
import { FollowingDialog } from './following-dialog.tsx'
import styles from './series-section.module.css'

export interface SeriesSectionProps {
  appointment: AppointmentDetail
  onDone: (title: string, changed: SeriesChanged) => void
}

/** Which of a series a session is, and what can be done with the rest of it. Nothing for one alone. */
export function SeriesSection({ appointment, onDone }: SeriesSectionProps): ReactNode {
  const { data: series } = useQueryOf('series.get', { appointmentId: appointment.id })
  const [isOpen, setOpen] = useState<'change' | 'end' | null>(null)
  if (!series) return null
  const close = () => setOpen(null)
  return (
    <section className={styles.section} aria-label={words.series.section}>
      <p className={styles.what}>
        <Repeat className={styles.icon} aria-hidden />
        {appointment.status === 'cancelled'
          ? words.series.oneOf(series.count)
          : words.series.number(series.number, series.count)}
      </p>
      {appointment.status === 'booked' && series.following > 1 && (
        <div className={styles.actions}>
          <Button variant="ghost" onPress={() => setOpen('change')}>
            {words.series.change}
          </Button>
          <Button variant="ghost" onPress={() => setOpen('end')}>
            {words.series.end}
          </Button>
        </div>
      )}
      {isOpen === 'change' && (
        <FollowingDialog
          appointment={appointment}
          onClose={close}
          onMoved={(moved) => {
            close()
            onDone(words.series.moved(moved.count), moved)
          }}
        />
      )}
      {isOpen === 'end' && (
        <EndSeriesDialog
          appointmentId={appointment.id}
          count={series.following}
          onClose={close}
          onEnded={(ended) => {
            close()
            onDone(words.series.ended(ended.count), ended)
          }}
        />
      )}
    </section>
  )
}
