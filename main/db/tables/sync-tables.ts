import type { SyncStop } from '../../../shared/sync.ts'
import type { Instant } from '../../../shared/time.ts'

/** Where the log is pushed to, and what was not taken there. */
export interface SyncTables {
  sync_link: {
    id: 1
    endpoint_url: string
    tenant: string
    paired_at: Instant
    paired_by: string
    last_synced_at: Instant | null
    clock_offset_ms: number | null
    stopped: SyncStop | null
    stopped_seq: number | null
    exported_through: number
  }
  sync_rejections: {
    epoch: string
    seq: number
    code: string
    detail: string
    rejected_at: Instant
  }
}
