import type { EventType } from '../../../shared/events/index.ts'
import type { Projection } from '../../events/projection.ts'

/** What became of a session in its time changes nothing about when it is. */
const movesTheEntry: ReadonlySet<EventType> = new Set<EventType>([
  'appointment.created',
  'appointment.rescheduled',
  'appointment.cancelled',
  'appointment.reinstated',
])

/** A calendar entry per appointment. `sequence` rises with every change, as iCalendar wants it. */
export const trainerCalendar: Projection<'appointment.*'> = {
  name: 'trainer-calendar',
  pattern: 'appointment.*',
  tables: ['trainer_calendar'],
  apply({ type, data, createdAt }, database) {
    if (!movesTheEntry.has(type)) return
    if (type === 'appointment.cancelled') {
      database
        .prepare(
          `UPDATE trainer_calendar SET status = 'cancelled', sequence = sequence + 1,
             changed_at = ? WHERE appointment_id = ?`,
        )
        .run(createdAt, data.appointmentId)
      return
    }
    database
      .prepare(
        `INSERT INTO trainer_calendar
           (appointment_id, trainer_id, start_time, end_time, status, sequence, changed_at)
         VALUES (?, ?, ?, ?, 'confirmed', 0, ?)
         ON CONFLICT DO UPDATE SET trainer_id = excluded.trainer_id,
           start_time = excluded.start_time, end_time = excluded.end_time,
           status = 'confirmed', sequence = sequence + 1, changed_at = excluded.changed_at`,
      )
      .run(data.appointmentId, data.trainerId, data.startTime, data.endTime, createdAt)
  },
}
