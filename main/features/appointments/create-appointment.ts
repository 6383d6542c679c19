import type { AppointmentChanged, appointmentsContract } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, localDateTimeOf } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findService, findTrainer } from '../catalog/index.ts'
import { findClient, markClientSeen, registerClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { dayOf, slotOf, termsOf, touchAppointment } from './appointment-row.ts'
import { checkSlot, mayLeaveHours } from './check-slot.ts'
import { decideSlot } from './decide.ts'

type Input = ParsedInputOf<(typeof appointmentsContract)['appointments.create']>

/**
 * Books a session. Price and cancellation terms are copied onto the booking, so that a new price
 * list or policy never changes what was agreed.
 */
export function createAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const studio = readStudio(tx.database)
  const trainer = findTrainer(tx.database, input.trainerId)
  if (!trainer) return refuse('trainer_not_found', {})
  const service = findService(tx.database, input.serviceId)
  if (!service) return refuse('service_not_found', {})
  const slot = decideSlot(input, service.duration_minutes, studio.time_zone)
  if (!slot.ok) return slot

  const clientId =
    input.client.kind === 'new'
      ? registerClient(tx, bus, input.client.client)
      : input.client.clientId
  const client = findClient(tx.database, clientId)
  if (!client) return refuse('client_not_found', {})

  const exceptions = checkSlot(tx, {
    ...slot.value,
    trainer,
    client,
    timeZone: studio.time_zone,
    allowOutsideHours: mayLeaveHours(input.allowOutsideHours, caller),
    allowClientOverlap: input.allowClientOverlap,
  })
  if (!exceptions.ok) return exceptions

  const { startTime, endTime } = slot.value
  const row = {
    id: newId(),
    trainer_id: trainer.id,
    service_id: service.id,
    start_time: startTime,
    end_time: endTime,
    time_zone: studio.time_zone,
    local_start: localDateTimeOf(startTime, studio.time_zone),
  }
  tx.database.insert('appointments', {
    ...row,
    client_id: client.id,
    status: 'booked',
    note: input.note || null,
    price_minor: service.price_minor,
    currency: studio.currency,
    ...termsOf(readPolicy(tx.database, localDateOf(tx.now, studio.time_zone))),
    payment_status: 'unpaid',
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  markClientSeen(tx, client.id)
  bus.publish('appointment.created', {
    ...slotOf(row),
    clientId: client.id,
    priceMinor: service.price_minor,
    currency: studio.currency,
    ...exceptions.value,
  })
  touchAppointment(tx, row)
  return ok({
    appointmentId: row.id,
    date: dayOf(row),
    undo: {
      command: 'appointments.cancel',
      input: { appointmentId: row.id, by: 'studio', reason: 'booked_by_mistake', refund: false },
    },
  })
}
