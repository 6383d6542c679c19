import { z } from 'zod'
import { cancellationReasonSchema, cancelledBySchema } from '../appointments.ts'
import { idSchema } from '../ids.ts'
import { mailSecuritySchema } from '../messages.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { refundReasonSchema } from '../payments.ts'
import { roleSchema } from '../roles.ts'
import { instantSchema, localDateTimeSchema, timeZoneSchema } from '../time.ts'
import { declare, type EventDeclaration } from './declare-event.ts'

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

const receiptNumber = z.string()

const settings = z.strictObject({
  studioId: idSchema,
  timeZone: timeZoneSchema,
  currency: currencySchema,
  lateCancelWindowMinutes: z.int().min(0),
  /** Share of the price, in hundredths of a percent. */
  lateCancelFeeBasisPoints: z.int().min(0).max(10_000),
})

/** Events that the log reports about itself. */
const logEvents = {
  'log.erased': declare(
    'erasure',
    z.strictObject({
      erasureId: idSchema,
      /** The events whose data is gone. */
      seqs: z.array(z.int().min(1)).min(1),
    }),
  ),
  'log.pruned': declare(
    'archive',
    z.strictObject({
      archiveId: idSchema,
      /** File name inside the studio's `archive` folder. */
      file: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      fromSeq: z.int().min(1),
      throughSeq: z.int().min(1),
    }),
  ),
  'delivery.replayed': declare(
    'deadLetter',
    z.strictObject({ deadLetterId: idSchema, subscription: z.string(), seq: z.int() }),
  ),
  'delivery.discarded': declare(
    'deadLetter',
    z.strictObject({ deadLetterId: idSchema, subscription: z.string(), seq: z.int() }),
  ),
}

/**
 * Every event there is, declared once per type: what its data holds and which subject it is about.
 * Past tense, facts, opaque ids: no name, phone, e-mail or note ever stands in the log.
 */
export const eventTypes = {
  ...logEvents,

  'settings.changed': declare('studio', settings, {
    version: '1.1',
    older: [
      {
        version: '1.0',
        data: settings.omit({ lateCancelWindowMinutes: true, lateCancelFeeBasisPoints: true }),
        // Version 1.0 is from when the terms could not be chosen: a day before, half the price.
        upcast: (data) => ({
          ...data,
          lateCancelWindowMinutes: 24 * 60,
          lateCancelFeeBasisPoints: 5_000,
        }),
      },
    ],
  }),

  'catalog.trainer_added': declare('trainer', z.strictObject({ trainerId: idSchema })),
  'catalog.service_added': declare(
    'service',
    z.strictObject({ serviceId: idSchema, durationMinutes: z.int(), priceMinor: minorSchema }),
  ),

  'staff.added': declare('staff', z.strictObject({ staffId: idSchema, role: roleSchema })),
  'staff.signed_in': declare('staff', z.strictObject({ staffId: idSchema })),
  'staff.pin_failed': declare(
    'staff',
    z.strictObject({ staffId: idSchema, failedAttempts: z.int().min(1) }),
  ),

  'client.registered': declare('client', z.strictObject({ clientId: idSchema })),

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

  'payment.completed': declare(
    'payment',
    z.strictObject({
      paymentId: idSchema,
      appointmentId: idSchema,
      amount: minorSchema,
      currency: currencySchema,
      method: z.enum(['cash', 'card']),
      receiptNumber,
    }),
  ),
  'payment.refunded': declare(
    'payment',
    z.strictObject({
      paymentId: idSchema,
      refundId: idSchema,
      appointmentId: idSchema,
      amount: minorSchema,
      currency: currencySchema,
      reason: refundReasonSchema,
      receiptNumber,
    }),
  ),

  'earning.recorded': declare(
    'earning',
    z.strictObject({
      earningId: idSchema,
      trainerId: idSchema,
      appointmentId: idSchema,
      paymentId: idSchema,
      amount: minorSchema,
      currency: currencySchema,
    }),
  ),
  'earning.adjusted': declare(
    'earning',
    z.strictObject({
      earningId: idSchema,
      trainerId: idSchema,
      appointmentId: idSchema,
      refundId: idSchema,
      /** What is taken back, as a positive amount. */
      reducedBy: minorSchema,
      currency: currencySchema,
    }),
  ),

  /** How e-mail is sent was changed. Server, names and addresses stay out of the log. */
  'messages.configured': declare(
    'studio',
    z.strictObject({ studioId: idSchema, enabled: z.boolean(), security: mailSecuritySchema }),
  ),
  /** A failed message was queued once more by a person. */
  'messages.retried': declare(
    'message',
    z.strictObject({ messageId: idSchema, appointmentId: idSchema }),
  ),
} satisfies Record<string, EventDeclaration>

export type EventType = keyof typeof eventTypes
export type EventData<T extends EventType> = z.output<(typeof eventTypes)[T]['data']>
