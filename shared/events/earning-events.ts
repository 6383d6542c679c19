import { z } from 'zod'
import { rateSchema } from '../earnings.ts'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { localDateSchema } from '../time.ts'
import { declare } from './declare-event.ts'

/** One line of what a trainer earns: the difference to what they earned from it before. */
const line = z.strictObject({
  earningId: idSchema,
  trainerId: idSchema,
  appointmentId: idSchema,
  seatId: idSchema.nullable(),
  /** Below nothing when something is taken back. */
  amount: z.int(),
  currency: currencySchema,
  /** The day it is paid out with; null in lines from before there were such days. */
  payOn: localDateSchema.nullable(),
  /** The payment or refund that caused it, if money did. */
  paymentId: idSchema.nullable(),
  refundId: idSchema.nullable(),
})

const recordedBefore = z.strictObject({
  earningId: idSchema,
  trainerId: idSchema,
  appointmentId: idSchema,
  paymentId: idSchema,
  amount: minorSchema,
  currency: currencySchema,
})

const adjustedBefore = z.strictObject({
  earningId: idSchema,
  trainerId: idSchema,
  appointmentId: idSchema,
  refundId: idSchema,
  reducedBy: minorSchema,
  currency: currencySchema,
})

/** What trainers earn. */
export const earningEvents = {
  /** The first line of an attendance. */
  'earning.recorded': declare('earning', line, {
    version: '2.0',
    older: [
      {
        version: '1.0',
        data: recordedBefore,
        upcast: (data) => ({ ...data, seatId: null, payOn: null, refundId: null }),
      },
    ],
  }),
  /** Every later one. */
  'earning.adjusted': declare('earning', line, {
    version: '2.0',
    older: [
      {
        version: '1.0',
        data: adjustedBefore,
        upcast: ({ reducedBy, ...data }) => ({
          ...data,
          amount: 0 - Number(reducedBy),
          seatId: null,
          payOn: null,
          paymentId: null,
        }),
      },
    ],
  }),
  'earning.rate_set': declare(
    'trainer',
    z.strictObject({
      trainerId: idSchema,
      effectiveFrom: localDateSchema,
      rate: rateSchema,
      /** What was planned for the day is called off: nothing begins on it. */
      withdrawn: z.literal(true).optional(),
    }),
  ),
  /** The list of some days went into a file. */
  'earning.exported': declare(
    'export',
    z.strictObject({
      exportId: idSchema,
      from: localDateSchema,
      until: localDateSchema,
      /** Null: all of them. */
      trainerId: idSchema.nullable(),
      lines: z.int().min(0),
    }),
  ),
  'earning.period_locked': declare(
    'period',
    z.strictObject({
      periodId: idSchema,
      from: localDateSchema,
      until: localDateSchema,
      amount: z.int(),
      currency: currencySchema,
    }),
  ),
}
