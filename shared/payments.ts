import { z } from 'zod'
import type { ClientAccount, ClientMoney } from './account.ts'
import { command, query } from './contract.ts'
import { idSchema } from './ids.ts'
import { minorSchema, type Minor } from './money.ts'
import { sureOfSchema } from './sane-amounts.ts'
import type { Receipt } from './receipt.ts'
import type { Failure } from './result.ts'
import { shownBack, shownMonth } from './shown.ts'
import { namedDateSchema, type Instant, type LocalDate } from './time.ts'
import { payOutToSchema, tenderSchema, type PaymentMethod } from './tenders.ts'
import { topics } from './topics.ts'

export type { PaymentMethod, PayOutMethod } from './tenders.ts'

/** What a line of a sale is for. */
export const saleLineKindSchema = z.enum(['session', 'package', 'membership', 'fee', 'top_up'])
export type SaleLineKind = z.output<typeof saleLineKindSchema>

/** A refund of a payment. It has a receipt number of its own. */
interface RefundSummary {
  readonly id: string
  readonly method: PaymentMethod
  readonly amountMinor: Minor
  readonly receiptNumber: string
  readonly createdAt: Instant
}

/** One tender of a session's sale, as the appointment's panel lists it. */
export interface PaymentSummary {
  readonly id: string
  readonly saleId: string
  /** The session's line of that sale. */
  readonly saleLineId: string
  readonly method: PaymentMethod
  readonly amountMinor: Minor
  /** The sale's: tenders of one sale share it. */
  readonly receiptNumber: string
  readonly createdAt: Instant
  /** Whether its sale was voided. Then it counts as nothing. */
  readonly voided: boolean
  readonly refunds: readonly RefundSummary[]
  /** What can still be given back of it for this session. */
  readonly refundableMinor: Minor
}

/** A sale that was written. */
export interface SaleTaken {
  readonly saleId: string
  readonly receiptNumber: string
  readonly totalMinor: Minor
  /** What goes back across the counter. */
  readonly changeMinor: Minor
  /** One per tender, in their order. */
  readonly paymentIds: readonly string[]
}

export interface PaymentTaken extends SaleTaken {
  readonly appointmentId: string
  /** The first tender's. */
  readonly paymentId: string
}

export interface RefundGiven {
  readonly refundId: string
  readonly paymentId: string
  readonly receiptNumber: string
}

/** A balance that was paid out, or a part of it. */
export interface BalancePaidOut {
  readonly payOutId: string
  readonly receiptNumber: string
}

/** A sale or a pay-out that was taken back. Its number stays its own. */
export interface SaleVoided {
  /** Null for a pay-out. */
  readonly saleId: string | null
  readonly receiptNumber: string
}

/** What goes back and forth when a receipt is voided: exactly what was said before the press. */
export interface VoidPreview {
  readonly kind: 'sale' | 'pay_out'
  readonly currency: string
  /** One for each tender, in their order. */
  readonly tenders: readonly {
    readonly id: string
    readonly method: PaymentMethod
    readonly amountMinor: Minor
  }[]
  /** What was bought ahead with it, and is void too. */
  readonly ahead: readonly { readonly id: string; readonly kind: 'package' | 'membership' }[]
}

/** What goes with money that goes back, besides the money. */
export interface RefundConsequence {
  /** The month of a membership that was paid with it; null when none goes. */
  readonly month: TakenMonth | null
}

/** A membership that loses the month that was paid. */
export interface TakenMonth {
  readonly name: string
  /** Its last day from then on. */
  readonly endsOn: LocalDate
  /** It was the only one: nothing is booked with it or renewed any more. */
  readonly isOver: boolean
}

/** Where money that goes back goes: to the tender it came from, or to the client's balance. */
export const refundToSchema = z.enum(['original', 'account'])
export type RefundTo = z.output<typeof refundToSchema>

/** Why money went back. A code, for the same reason as a cancellation's. */
export const refundReasonSchema = z.enum(['cancellation', 'goodwill', 'wrong_amount', 'other'])
export type RefundReason = z.output<typeof refundReasonSchema>

/** Why a sale should never have been. A code, for the same reason. */
export const voidReasonSchema = z.enum([
  'wrong_client',
  'wrong_item',
  'wrong_amount',
  'wrong_tender',
  'other',
])
export type VoidReason = z.output<typeof voidReasonSchema>

const desk = ['front_desk', 'manager'] as const
const moreThanNothing = minorSchema.refine((amount) => amount > 0, 'must be more than nothing')
const tenders = z.array(tenderSchema).max(6)
const receiptNumber = z.string().regex(/^[A-Z0-9]{1,8}-\d{4}-\d{6,}$/)

