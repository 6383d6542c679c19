import type { Generated } from 'kysely'
import type {
  AppointmentStatus,
  CancellationReason,
  CancelledBy,
  Funding,
  PaymentStatus,
} from '../../../shared/appointments.ts'
import type { Minor } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'
import type { Flag } from './flag.ts'

/**
 * What is one client's own about a session: the same columns in `appointments`, for a private
 * session, and in `seats`, for a place in a group.
 */
export interface ClientTerms {
  status: AppointmentStatus
  note: string | null
  price_minor: Minor
  currency: string
  tax_bp: Generated<number>
  tax_inclusive: Generated<Flag>
  late_window_minutes: number
  late_fee_bp: number
  no_show_grace_minutes: Generated<number>
  no_show_fee_bp: Generated<number>
  flat_fee_minor: Generated<Minor>
  moved_late: Generated<Flag>
  funding: Generated<Funding>
  client_package_id: Generated<string | null>
  membership_id: Generated<string | null>
  payment_status: PaymentStatus
  payment_id: Generated<string | null>
  paid_at: Generated<Instant | null>
  checked_in_at: Generated<Instant | null>
  resolved_at: Generated<Instant | null>
  cancelled_at: Generated<Instant | null>
  cancelled_by: Generated<CancelledBy | null>
  cancellation_reason: Generated<CancellationReason | null>
  cancellation_note: Generated<string | null>
  cancelled_late: Generated<Flag | null>
  cancellation_fee_minor: Generated<Minor | null>
  told_at: Generated<Instant | null>
  /** Why lateness or not coming cost nothing after all. */
  excused: Generated<'forgiven' | 'waived' | null>
  created_at: Instant
  created_by: string
}
