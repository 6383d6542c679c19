import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { currencySchema, minorSchema } from '../money.ts'
import { localDateSchema } from '../time.ts'
import { waiverReasonSchema } from '../waiver.ts'
import { declare } from './declare-event.ts'

const credits = z.int().min(1)

/** One move of the credit ledger: whose package, for which session, and until when it is valid. */
const credit = z.strictObject({
  clientPackageId: idSchema,
  clientId: idSchema,
  appointmentId: idSchema,
  /** Of a group session. */
  seatId: idSchema.optional(),
  expiresOn: localDateSchema,
})

const membership = { membershipId: idSchema, clientId: idSchema }

/** What clients buy ahead: packages with their credits, and memberships. */
export const packageEvents = {
  'product.added': declare(
    'product',
    z.strictObject({
      productId: idSchema,
      kind: z.enum(['package', 'membership']),
      priceMinor: minorSchema,
      /** The one it follows: what was sold of that one stays as it was. */
      replacesId: idSchema.optional(),
    }),
  ),
  'product.retired': declare('product', z.strictObject({ productId: idSchema })),
  'product.restored': declare('product', z.strictObject({ productId: idSchema })),

  'package.sold': declare(
    'clientPackage',
    z.strictObject({
      clientPackageId: idSchema,
      clientId: idSchema,
      productId: idSchema,
      saleId: idSchema,
      credits,
      expiresOn: localDateSchema,
    }),
  ),
  /** Kept for a session that was booked. */
  'package.credit_held': declare('clientPackage', credit),
  /** The session took place, or was lost by the client. Follows a hold and takes nothing more. */
  'package.credit_used': declare('clientPackage', credit),
  'package.credit_released': declare(
    'clientPackage',
    credit.extend({
      /** The studio cancelled: then it lasts at least a week more. */
      byStudio: z.boolean(),
    }),
  ),
  /** Money went back for it, and what was left of it is void. */
  'package.refunded': declare(
    'clientPackage',
    z.strictObject({
      clientPackageId: idSchema,
      clientId: idSchema,
      creditsVoid: z.int().min(0),
      amount: minorSchema,
      currency: currencySchema,
      /** Why a manager let what had expired be paid as well. */
      expired: waiverReasonSchema.optional(),
    }),
  ),
  /** Its sale was voided the same day, before a credit was used. */
  'package.voided': declare(
    'clientPackage',
    z.strictObject({
      clientPackageId: idSchema,
      clientId: idSchema,
      creditsVoid: z.int().min(1),
    }),
  ),
  'membership.started': declare(
    'membership',
    z.strictObject({
      ...membership,
      productId: idSchema,
      saleId: idSchema,
      startsOn: localDateSchema,
      endsOn: localDateSchema,
    }),
  ),
  'membership.renewed': declare(
    'membership',
    z.strictObject({ ...membership, saleId: idSchema, endsOn: localDateSchema }),
  ),
  /** The sale of its last month was voided or refunded wholly. Of the only month: it ends before it began. */
  'membership.voided': declare(
    'membership',
    z.strictObject({ ...membership, saleId: idSchema, endsOn: localDateSchema }),
  ),
  'membership.paused': declare(
    'membership',
    z.strictObject({
      ...membership,
      pauseId: idSchema,
      fromOn: localDateSchema,
      untilOn: localDateSchema,
      endsOn: localDateSchema,
    }),
  ),
  /** A pause ended before its last day, or was taken back before its first. */
  'membership.resumed': declare(
    'membership',
    z.strictObject({ ...membership, pauseId: idSchema, endsOn: localDateSchema }),
  ),
  /** Given up before the last day that was paid. */
  'membership.ended': declare(
    'membership',
    z.strictObject({ ...membership, endsOn: localDateSchema }),
  ),
  'membership.reopened': declare(
    'membership',
    z.strictObject({ ...membership, endsOn: localDateSchema }),
  ),
}
