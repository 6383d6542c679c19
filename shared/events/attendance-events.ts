import { z } from 'zod'
import { cancellationReasonSchema, cancelledBySchema } from '../appointments.ts'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { paymentSourceSchema } from '../packages.ts'
import { instantSchema } from '../time.ts'
import { toldReasonSchema, waiverReasonSchema } from '../waiver.ts'
import { exceptionFacts, slotFacts } from './appointment-events.ts'
import { declare } from './declare-event.ts'

const seat = { ...slotFacts, seatId: idSchema, clientId: idSchema }

const cancelled = {
  by: cancelledBySchema,
  reason: cancellationReasonSchema,
  late: z.boolean(),
  feeMinor: minorSchema,
  refundRequired: z.boolean(),
  /** One of the month's sessions of a limited membership is lost with it. */
  sessionTaken: z.literal(true).optional(),
  /** When the client told the studio, and how it is known, where that was earlier. */
  toldAt: instantSchema.optional(),
  toldReason: toldReasonSchema.optional(),
  /** Why its lateness was let go. */
  waived: waiverReasonSchema.optional(),
}
const noShow = {
  feeMinor: minorSchema,
  refundRequired: z.boolean(),
  sessionTaken: z.literal(true).optional(),
  excused: z.enum(['forgiven', 'waived']).optional(),
  waived: waiverReasonSchema.optional(),
}
const sourceChanged = {
  previous: paymentSourceSchema,
  source: paymentSourceSchema,
  /** What is owed when it is paid by itself from now on, before tax that comes on top. */
  priceMinor: minorSchema,
  currency: currencySchema,
}

const ofAppointment = <S extends z.ZodRawShape>(rest: S) =>
  declare('appointment', z.strictObject({ ...slotFacts, ...rest }))
const ofSeat = <S extends z.ZodRawShape>(rest: S) =>
  declare('seat', z.strictObject({ ...seat, ...rest }))

/**
 * What became of a session: of a private one under `appointment.`, of one client's place in a group
 * under `seat.`, because the group itself goes on.
 */
export const attendanceEvents = {
  'appointment.checked_in': ofAppointment({}),
  'appointment.check_in_taken_back': ofAppointment({}),
  'appointment.completed': ofAppointment({}),
  'appointment.completion_taken_back': ofAppointment({}),
  'appointment.no_show': ofAppointment(noShow),
  'appointment.no_show_taken_back': ofAppointment({}),
  'appointment.cancelled': ofAppointment(cancelled),
  'appointment.reinstated': ofAppointment(exceptionFacts),
  'appointment.payment_source_changed': ofAppointment(sourceChanged),
  'seat.checked_in': ofSeat({}),
  'seat.check_in_taken_back': ofSeat({}),
  'seat.completed': ofSeat({}),
  'seat.completion_taken_back': ofSeat({}),
  'seat.no_show': ofSeat(noShow),
  'seat.no_show_taken_back': ofSeat({}),
  'seat.cancelled': ofSeat(cancelled),
  'seat.reinstated': ofSeat(exceptionFacts),
  'seat.payment_source_changed': ofSeat(sourceChanged),
}
