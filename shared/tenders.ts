import { z } from 'zod'
import { minorSchema } from './money.ts'
import { lineSchema } from './plain-text.ts'

/** Thirteen digits or more in a row could be a card number, which is never stored. */
const looksLikeCard = /\d(?:[ -]?\d){12,}/

const amountMinor = minorSchema.refine((amount) => amount > 0, 'must be more than nothing')

const reference = (length: number) =>
  lineSchema(length).refine(
    (text) => !looksLikeCard.test(text.normalize('NFKC')),
    'must not be a card number',
  )

/**
 * One way in which a part of a sale is paid. A card is charged on the studio's own terminal: only its
 * reference and the last four digits are kept, never a card number.
 */
export const tenderSchema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('cash'),
    amountMinor,
    /** What the client handed over for it, at least the amount. */
    tenderedMinor: minorSchema,
  }),
  z.object({
    method: z.literal('card'),
    amountMinor,
    reference: reference(40),
    last4: z
      .string()
      .regex(/^\d{4}$/, 'must be the last four digits')
      .optional(),
  }),
  z.object({ method: z.literal('bank_transfer'), amountMinor, reference: reference(60) }),
  /** Out of what the studio holds for the client. */
  z.object({ method: z.literal('account'), amountMinor }),
])

/** How a balance is paid out: by hand, or by a transfer that somebody makes and names. */
export const payOutToSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('cash') }),
  z.object({ method: z.literal('bank_transfer'), reference: reference(60) }),
])

export type PayOutMethod = z.output<typeof payOutToSchema>['method']
export type Tender = z.output<typeof tenderSchema>
export type PaymentMethod = Tender['method']
