import type { appointmentsContract } from '../../../shared/appointments.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { cancelAppointment, consequenceOf } from './cancel-appointment.ts'
import { createAppointment } from './create-appointment.ts'
import { readAppointment } from './read-appointment.ts'
import { readDay } from './read-day.ts'
import { reinstateAppointment } from './reinstate-appointment.ts'
import { rescheduleAppointment } from './reschedule-appointment.ts'

export { followPayments } from './follow-payments.ts'

/** The door of the book: who trains with whom, when. */
export function appointmentsHandlers(
  work: UnitOfWork,
  bus: EventBus,
): HandlersOf<typeof appointmentsContract> {
  const { database } = work
  return {
    'appointments.day': ({ date }, { actor }) => ok(readDay(database, date, actor)),
    'appointments.get': ({ appointmentId }, { actor }) =>
      readAppointment(database, appointmentId, actor),
    'appointments.cancelConsequence': (input) => consequenceOf(database, input, work.now()),
    'appointments.create': (tx, input, caller) => createAppointment(tx, bus, input, caller),
    'appointments.reschedule': (tx, input, caller) => rescheduleAppointment(tx, bus, input, caller),
    'appointments.cancel': (tx, input, caller) => cancelAppointment(tx, bus, input, caller),
    'appointments.reinstate': (tx, input, caller) => reinstateAppointment(tx, bus, input, caller),
  }
}
