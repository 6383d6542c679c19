import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { slotFacts } from './appointment-events.ts'
import { declare } from './declare-event.ts'

const waiting = { ...slotFacts, waitlistId: idSchema, clientId: idSchema }

/**
 * Group sessions: their seats and the line behind them. None is called `appointment.…`: no session
 * came into the book or left it.
 */
export const groupEvents = {
  'group.capacity_changed': declare(
    'appointment',
    z.strictObject({ ...slotFacts, capacity: z.int().min(1), previousCapacity: z.int().min(1) }),
  ),
  'seat.booked': declare(
    'seat',
    z.strictObject({
      ...slotFacts,
      seatId: idSchema,
      clientId: idSchema,
      priceMinor: minorSchema,
      currency: currencySchema,
      /** Something that was bought ahead pays for it. */
      covered: z.literal(true).optional(),
      clientOverlap: z.literal(true).optional(),
      /** The client was waiting for it. */
      waitlistId: idSchema.optional(),
    }),
  ),
  'waitlist.joined': declare('appointment', z.strictObject(waiting)),
  'waitlist.left': declare('appointment', z.strictObject(waiting)),
  /** That they left, or that they got a seat, was taken back. */
  'waitlist.rejoined': declare('appointment', z.strictObject(waiting)),
  /** A free seat was offered; they have not said yes yet. */
  'waitlist.offered': declare('appointment', z.strictObject(waiting)),
  'waitlist.seated': declare('appointment', z.strictObject({ ...waiting, seatId: idSchema })),
}
