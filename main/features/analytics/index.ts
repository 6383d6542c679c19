import { localDateTimeOf } from '../../../shared/time.ts'
import { sql } from '../../db/studio-database.ts'
import type { EventBus } from '../../events/event-bus.ts'

/**
 * Counts bookings, moves and cancellations by the session's local day and hour, service and
 * trainer. The weekday follows from the day.
 */
export function countEvents(bus: EventBus): void {
  bus.on(
    'appointment.*',
    (event, tx) => {
      const appointment = tx.database.one(
        sql
          .selectFrom('appointments')
          .select(['start_time', 'time_zone', 'service_id', 'trainer_id'])
          .where('id', '=', event.data.appointmentId),
      )
      const local = localDateTimeOf(appointment.start_time, appointment.time_zone)
      tx.database
        .prepare(
          `INSERT INTO analytics_counters (metric, local_date, hour, service_id, trainer_id, count)
           VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`,
        )
        .run(
          event.type,
          local.slice(0, 10),
          Number(local.slice(11, 13)),
          appointment.service_id,
          appointment.trainer_id,
        )
    },
    { name: 'analytics', tier: 'after_commit', startAt: 'beginning' },
  )
}
