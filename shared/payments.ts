import { z } from 'zod'
import { command, query } from './contract.ts'
import { idSchema } from './ids.ts'
import { minorSchema, type Minor } from './money.ts'
import type { Instant, LocalDateTime } from './time.ts'

export type PaymentMethod = 'cash' | 'card'

/** A refund of a payment. It has a receipt number of its own. */
interface RefundSummary {
  readonly id: string
  readonly amountMinor: Minor
  readonly receiptNumber: string
  readonly createdAt: Instant
}

/** A payment as the appointment's panel lists it. */
export interface PaymentSummary {
  readonly id: string
  readonly method: PaymentMethod
  readonly amountMinor: Minor
  readonly receiptNumber: string
  readonly createdAt: Instant
  readonly refunds: readonly RefundSummary[]
  /** Captured minus refunded. */
  readonly refundableMinor: Minor
}

/** Everything printed on a receipt, for a payment or for a refund. */
export interface Receipt {
  readonly kind: 'payment' | 'refund'
  readonly receiptNumber: string
  readonly studioName: string
  readonly currency: string
  readonly issuedAt: Instant
  /** Wall time in the studio's zone. */
  readonly issuedLocal: LocalDateTime
  readonly clientName: string
  readonly serviceName: string
  readonly trainerName: string
  readonly sessionLocal: LocalDateTime
  readonly amountMinor: Minor
  readonly method: PaymentMethod
  readonly cardReference: string | null
  readonly cardLast4: string | null
  /** Cash only: what the client handed over, and what went back. */
  readonly tenderedMinor: Minor | null
  readonly changeMinor: Minor | null
  readonly takenBy: string
  /** For a refund: the receipt it gives money back on. */
  readonly refundOf: string | null
}

export interface PaymentTaken {
  readonly paymentId: string
  readonly appointmentId: string
  readonly receiptNumber: string
  readonly changeMinor: Minor
}

export interface RefundGiven {
  readonly refundId: string
  readonly paymentId: string
  readonly receiptNumber: string
}

/** Why money went back. A code, for the same reason as a cancellation's. */
export const refundReasonSchema = z.enum(['cancellation', 'goodwill', 'wrong_amount', 'other'])
export type RefundReason = z.output<typeof refundReasonSchema>

const desk = ['front_desk', 'manager'] as const

export const paymentsContract = {
  /**
   * Takes the whole price. A card is charged on the studio's own terminal: only its reference and
   * the last four digits are kept, never a card number.
   */
  'payments.take': command<PaymentTaken>()({
    access: desk,
    input: z.object({
      appointmentId: idSchema,
      /** What the screen showed; refused with `amount_changed` when the price is another by now. */
      amountMinor: minorSchema,
      tender: z.discriminatedUnion('method', [
        z.object({ method: z.literal('cash'), tenderedMinor: minorSchema }),
        z.object({
          method: z.literal('card'),
          reference: z
            .string()
            .trim()
            .min(1, 'must not be empty')
            .max(40)
            // Thirteen digits or more in a row could be a card number, which is never stored.
            .refine((text) => !/\d(?:[ -]?\d){12,}/.test(text), 'must not be a card number'),
          last4: z
            .string()
            .regex(/^\d{4}$/, 'must be the last four digits')
            .optional(),
        }),
      ]),
    }),
  }),
  'payments.refund': command<RefundGiven>()({
    access: desk,
    input: z.object({
      paymentId: idSchema,
      amountMinor: minorSchema.refine((amount) => amount > 0, 'must be more than nothing'),
      reason: refundReasonSchema,
      /** A manager's, for a refund above the policy's limit. */
      approvalId: idSchema.optional(),
    }),
  }),
  'payments.receipt': query<Receipt>()({
    access: desk,
    input: z.object({ receiptNumber: z.string().regex(/^[A-Z0-9]{1,8}-\d{4}-\d{6,}$/) }),
    topics: () => [],
  }),
}
