import type { Generated } from 'kysely'
import type { Minor } from '../../../shared/money.ts'
import type { AccountEntryKind } from '../../../shared/account.ts'
import type { MovementKind } from '../../../shared/drawer.ts'
import type { RateKind } from '../../../shared/earnings.ts'
import type {
  PaymentMethod,
  PayOutMethod,
  RefundReason,
  SaleLineKind,
  VoidReason,
} from '../../../shared/payments.ts'
import type { Instant, LocalDate, LocalDateTime } from '../../../shared/time.ts'
import type { Flag } from './flag.ts'

/** What is sold, owed, paid, kept and earned. */
export interface MoneyTables {
  products: {
    id: string
    kind: 'package' | 'membership'
    name: string
    price_minor: Minor
    credits: number | null
    validity_days: number | null
    sessions_per_month: number | null
    position: number
    active: Flag
    /** Of a package: what one session costs without it. */
    single_price_minor: Generated<Minor>
    /** The form in which it is sold since it was changed. */
    replaced_by: Generated<string | null>
  }
  product_services: { product_id: string; service_id: string }
  client_packages: {
    id: string
    client_id: string
    product_id: string
    sale_id: string
    credits: number
    paid_minor: Minor
    single_price_minor: Minor
    currency: string
    expires_on: LocalDate
    sold_at: Instant
  }
  credit_entries: {
    id: string
    client_package_id: string
    kind: 'sold' | 'held' | 'used' | 'released' | 'void' | 'expired'
    delta: number
    expires_on: LocalDate
    appointment_id: string | null
    seat_id: string | null
    created_at: Instant
    created_by: string | null
  }
  memberships: {
    id: string
    client_id: string
    product_id: string
    sessions_per_month: number | null
    price_minor: Minor
    currency: string
    starts_on: LocalDate
    ends_on: LocalDate
    created_at: Instant
    /** The last day it was paid for, while it was given up earlier. */
    ended_from: Generated<LocalDate | null>
  }
  membership_pauses: {
    id: string
    membership_id: string
    from_on: LocalDate
    until_on: LocalDate
    created_at: Instant
    created_by: string
  }
  fees: {
    id: string
    client_id: string
    appointment_id: string
    seat_id: string | null
    kind: 'late_cancellation' | 'no_show'
    amount_minor: Minor
    currency: string
    state: 'pending' | 'due' | 'kept' | 'paid' | 'waived' | 'forgiven' | 'withdrawn'
    due_at: Instant
    waiver_reason: string | null
    decided_by: string | null
    decided_at: Instant | null
    created_at: Instant
  }
  sales: {
    id: string
    client_id: string
    receipt_number: string
    currency: string
    total_minor: Minor
    created_at: Instant
    created_by: string
  }
  sale_lines: {
    id: string
    sale_id: string
    position: number
    kind: SaleLineKind
    appointment_id: string | null
    seat_id: string | null
    fee_id: string | null
    client_package_id: string | null
    membership_id: string | null
    net_minor: Minor
    tax_minor: Minor
    gross_minor: Minor
    tax_bp: number
    /** What it was for, in the words of the day it was sold. */
    name: string | null
    session_local: LocalDateTime | null
    trainer_name: string | null
  }
  sale_voids: {
    sale_id: string
    reason: VoidReason
    approved_by: string
    created_at: Instant
    created_by: string
  }
  account_entries: {
    id: string
    client_id: string
    kind: AccountEntryKind
    /** Positive: the studio holds more for the client. */
    amount_minor: number
    currency: string
    sale_id: string | null
    payment_id: string | null
    refund_id: string | null
    pay_out_id: string | null
    created_at: Instant
    created_by: string
  }
  /** Balances that were paid out. */
  pay_outs: {
    id: string
    client_id: string
    receipt_number: string
    method: PayOutMethod
    amount_minor: Minor
    currency: string
    transfer_reference: string | null
    approved_by: string | null
    created_at: Instant
    created_by: string
  }
  pay_out_voids: {
    pay_out_id: string
    reason: VoidReason
    approved_by: string
    created_at: Instant
    created_by: string
  }
  drawer_sessions: {
    id: string
    opened_at: Instant
    opened_on: LocalDate
    opened_by: string
    float_minor: Minor
    currency: string
    closed_at: Instant | null
    closed_by: string | null
    counted: string | null
    counted_minor: Minor | null
    expected_minor: number | null
    variance_reason: string | null
    /** JSON: the names and wall times of its report, once it is closed. */
    report: Generated<string | null>
    /** What the count before had left; null for the first drawer. */
    carried_minor: Minor | null
    opening_reason: string | null
  }
  drawer_movements: {
    id: string
    drawer_session_id: string
    kind: MovementKind
    /** Positive: into the drawer. */
    amount_minor: number
    payment_id: string | null
    refund_id: string | null
    pay_out_id: string | null
    reason: string | null
    created_at: Instant
    created_by: string
    /** The movement that this one takes back. */
    reverses_id: string | null
  }
  drawer_counts: {
    id: string
    drawer_session_id: string
    counted: string | null
    counted_minor: Minor
    expected_minor: number
    created_at: Instant
    created_by: string
  }
  day_closes: {
    id: string
    date: LocalDate
    report: string
    closed_at: Instant
    closed_by: string
  }
  /** What stands on each receipt beside its sums, as it was when it was issued. */
  receipts: {
    receipt_number: string
    client_id: string
    client_name: string
    studio_name: string
    staff_name: string
    time_zone: string
    issued_at: Instant
    issued_local: LocalDateTime
    /** When it was first on paper; of receipts of an older FitFlow, when they were issued. */
    printed_at: Instant | null
  }
  /** One row: when the receipt that was issued last was, by the clock of then. */
  receipt_clock: { id: 1; issued_at: Instant; confirmed_day: LocalDate | null }
  receipt_numbers: { device_code: string; year: number; last: number }
  /** The tenders of a sale. */
  payments: {
    id: string
    sale_id: string
    position: number
    method: PaymentMethod
    amount_minor: Minor
    currency: string
    tendered_minor: Minor | null
    card_reference: string | null
    card_last4: string | null
    transfer_reference: string | null
    created_at: Instant
    created_by: string
  }
  refunds: {
    id: string
    payment_id: string
    sale_line_id: string
    method: PaymentMethod
    amount_minor: Minor
    /** The part of it that was tax. */
    tax_minor: Minor
    reason: RefundReason
    receipt_number: string
    approved_by: string | null
    created_at: Instant
    created_by: string
  }
  earnings: {
    id: string
    trainer_id: string
    appointment_id: string
    seat_id: string | null
    kind: 'recorded' | 'adjusted'
    amount_minor: number
    currency: string
    rate_kind: RateKind
    rate_value: number
    /** Minor units at a percentage, minutes by the hour. */
    base: Generated<number | null>
    session_on: LocalDate
    pay_on: LocalDate
    client_package_id: string | null
    credit_number: number | null
    payment_id: string | null
    refund_id: string | null
    cause_event_id: string | null
    created_at: Instant
  }
  trainer_rates: {
    position: Generated<number>
    trainer_id: string
    effective_from: LocalDate
    kind: RateKind
    value: number
    set_at: Instant | null
    set_by: string | null
    /** Says of its day that nothing begins on it, whatever was planned. */
    withdrawn: Generated<0 | 1>
  }
  pay_periods: {
    id: string
    from_on: LocalDate
    until_on: LocalDate
    locked_at: Instant
    locked_by: string
  }
}
