import type { AppointmentChanged } from '../../../shared/appointments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findTrainer } from '../catalog/index.ts'
import { findClient } from '../clients/index.ts'
import { dayOf, findAppointment, slotOf, touchAppointment } from './appointment-row.ts'
import { checkSlot } from './check-slot.ts'

/**
 * Takes a cancellation back, if neither trainer nor client has something else by now. Working hours
 * are not asked again: it stood there before. A refund stays refunded.
 */
export function reinstateAppointment(
  tx: Tx,
  bus: EventBus,
  input: { readonly appointmentId: string; readonly allowClientOverlap: boolean },
): Result<AppointmentChanged> {
  const found = findAppointment(tx.database, input.appointmentId)
  if (!found.ok) return found
  const row = found.value
  if (row.status !== 'cancelled') return refuse('appointment_not_cancelled', {})
  const trainer = findTrainer(tx.database, row.trainer_id)
  if (!trainer) return refuse('trainer_not_found', {})
  const client = findClient(tx.database, row.client_id)
  if (!client) return refuse('client_not_found', {})

  const free = checkSlot(tx, {
    startTime: row.start_time,
    endTime: row.end_time,
    trainer,
    client,
    timeZone: row.time_zone,
    moving: row.id,
    allowOutsideHours: true,
    allowClientOverlap: input.allowClientOverlap,
  })
  if (!free.ok) return free

  tx.database.run(
    sql
      .updateTable('appointments')
      .set({
        status: 'booked',
        cancelled_at: null,
        cancelled_by: null,
        cancellation_reason: null,
        cancellation_note: null,
        cancelled_late: null,
        cancellation_fee_minor: null,
      })
      .where('id', '=', row.id),
  )
  bus.publish('appointment.reinstated', {
    ...slotOf(row),
    ...(free.value.clientOverlap ? { clientOverlap: true } : {}),
  })
  touchAppointment(tx, row)
  return ok({ appointmentId: row.id, date: dayOf(row), undo: null })
}
