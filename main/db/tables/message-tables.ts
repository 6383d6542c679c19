import type { Generated } from 'kysely'
import type {
  MailSecurity,
  MessageKind,
  MessageState,
  SkipReason,
} from '../../../shared/messages.ts'
import type { Instant, LocalDate } from '../../../shared/time.ts'
import type { Flag } from './flag.ts'

/** What leaves the studio, and what is counted. */
export interface MessageTables {
  outbox: {
    position: Generated<number>
    id: string
    /** Null for a reminder, which is about a start and not about an event. */
    event_id: string | null
    kind: MessageKind
    recipient_type: 'client' | 'trainer'
    recipient_id: string
    appointment_id: string
    /** Of a reminder or an offered seat: the start it is about. */
    session_start: Instant | null
    /** When what it is about was done; it leaves so many minutes later. */
    acted_at: Instant
    status: MessageState
    created_at: Instant
    message_id: string | null
    attempts: number
    next_attempt_at: Instant | null
    last_error: string | null
    skip_reason: SkipReason | null
    sent_at: Instant | null
  }
  told_sessions: {
    recipient_type: 'client' | 'trainer'
    recipient_id: string
    appointment_id: string
    known: string
    tried: string
    is_told: Flag
    acted_at: Instant
    uid: string
    sequence: number
  }
  told_offers: {
    client_id: string
    appointment_id: string
    told: string
  }
  /** What is just being written into a folder that somebody chose. */
  unfinished_files: {
    file: string
    begun_at: Instant
  }
  backups: {
    id: string
    file: string
    bytes: number
    made_at: Instant
    made_by: string
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
