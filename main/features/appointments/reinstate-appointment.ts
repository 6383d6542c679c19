import type { AppointmentChanged, appointmentsContract } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findTrainer } from '../catalog/index.ts'
import { findClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { buffersOf, dayOf, findAppointment, slotOf, touchAppointment } from './appointment-row.ts'
import { checkSlot } from './check-slot.ts'

/**
 * Takes a cancellation back, if neither trainer, client nor room has something else by now; another
 * free room will do. Working hours are not asked again: it stood there before. A refund stays refunded.
 */
export function reinstateAppointment(
  tx: Tx,
  bus: EventBus,
  input: ParsedInputOf<(typeof appointmentsContract)['appointments.reinstate']>,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAppointment(tx.database, input.appointmentId)
  if (!found.ok) return found
  const row = found.value
  if (row.status !== 'cancelled') return refuse('appointment_not_cancelled', {})
  const trainer = findTrainer(tx.database, row.trainer_id)
  if (!trainer) return refuse('trainer_not_found', {})
  const client = findClient(tx.database, row.client_id)
  if (!client) return refuse('client_not_found', {})

  const wanted = {
    startTime: row.start_time,
    endTime: row.end_time,
    ...buffersOf(row),
    trainer,
    client,
    timeZone: row.time_zone,
    room: { serviceId: row.service_id, preferred: row.room_id },
    moving: row.id,
    stoodThere: true as const,
  }
  const checked = checkSlot(tx, bus, wanted, input, caller)
  if (!checked.ok) return checked
  const { exceptions, columns } = checked.value
  const back = {
    room_id: columns.room_id,
    // Why it was once allowed outside hours still holds.
    exception_reason: columns.exception_reason ?? row.exception_reason,
  }

  tx.database.run(
    sql
      .updateTable('appointments')
      .set({
        status: 'booked',
        ...back,
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
    ...slotOf({ ...row, ...back }),
    ...exceptions,
  })
  touchAppointment(tx, row)
  return ok({ appointmentId: row.id, date: dayOf(row), undo: null })
}
