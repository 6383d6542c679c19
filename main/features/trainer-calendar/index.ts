import type { Instant } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'

/** Keeps a calendar entry per appointment, made from the events alone. */
export function keepTrainerCalendar(bus: EventBus): void {
  bus.on(
    'appointment.*',
    (event, tx) => {
      if (event.type === 'appointment.cancelled') cancelEntry(tx, event.data.appointmentId)
      else confirmEntry(tx, event.data)
    },
    { name: 'trainer-calendar', tier: 'after_commit', startAt: 'beginning' },
  )
}

function confirmEntry(
  tx: Tx,
  slot: {
    readonly appointmentId: string
    readonly trainerId: string
    readonly startTime: Instant
    readonly endTime: Instant
  },
): void {
  tx.database
    .prepare(
      `INSERT INTO trainer_calendar (appointment_id, trainer_id, start_time, end_time, status, sequence)
       VALUES (?, ?, ?, ?, 'confirmed', 0)
       ON CONFLICT DO UPDATE SET trainer_id = excluded.trainer_id, start_time = excluded.start_time,
         end_time = excluded.end_time, status = 'confirmed', sequence = sequence + 1`,
    )
    .run(slot.appointmentId, slot.trainerId, slot.startTime, slot.endTime)
}

function cancelEntry(tx: Tx, appointmentId: string): void {
  tx.database
    .prepare(
      `UPDATE trainer_calendar SET status = 'cancelled', sequence = sequence + 1
       WHERE appointment_id = ?`,
    )
    .run(appointmentId)
}
