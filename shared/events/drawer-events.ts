import { z } from 'zod'
import { handMovementSchema } from '../drawer.ts'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { declare } from './declare-event.ts'

/** The cash drawer. What a sale or a refund moves is told by the payment's own event. */
export const drawerEvents = {
  'drawer.opened': declare(
    'drawer',
    z.strictObject({
      drawerId: idSchema,
      amount: minorSchema,
      currency: currencySchema,
      /** What the last count had left; not of the first drawer, nor of those opened before it was noted. */
      carried: minorSchema.optional(),
    }),
  ),
  'drawer.movement': declare(
    'drawer',
    z.strictObject({
      drawerId: idSchema,
      movementId: idSchema,
      kind: handMovementSchema,
      amount: minorSchema,
      currency: currencySchema,
      /** The movement that this one takes back. */
      reverses: idSchema.nullable(),
    }),
  ),
  'drawer.counted': declare(
    'drawer',
    z.strictObject({
      drawerId: idSchema,
      countId: idSchema,
      amount: minorSchema,
      expected: z.int(),
      currency: currencySchema,
    }),
  ),
  'drawer.closed': declare(
    'drawer',
    z.strictObject({
      drawerId: idSchema,
      countId: idSchema,
      amount: minorSchema,
      expected: z.int(),
      variance: z.int(),
      currency: currencySchema,
    }),
  ),
}
