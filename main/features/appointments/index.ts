import type { appointmentsContract } from '../../../shared/appointments.ts'
import type { attendanceContract } from '../../../shared/attendance.ts'
import { ok } from '../../../shared/result.ts'
import type { toDecideContract } from '../../../shared/to-decide.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { checkIn, completeSession, takeBackCheckIn, takeBackCompletion } from './attend.ts'
import { cancelAppointment, cancelConsequence } from './cancel-appointment.ts'
import { changePaymentSource } from './change-payment-source.ts'
import { createAppointment } from './create-appointment.ts'
import { DifferingTimes } from './find-differing-times.ts'
import { listAffected } from './list-affected.ts'
import { listToDecide } from './list-to-decide.ts'
import { markNoShow, noShowConsequence, takeBackNoShow } from './mark-no-show.ts'
import { readAppointment } from './read-appointment.ts'
import { readDay } from './read-day.ts'
import { reinstateAppointment } from './reinstate-appointment.ts'
import { rescheduleAppointment } from './reschedule-appointment.ts'
import { settleTimes, unsettleTimes } from './settle-times.ts'

export {
  dayOf,
  findAppointment,
  slotOf,
  termsOf,
  touchAppointment,
  type AppointmentRow,
} from './appointment-row.ts'
export { checkIn, takeBackCheckIn } from './attend.ts'
export { findAttendance, type Attendance } from './attendance.ts'
export { cancelAppointment } from './cancel-appointment.ts'
export { findFormer, keepFormer, restoreSlot, type FormerState } from './former-state.ts'
export { checkClientFree } from './check-slot.ts'
export { placeBooking, type PlacedBooking } from './place-booking.ts'
export { reinstateAppointment } from './reinstate-appointment.ts'
export { partedTime } from './find-differing-times.ts'
export { maySee } from './read-day.ts'
export {
  costOfMovingLate,
  rescheduleAppointment,
  type MoveWaiver,
} from './reschedule-appointment.ts'
export { standAgain, uncancelled } from './stand-again.ts'
export { endWaiting, publishSeated, waitAgain } from './waiting-line.ts'
export { endOf, standingOf } from './standing.ts'
export { followPayments } from './follow-payments.ts'

/** The door of the book: who trains with whom, when. */
export function appointmentsHandlers(
  work: UnitOfWork,
  bus: EventBus,
): HandlersOf<typeof appointmentsContract & typeof attendanceContract & typeof toDecideContract> {
  const { database } = work
  const differing = new DifferingTimes(database)
  return {
    'appointments.day': ({ date }, { actor }) => ok(readDay(database, date, actor)),
    'appointments.get': ({ appointmentId }, { actor }) =>
      readAppointment(database, appointmentId, actor),
    'appointments.affected': (input) => ok(listAffected(database, input, work.now())),
    'appointments.toDecide': () =>
      ok(listToDecide(database, differing.find(work.now()), work.now())),
    'appointments.settleTimes': (tx, input) => settleTimes(tx, bus, input, differing),
    'appointments.unsettleTimes': (tx, input) => unsettleTimes(tx, bus, input),
    'appointments.create': (tx, input, caller) => createAppointment(tx, bus, input, caller),
    'appointments.reschedule': (tx, input, caller) => rescheduleAppointment(tx, bus, input, caller),
    'appointments.checkIn': (tx, input, caller) => checkIn(tx, bus, input, caller),
    'appointments.takeBackCheckIn': (tx, input, caller) => takeBackCheckIn(tx, bus, input, caller),
    'appointments.complete': (tx, input, caller) => completeSession(tx, bus, input, caller),
    'appointments.takeBackCompletion': (tx, input, caller) =>
      takeBackCompletion(tx, bus, input, caller),
    'appointments.changePaymentSource': (tx, input) => changePaymentSource(tx, bus, input),
    'appointments.noShowConsequence': (input) => noShowConsequence(database, input, work.now()),
    'appointments.noShow': (tx, input, caller) => markNoShow(tx, bus, input, caller),
    'appointments.takeBackNoShow': (tx, input, caller) => takeBackNoShow(tx, bus, input, caller),
    'appointments.cancelConsequence': (input) => cancelConsequence(database, input, work.now()),
    'appointments.cancel': (tx, input, caller) => cancelAppointment(tx, bus, input, caller),
    'appointments.reinstate': (tx, input, caller) => reinstateAppointment(tx, bus, input, caller),
  }
}
