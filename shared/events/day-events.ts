import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema } from '../money.ts'
import { localDateSchema } from '../time.ts'
import { declare } from './declare-event.ts'

/** The studio's days. */
export const dayEvents = {
  'day.closed': declare(
    'day',
    z.strictObject({
      dayId: idSchema,
      date: localDateSchema,
      /** Taken less given back and voided, in minor units; negative on a day of refunds. */
      net: z.int(),
      currency: currencySchema,
    }),
  ),
}
