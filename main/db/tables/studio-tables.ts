import type { Generated } from 'kysely'
import type { ApprovalAction } from '../../../shared/approvals.ts'
import type { Minor } from '../../../shared/money.ts'
import type { Role } from '../../../shared/roles.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import type { Flag } from './flag.ts'

/** The studio itself: its policy, its people, what it offers and when. */
export interface StudioTables {
  studio: {
    id: 1
    tenant_id: string
    device_id: string
    device_code: string
    name: string
    time_zone: string
    currency: string
    demo: Flag
    created_at: Instant
    country: Generated<string | null>
    country_assumed: Generated<Flag>
  }
  approvals: {
    id: string
    action: ApprovalAction
    approver_id: string
    actor_id: string
    created_at: Instant
    expires_at: Instant
    used_at: Instant | null
  }
  policies: {
    position: Generated<number>
    effective_from: LocalDate
    terms: string
    changed_at: Instant
    changed_by: string | null
    /** Says of its day that nothing begins on it, whatever was planned. */
    withdrawn: Generated<0 | 1>
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
    pepper_id: Generated<string | null>
    pin_cost: Generated<number>
    /** Null: nobody knows until it is entered. */
    pin_is_short: Generated<Flag | null>
    position: number
    active: Flag
    email: Generated<string | null>
    hears_booked: Generated<Flag>
    hears_moved: Generated<Flag>
    hears_cancelled: Generated<Flag>
    hears_within_hours: Generated<number | null>
  }
  recovery_code: {
    id: number
    salt: Buffer
    hash: Buffer
    made_at: Instant
  }
  pin_seals: {
    staff_id: string
    pepper_id: string
    mac: Buffer
  }
  pin_peppers: {
    id: string
    sealed: Buffer
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
    buffer_before_minutes: Generated<number>
    buffer_after_minutes: Generated<number>
    capacity: Generated<number | null>
    active: Flag
  }
  rooms: {
    id: string
    name: string
    kind: 'room' | 'equipment'
    position: number
    active: Flag
  }
  service_rooms: { service_id: string; room_id: string }
  closures: {
    id: string
    start_time: Instant
    end_time: Instant
    reason: string
    created_at: Instant
    created_by: string
  }
  time_off: {
    id: string
    trainer_id: string
    start_time: Instant
    end_time: Instant
    reason: string | null
    created_at: Instant
    created_by: string
  }
  hours_overrides: { trainer_id: string; date: LocalDate; spans: string }
  clients: {
    search_row: number | null
    id: string
    name: string
    phone: string | null
    email: string | null
    messages_consent: Flag
    last_seen_at: Instant
    created_at: Instant
    notes: Generated<string | null>
    merged_into: Generated<string | null>
    erased_at: Generated<Instant | null>
  }
  erasures: {
    client_id: string
    erased_at: Instant
    erased_by: string
    cleaned_at: Instant | null
  }
}
