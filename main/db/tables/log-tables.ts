import type { EventType } from '../../../shared/events/index.ts'
import type { Instant } from '../../../shared/time.ts'
import type { Flag } from './flag.ts'

/** The event core: the log, who reads it, and the answers to commands. */
export interface LogTables {
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
    log_through: number | null
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
  processed_events: {
    subscription_id: string
    event_id: string
    processed_at: Instant
    seq: number
  }
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
}
