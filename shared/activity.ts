import { z } from 'zod'
import { query } from './contract.ts'
import type { EventType } from './events/index.ts'
import type { Instant, LocalDateTime } from './time.ts'
import { topics } from './topics.ts'

/** One line of the event log, with its ids resolved to today's names. */
export interface ActivityEntry {
  readonly seq: number
  readonly id: string
  readonly type: EventType
  readonly at: Instant
  /** Wall time in the studio's zone. */
  readonly localTime: LocalDateTime
  /** Who did it; null when it was the application itself. */
  readonly actorName: string | null
  readonly clientName: string | null
  readonly trainerName: string | null
  readonly serviceName: string | null
  /** The staff member the event is about, for sign-ins and the like. */
  readonly staffName: string | null
  readonly appointmentId: string | null
  /** Of a group session, whether or not one of its clients is meant. */
  readonly isGroup: boolean
  /** The event's data as logged; null after erasure. */
  readonly data: Readonly<Record<string, unknown>> | null
  readonly correlationId: string
  /** SHA-256 in hex: the entry's link in the chain. */
  readonly hash: string
}

export interface ActivityPage {
  /** Newest first. */
  readonly entries: readonly ActivityEntry[]
  /** Pass as `beforeSeq` for the next page; null at the beginning of the log. */
  readonly nextBeforeSeq: number | null
  readonly currency: string
  readonly timeZone: string
}

export const activityContract = {
  'activity.list': query<ActivityPage>()({
    access: ['front_desk', 'manager'],
    input: z.object({
      beforeSeq: z.int().min(1).nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
      /** For example `appointment`: only events of that family. */
      family: z
        .string()
        .regex(/^[a-z_]{1,40}$/)
        .nullable()
        .default(null),
    }),
    topics: () => [topics.activity],
  }),
}