/** The day that has to be confirmed before what was refused is done; null for other refusals. */
export function dayInDoubt({ code, details }: Failure): string | null {
  const day = code === 'clock_unsure' ? details?.['today'] : undefined
  return typeof day === 'string' ? day : null
}

export const paymentsContract = {
  /** Confirms the day that `clock_unsure` showed; another one by now is refused with `clock_moved`. */
  'payments.confirmClock': command<null>()({
    access: ['front_desk', 'manager'],
    input: z.object({ day: namedDateSchema }),
  }),
  /** Takes what is due for one session: its price with tax, less what is paid and was not refunded. */
  'payments.take': command<PaymentTaken>()({
    access: desk,
    input: z.object({
      appointmentId: idSchema,
      /** Whose place, in a group session. */
      seatId: idSchema.optional(),
      /** What the screen showed; refused with `consequence_changed` when another sum is due by now. */
      amountMinor: minorSchema,
      /** Their amounts add up to what is due. */
      tenders,
    }),
  }),
  /** Takes money for fees a client owes and for their balance, on one receipt. */
  'payments.sell': command<SaleTaken>()({
    access: desk,
    input: z.object({
      clientId: idSchema,
      items: z
        .array(
          z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('fee'), feeId: idSchema }),
            z.object({ kind: z.literal('top_up'), amountMinor: moreThanNothing }),
          ]),
        )
        .min(1)
        .max(50),
      /** What the screen showed; refused with `consequence_changed` when it is another by now. */
      amountMinor: minorSchema,
      tenders,
      sureOfMinor: sureOfSchema,
    }),
  }),
  'payments.refund': command<RefundGiven>()({
    access: desk,
    input: z.object({
      paymentId: idSchema,
      /** What the money was for. Left out: the only line of the sale. */
      saleLineId: idSchema.optional(),
      amountMinor: moreThanNothing,
      to: refundToSchema.default('original'),
      reason: refundReasonSchema,
      /** A manager's, for a refund above the policy's limit. */
      approvalId: idSchema.optional(),
      ...shownMonth,
    }),
  }),
  /** What goes with such a refund; refused as it would be for that. */
  'payments.refundConsequence': query<RefundConsequence>()({
    access: desk,
    input: z.object({
      paymentId: idSchema,
      saleLineId: idSchema.optional(),
      amountMinor: moreThanNothing,
      reason: refundReasonSchema,
    }),
    topics: () => [topics.activity, topics.book, topics.clock],
  }),
  /** The payments of a membership and its renewals, oldest first. */
  'payments.ofMembership': query<readonly PaymentSummary[]>()({
    access: desk,
    input: z.object({ clientId: idSchema, membershipId: idSchema }),
    topics: ({ clientId }) => [topics.account(clientId)],
  }),
  /** Gives a client what the studio holds for them. Nothing that is taxed: it was never sold. */
  'payments.payOut': command<BalancePaidOut>()({
    access: desk,
    input: z.object({
      clientId: idSchema,
      /** Of the balance, at most all of it. */
      amountMinor: moreThanNothing,
      to: payOutToSchema,
      /** A manager's, above the policy's refund limit. */
      approvalId: idSchema.optional(),
    }),
  }),
  /** Takes a sale or a pay-out of today back as if it had never been. Only with a manager. */
  'payments.void': command<SaleVoided>()({
    access: desk,
    input: z.object({
      receiptNumber,
      reason: voidReasonSchema,
      /** A manager's, for whoever is none. */
      approvalId: idSchema.optional(),
      ...shownBack,
    }),
  }),
  /** What voiding a receipt would mean now; refused as the command would be, but for the manager. */
  'payments.voidPreview': query<VoidPreview>()({
    access: desk,
    input: z.object({ receiptNumber }),
    topics: ({ receiptNumber }) => [topics.receipt(receiptNumber), topics.activity],
  }),
  /**
   * Notes that a receipt goes on paper. Answers whether it has been there before, at any window. The same
   * request once more is another paper, so that nothing is answered from memory.
   */
  'payments.printReceipt': command<{ isCopy: boolean }>()({
    access: desk,
    input: z.object({ receiptNumber }),
    remembered: false,
  }),
  'payments.receipt': query<Receipt>()({
    access: desk,
    input: z.object({ receiptNumber }),
    topics: ({ receiptNumber }) => [topics.receipt(receiptNumber)],
  }),
  /** What a client paid, owes and has, with all their receipts. */
  'payments.ofClient': query<ClientMoney>()({
    access: desk,
    input: z.object({ clientId: idSchema, limit: z.int().min(1).max(500).default(10) }),
    topics: ({ clientId }) => [topics.account(clientId), topics.fees],
  }),
  'payments.account': query<ClientAccount>()({
    access: desk,
    input: z.object({ clientId: idSchema }),
    topics: ({ clientId }) => [topics.account(clientId)],
  }),
}
