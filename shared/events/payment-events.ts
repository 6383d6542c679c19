import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { refundReasonSchema } from '../payments.ts'
import { declare } from './declare-event.ts'

const receiptNumber = z.string()

/** Money in and money back. */
export const paymentEvents = {
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
}
