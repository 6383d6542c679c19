import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { instantSchema, localDateTimeSchema } from '../time.ts'
import { waiverReasonSchema } from '../waiver.ts'
import { declare } from './declare-event.ts'

/**
 * Every appointment event says the whole slot it is about, so that a read model can be made from
 * the log alone.
 */
export const slotFacts = {
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
export const exceptionFacts = {
  outsideHours: z.literal(true).optional(),
  noBuffer: z.literal(true).optional(),
  clientOverlap: z.literal(true).optional(),
}

/** The book: what was booked and moved. What became of it is in `attendance-events.ts`. */
export const appointmentEvents = {
  'appointment.created': declare(
    'appointment',
    z.strictObject({
      ...slotFacts,
      /** Left out for a group session, whose seats are booked one by one. */
      clientId: idSchema.optional(),
      /** Seats of a group session. */
      capacity: z.int().min(1).optional(),
      priceMinor: minorSchema,
      currency: currencySchema,
      /** Something that was bought ahead pays for it, so that the price is not asked for. */
      covered: z.literal(true).optional(),
      ...exceptionFacts,
    }),
  ),
  'appointment.rescheduled': declare(
    'appointment',
    z.strictObject({
      ...slotFacts,
      previousTrainerId: idSchema,
      previousStartTime: instantSchema,
      previousEndTime: instantSchema,
      /** Where it would have been, if its service needs a room. */
      previousRoomId: idSchema.optional(),
      /** It was moved inside its cancellation window, which counts from now on; or was let go. */
      late: z.literal(true).optional(),
      waived: waiverReasonSchema.optional(),
      /**
       * The clock's rules had changed since it was booked, and it was decided which of the two stands:
       * the wall time that was agreed, or the moment that was kept. `undone`: it is to be decided again.
       */
      settled: z.enum(['wall', 'instant', 'undone']).optional(),
      /**
       * Where moment and agreed wall time had parted: the moment that the wall time means by today's
       * rules. Also of a session that was moved before anybody had decided.
       */
      agreedTime: instantSchema.optional(),
      ...exceptionFacts,
    }),
  ),
}
