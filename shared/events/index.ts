import { z } from 'zod'
import { cancellationReasonSchema, cancelledBySchema } from '../appointments.ts'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { refundReasonSchema } from '../payments.ts'
import { roleSchema } from '../roles.ts'
import { instantSchema, localDateTimeSchema, timeZoneSchema } from '../time.ts'

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

/**
 * Every event there is, declared once per type: what its data holds and which subject it is about.
 * Past tense, facts, opaque ids: no name, phone, e-mail or note ever stands in the log.
 */
export const eventTypes = {
  'settings.changed': declare(
    'studio',
    z.strictObject({ studioId: idSchema, timeZone: timeZoneSchema, currency: currencySchema }),
  ),

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
  'appointment.reinstated': declare('appointment', z.strictObject(slot)),

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
} satisfies Record<string, EventDeclaration>

export type EventType = keyof typeof eventTypes
export type EventData<T extends EventType> = z.output<(typeof eventTypes)[T]['data']>

/** The version that new events of every type carry. */
export const eventVersion = '1.0'

/** An event as a handler receives it; `type` tells which data it has. */
export type FitFlowEvent<T extends EventType = EventType> = { [K in T]: EventOf<K> }[T]

interface EventOf<T extends EventType> {
  readonly seq: number
  readonly id: string
  readonly type: T
  readonly data: EventData<T>
  readonly createdAt: string
  readonly subject: { readonly type: string; readonly id: string; readonly seq: number }
  readonly metadata: EventMetadata
}

/** Who, from where and why. Stored as canonical JSON and covered by the hash. */
export interface EventMetadata {
  readonly tenantId: string
  /** The staff member's id; null when the application itself acted. */
  readonly userId: string | null
  readonly correlationId: string
  /** What the clock said, even if the log's `created_at` had to be later. */
  readonly timestamp: string
  readonly version: string
  readonly deviceId: string
  readonly causationId: string | null
  readonly commandId: string | null
}

/** The id that names the subject inside an event's data: `appointmentId` for appointments. */
export function subjectIdOf(type: EventType, data: Readonly<Record<string, unknown>>): string {
  const id = data[`${eventTypes[type].subject}Id`]
  if (typeof id !== 'string') throw new Error(`Event ${type} does not name its subject.`)
  return id
}

interface EventDeclaration {
  readonly subject: string
  readonly data: z.ZodObject
}

function declare<D extends z.ZodObject>(subject: string, data: D) {
  return { subject, data }
}
