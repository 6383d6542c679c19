import type { AppointmentChanged, appointmentsContract } from '../../../shared/appointments.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { registerClient } from '../clients/index.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { dayOf } from './appointment-row.ts'
import { placeBooking } from './place-booking.ts'

type Input = HandledInputOf<(typeof appointmentsContract)['appointments.create']>

/** Books a session at the desk, for a client who is known or whom the same command registers. */
export function createAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const { client, ...wish } = input
  const clientId = client.kind === 'new' ? registerClient(tx, bus, client.client) : client.clientId
  const placed = placeBooking(tx, bus, { ...wish, clientId }, caller)
  if (!placed.ok) return placed
  const { id: appointmentId } = placed.value
  return ok({
    appointmentId,
    date: dayOf(placed.value),
    undo: {
      command: 'appointments.cancel',
      input: { appointmentId, by: 'studio', reason: 'booked_by_mistake', refund: false },
    },
  })
}
