import { z } from 'zod'

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
