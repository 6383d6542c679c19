import type { EventBus } from '../../events/event-bus.ts'

/**
 * Counts bookings, moves and cancellations by the session's local day and hour, service and
 * trainer, from the events alone. The weekday follows from the day.
 */
export function countEvents(bus: EventBus): void {
  bus.on(
    'appointment.*',
    ({ type, data }, tx) => {
      tx.database
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
    { name: 'analytics', tier: 'after_commit', startAt: 'beginning' },
  )
}
