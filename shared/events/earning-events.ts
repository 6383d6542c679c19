import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { declare } from './declare-event.ts'

/** What trainers earn. */
export const earningEvents = {
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
}
