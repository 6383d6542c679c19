import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { instantSchema } from '../time.ts'
import { waiverReasonSchema } from '../waiver.ts'
import { declare } from './declare-event.ts'

const fee = {
  feeId: idSchema,
  appointmentId: idSchema,
  seatId: idSchema.optional(),
  clientId: idSchema,
  kind: z.enum(['late_cancellation', 'no_show']),
  amount: minorSchema,
  currency: currencySchema,
}

/** What clients owe for cancelling late and for not coming, and what became of it. */
export const feeEvents = {
  /** `state` is what it begins as: owed now or later, taken out of what was paid, or forgiven. */
  'fee.charged': declare(
    'fee',
    z.strictObject({
      ...fee,
      state: z.enum(['pending', 'due', 'kept', 'forgiven']),
      dueAt: instantSchema,
    }),
  ),
  'fee.waived': declare('fee', z.strictObject({ ...fee, reason: waiverReasonSchema })),
  'fee.waiver_taken_back': declare('fee', z.strictObject(fee)),
  /** Its cause stands again, and so does it: as it stood before it was withdrawn. */
  'fee.charged_again': declare(
    'fee',
    z.strictObject({
      ...fee,
      state: z.enum(['pending', 'due', 'kept', 'forgiven', 'waived']),
      dueAt: instantSchema,
    }),
  ),
  /** Its cause was taken back. */
  'fee.withdrawn': declare('fee', z.strictObject(fee)),
}
