import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import {
  refundReasonSchema,
  refundToSchema,
  saleLineKindSchema,
  voidReasonSchema,
} from '../payments.ts'
import { declare } from './declare-event.ts'

const receiptNumber = z.string()
const method = z.enum(['cash', 'card', 'bank_transfer', 'account'])

/** How much of a tender settles which line of its sale. Of one sale they add up to its lines. */
const part = z.strictObject({
  saleLineId: idSchema,
  kind: saleLineKindSchema,
  feeId: idSchema.nullable(),
  amount: minorSchema,
})

/** From when a payment was for one session and was its own receipt. */
const completedBefore = z.strictObject({
  paymentId: idSchema,
  appointmentId: idSchema,
  amount: minorSchema,
  currency: currencySchema,
  method: z.enum(['cash', 'card']),
  receiptNumber,
})

const refundedBefore = z.strictObject({
  paymentId: idSchema,
  refundId: idSchema,
  appointmentId: idSchema,
  amount: minorSchema,
  currency: currencySchema,
  reason: refundReasonSchema,
  receiptNumber,
})

const paidOut = z.strictObject({
  payOutId: idSchema,
  clientId: idSchema,
  method: z.enum(['cash', 'bank_transfer']),
  amount: minorSchema,
  currency: currencySchema,
  receiptNumber,
})

/** Money in, money back, and sales that never should have been. */
export const paymentEvents = {
  /** One tender of a sale was taken. A sale paid in two ways is two of these. */
  'payment.completed': declare(
    'payment',
    completedBefore
      .extend({
        saleId: idSchema,
        clientId: idSchema,
        /** The session that was sold in it; null when there was none. */
        appointmentId: idSchema.nullable(),
        seatId: idSchema.nullable(),
        method,
        parts: z.array(part),
      })
      .partial({ clientId: true }),
    {
      version: '2.0',
      older: [
        {
          version: '1.0',
          data: completedBefore,
          // Sale and line of an old payment carry its own id (see 0005_payments_become_sales.sql).
          upcast: (data) => ({
            ...data,
            saleId: data['paymentId'],
            seatId: null,
            parts: [
              {
                saleLineId: data['paymentId'],
                kind: 'session',
                feeId: null,
                amount: data['amount'],
              },
            ],
          }),
        },
      ],
    },
  ),
  'payment.refunded': declare(
    'payment',
    refundedBefore
      .extend({
        saleId: idSchema,
        saleLineId: idSchema,
        clientId: idSchema,
        appointmentId: idSchema.nullable(),
        seatId: idSchema.nullable(),
        kind: saleLineKindSchema,
        feeId: idSchema.nullable(),
        to: refundToSchema,
      })
      .partial({ clientId: true }),
    {
      version: '2.0',
      older: [
        {
          version: '1.0',
          data: refundedBefore,
          upcast: (data) => ({
            ...data,
            saleId: data['paymentId'],
            saleLineId: data['paymentId'],
            seatId: null,
            kind: 'session',
            feeId: null,
            to: 'original',
          }),
        },
      ],
    },
  ),
  /** What the studio held for a client, or a part of it, was given to them. */
  'balance.paid_out': declare('payOut', paidOut),
  /** As if it had never been paid out. */
  'balance.pay_out_voided': declare('payOut', paidOut.extend({ reason: voidReasonSchema })),
  /** A tender of a sale that was voided: as if it had never been taken. */
  'payment.voided': declare(
    'payment',
    z.strictObject({
      paymentId: idSchema,
      saleId: idSchema,
      clientId: idSchema,
      appointmentId: idSchema.nullable(),
      seatId: idSchema.nullable(),
      method,
      parts: z.array(part),
      amount: minorSchema,
      currency: currencySchema,
      reason: voidReasonSchema,
      receiptNumber,
    }),
  ),
}
