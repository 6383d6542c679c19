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
  startTime: instantSchema,
  endTime: instantSchema,
  /** The wall time in the studio's zone that was meant. */
  localStart: localDateTimeSchema,
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
      outsideHours: z.literal(true).optional(),
      clientOverlap: z.literal(true).optional(),
    }),
  ),
  'appointment.rescheduled': declare(
    'appointment',
    z.strictObject({
      ...slot,
      previousTrainerId: idSchema,
      previousStartTime: instantSchema,
      previousEndTime: instantSchema,
      outsideHours: z.literal(true).optional(),
      clientOverlap: z.literal(true).optional(),
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
  'appointment.reinstated': declare(
    'appointment',
    z.strictObject({ ...slot, clientOverlap: z.literal(true).optional() }),
  ),
}
