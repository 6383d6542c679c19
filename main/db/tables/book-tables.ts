import type { Generated } from 'kysely'
import type { Instant, LocalDateTime } from '../../../shared/time.ts'
import type { ClientTerms } from './client-terms.ts'

/** The book. */
export interface BookTables {
  appointments: ClientTerms & {
    id: string
    trainer_id: string
    /** Null: a group session, whose clients have seats. */
    client_id: string | null
    service_id: string
    room_id: Generated<string | null>
    series_id: Generated<string | null>
    start_time: Instant
    end_time: Instant
    time_zone: string
    local_start: LocalDateTime
    buffer_before_minutes: Generated<number>
    buffer_after_minutes: Generated<number>
    capacity: Generated<number | null>
    exception_reason: Generated<string | null>
    /** Where it stood when it was moved late; null for one that was not. */
    moved_late_from: Generated<Instant | null>
  }
  seats: ClientTerms & {
    id: string
    appointment_id: string
    client_id: string
  }
  former_states: {
    id: string
    appointment_id: string
    /** Null: the session itself, with everybody's part in it. */
    seat_id: string | null
    /** JSON; see `former-state.ts`. */
    state: string
    created_at: Instant
    /** What an act kept of many sessions at once; null: its way back names each. */
    act_id: Generated<string | null>
  }
  series: {
    id: string
    client_id: string
    service_id: string
    weekdays: string
    interval_weeks: number
    created_at: Instant
    created_by: string
  }
  waitlist: {
    id: string
    appointment_id: string
    client_id: string
    status: 'waiting' | 'seated' | 'left'
    /** When a free seat was last offered to them. */
    offered_at: Generated<Instant | null>
    created_at: Instant
    created_by: string
  }
}
