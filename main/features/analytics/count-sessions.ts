import type { Projection } from '../../events/projection.ts'

/**
 * Counts bookings, moves and cancellations by the session's local day and hour, service and
 * trainer. The weekday follows from the day.
 */
export const sessionCounters: Projection<'appointment.*'> = {
  name: 'analytics',
  pattern: 'appointment.*',
  tables: ['analytics_counters'],
  apply({ type, data }, database) {
    database
      .prepare(
        `INSERT INTO analytics_counters (metric, local_date, hour, service_id, trainer_id, count)
         VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`,
      )
      .run(
        type,
        data.localStart.slice(0, 10),
        Number(data.localStart.slice(11, 13)),
        data.serviceId,
        data.trainerId,
      )
  },
}
