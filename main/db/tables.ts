import type {
  AppointmentStatus,
  CancellationReason,
  CancelledBy,
  PaymentStatus,
} from '../../shared/appointments.ts'
import type { Generated } from 'kysely'
import type { EventType } from '../../shared/events/index.ts'
import type { MailSecurity, MessageKind, MessageState, SkipReason } from '../../shared/messages.ts'
import type { Minor } from '../../shared/money.ts'
import type { PaymentMethod, RefundReason } from '../../shared/payments.ts'
import type { Role } from '../../shared/roles.ts'
import type { Instant, LocalDate, LocalDateTime } from '../../shared/time.ts'

/** SQLite has no booleans. */
type Flag = 0 | 1

/** The tables as the migrations leave them; Kysely derives every row type from here. */
export interface Tables {
  event_log: {
    seq: number
    id: string
    event_type: EventType
    event_data: string | null
    metadata: string
    created_at: Instant
    subject_type: string
    subject_id: string
    subject_seq: number
    data_salt: Buffer | null
    data_hash: Buffer
    prev_hash: Buffer
    hash: Buffer
  }
  event_log_head: {
    id: 1
    epoch: string
    seq: number
    hash: Buffer
    created_at: Instant
    pruned_through: number
  }
  event_subscriptions: {
    id: string
    service_name: string
    event_type: string
    endpoint_url: string | null
    active: Flag
    created_at: Instant
    tier: 'inline' | 'after_commit' | 'relay'
    ordering: 'none' | 'subject'
    cursor_seq: number
    handler_version: number
    status: 'running' | 'paused' | 'orphaned'
    inflight_from: number | null
    inflight_to: number | null
    crash_count: number
    max_attempts: number
    backoff_base_ms: number
    backoff_cap_ms: number
    heartbeat_at: Instant | null
  }
  event_delivery: {
    subscription_id: string
    seq: number
    subject_key: string
    state: 'retry' | 'running' | 'parked' | 'dead'
    attempts: number
    next_attempt_at: Instant | null
    blocked_by_seq: number | null
    last_error: string | null
    first_failed_at: Instant
  }
  processed_events: { subscription_id: string; event_id: string; processed_at: Instant }
  dead_letters: {
    id: string
    subscription_id: string
    seq: number
    attempts: number
    error_name: string
    error_message: string
    error_stack: string | null
    handler_version: number
    first_failed_at: Instant
    dead_at: Instant
    resolution: 'replayed' | 'discarded' | null
    resolved_by: string | null
    note: string | null
  }
  command_results: {
    command_id: string
    name: string
    request_hash: Buffer
    actor_id: string | null
    result: string
    created_at: Instant
  }
  studio: {
    id: 1
    tenant_id: string
    device_id: string
    device_code: string
    name: string
    time_zone: string
    currency: string
    demo: Flag
    late_cancel_window_minutes: number
    late_cancel_fee_bp: number
    created_at: Instant
  }
  trainers: {
    id: string
    name: string
    hue: number
    position: number
    earning_rate_bp: number
    active: Flag
  }
  working_hours: { trainer_id: string; weekday: number; start_minute: number; end_minute: number }
  services: {
    id: string
    name: string
    duration_minutes: number
    price_minor: Minor
    hue: number
    position: number
    active: Flag
  }
  staff: {
    id: string
    name: string
    role: Role
    trainer_id: string | null
    pin_salt: Buffer
    pin_hash: Buffer
    demo_pin: string | null
    failed_attempts: number
    locked_until: Instant | null
    position: number
    active: Flag
  }
  clients: {
    search_row: number | null
    id: string
    name: string
    phone: string | null
    email: string | null
    messages_consent: Flag
    last_seen_at: Instant
    created_at: Instant
  }
  appointments: {
    id: string
    trainer_id: string
    client_id: string
    service_id: string
    start_time: Instant
    end_time: Instant
    time_zone: string
    local_start: LocalDateTime
    status: AppointmentStatus
    note: string | null
    price_minor: Minor
    currency: string
    late_window_minutes: number
    late_fee_bp: number
    payment_status: PaymentStatus
    payment_id: string | null
    paid_at: Instant | null
    cancelled_at: Instant | null
    cancelled_by: CancelledBy | null
    cancellation_reason: CancellationReason | null
    cancellation_note: string | null
    cancelled_late: Flag | null
    cancellation_fee_minor: Minor | null
    created_at: Instant
    created_by: string
  }
  receipt_numbers: { device_code: string; year: number; last: number }
  payments: {
    id: string
    appointment_id: string
    client_id: string
    method: PaymentMethod
    amount_minor: Minor
    currency: string
    tendered_minor: Minor | null
    card_reference: string | null
    card_last4: string | null
    receipt_number: string
    created_at: Instant
    created_by: string
  }
  refunds: {
    id: string
    payment_id: string
    amount_minor: Minor
    reason: RefundReason
    receipt_number: string
    created_at: Instant
    created_by: string
  }
  earnings: {
    id: string
    trainer_id: string
    appointment_id: string
    payment_id: string
    refund_id: string | null
    amount_minor: number
    currency: string
    rate_bp: number
    created_at: Instant
  }
  outbox: {
    position: Generated<number>
    id: string
    event_id: string
    kind: MessageKind
    recipient_type: 'client' | 'trainer'
    recipient_id: string
    appointment_id: string
    status: MessageState
    created_at: Instant
    message_id: string | null
    attempts: number
    next_attempt_at: Instant | null
    last_error: string | null
    skip_reason: SkipReason | null
    sent_at: Instant | null
  }
  message_settings: {
    id: 1
    enabled: Flag
    host: string
    port: number
    security: MailSecurity
    user_name: string | null
    sealed_password: Buffer | null
    from_name: string
    from_address: string
    changed_at: Instant
  }
  trainer_calendar: {
    appointment_id: string
    trainer_id: string
    start_time: Instant
    end_time: Instant
    status: 'confirmed' | 'cancelled'
    sequence: number
    changed_at: Instant | null
  }
  calendar_files: {
    trainer_id: string
    changes: number
    written: number
    written_at: Instant | null
  }
  analytics_counters: {
    metric: string
    local_date: LocalDate
    hour: number
    service_id: string
    trainer_id: string
    count: number
  }
}
