import { z } from 'zod'
import { cancellationReasonSchema, cancelledBySchema } from '../appointments.ts'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { instantSchema, localDateTimeSchema } from '../time.ts'
import { declare } from './declare-event.ts'

/**
 * Every appointment event says the whole slot it is about, so that a read model can be made from
 * the log alone.
 */
const slot = {
  appointmentId: idSchema,
  trainerId: idSchema,
  serviceId: idSchema,
  /** Where it takes place, if its service needs a room. */
  roomId: idSchema.optional(),
  startTime: instantSchema,
  endTime: instantSchema,
  /** The wall time in the studio's zone that was meant. */
  localStart: localDateTimeSchema,
}

/** What had to be allowed for the slot to be taken. */
const exceptions = {
  outsideHours: z.literal(true).optional(),
  noBuffer: z.literal(true).optional(),
  clientOverlap: z.literal(true).optional(),
}

/** The book: what was booked, moved, cancelled, attended. */
export const appointmentEvents = {
  'appointment.created': declare(
    'appointment',
    z.strictObject({
      ...slot,
      clientId: idSchema,
      priceMinor: minorSchema,
      currency: currencySchema,
      ...exceptions,
    }),
  ),
  'appointment.rescheduled': declare(
    'appointment',
    z.strictObject({
      ...slot,
      previousTrainerId: idSchema,
      previousStartTime: instantSchema,
      previousEndTime: instantSchema,
      ...exceptions,
    }),
  ),
  'appointment.cancelled': declare(
    'appointment',
    z.strictObject({
      ...slot,
      by: cancelledBySchema,
      reason: cancellationReasonSchema,
      late: z.boolean(),
      feeMinor: minorSchema,
      refundRequired: z.boolean(),
    }),
  ),
  'appointment.reinstated': declare('appointment', z.strictObject({ ...slot, ...exceptions })),
}
