import { z } from 'zod'
import type { LocalDateTime } from './time.ts'

/** What somebody who is no manager may do once a manager has entered their PIN for it. */
export const approvalActionSchema = z.enum([
  /** A refund above the policy's limit. */
  'refund',
  'void_sale',
  /** Cash paid out of the drawer above the policy's limit. */
  'pay_out',
  /** A fee or a lateness that is let go. */
  'waive',
  /** Booking outside a trainer's hours. */
  'outside_hours',
])
export type ApprovalAction = z.output<typeof approvalActionSchema>

/** What exactly a manager is asked to allow; null for what it does not have. */
export interface ApprovalFacts {
  readonly client: string | null
  readonly receiptNumber: string | null
  /** What is refunded, paid out, voided or waived. */
  readonly amountMinor: number | null
  readonly product: string | null
  /** As it stands, or as it is to be booked. */
  readonly session: {
    readonly service: string
    readonly start: LocalDateTime | null
    readonly trainer: string | null
  } | null
  /** Where a session is to be moved. */
  readonly to: {
    readonly start: LocalDateTime | undefined
    readonly trainer: string | null
  } | null
  /** A code of the action's reasons, or what was written. */
  readonly reason: string | null
}
