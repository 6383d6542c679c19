import { z } from 'zod'
import type { ActivityPage, ActivityEntry } from './activity.ts'
import { command, query } from './contract.ts'
import { idSchema } from './ids.ts'
import type { EventMetadata } from './events/event.ts'
import { namedDateSchema, type Instant, type LocalDate } from './time.ts'
import { topics } from './topics.ts'
import { codeNameSchema, proseSchema } from './plain-text.ts'

/** How far one handler is. */
export interface SubscriptionState {
  readonly name: string
  readonly pattern: string
  readonly tier: 'inline' | 'after_commit' | 'relay'
  readonly ordering: 'none' | 'subject'
  /** `orphaned`: its handler is not in this version of FitFlow; its place in the log is kept. */
  readonly status: 'running' | 'paused' | 'orphaned'
  readonly handlerVersion: number
  /** Can be made again from the log. */
  readonly isProjection: boolean
  /** Events between its checkpoint and the end of the log; 0 for inline handlers. */
  readonly lagEvents: number
  /** How long the oldest of those has been waiting. */
  readonly lagSeconds: number
  /** Events it handled in the last minute. */
  readonly perMinute: number
  readonly retrying: number
  readonly parked: number
  readonly dead: number
  readonly lastError: string | null
}

/** Since when a broker does not answer, and when it is asked again; null: now. */
export interface BrokerAway {
  readonly since: Instant
  readonly triesAgainAt: Instant | null
}

/** The broker that carries events to the handlers. */
export interface BrokerState {
  /** Which, and where: `Redis 10.0.0.5:6379`. Never a password. */
  readonly place: string
  /** Events that are in the log and not yet sent. */
  readonly waiting: number
  readonly away: BrokerAway | null
}

/** An event that a handler has not managed yet. */
export interface FailedEvent {
  readonly subscription: string
  readonly seq: number
  readonly eventType: string
  readonly subject: string
  readonly state: 'retry' | 'running' | 'parked' | 'dead'
  readonly attempts: number
  readonly firstFailedAt: Instant
  readonly nextAttemptAt: Instant | null
  /** For a parked event: the one of the same subject that has to be handled first. */
  readonly blockedBySeq: number | null
  readonly error: string | null
  /** For a dead one: by which it can be replayed or discarded. */
  readonly deadLetter: {
    readonly id: string
    readonly deadAt: Instant
    readonly stack: string | null
    readonly handlerVersion: number
  } | null
}

/** How many events of a type were logged on a day of the studio's zone. */
interface DailyCount {
  readonly date: LocalDate
  readonly type: string
  readonly count: number
}

/** How many events were logged in an hour. */
interface HourlyCount {
  /** The hour's beginning as the studio's wall clock showed it: `2026-11-23T14:00`. */
  readonly hour: string
  readonly count: number
}

/**
 * What the volume says about how handlers should run: `local` below 1,000 events an hour, `streams`
 * (move messages to Redis Streams) up to 10,000, `scale` above.
 */
export type VolumeAdvice = 'local' | 'streams' | 'scale'

/** How much is happening. Seven days, oldest first; the busiest hour decides the advice. */
export interface EventVolume {
  readonly days: readonly DailyCount[]
  readonly hours: readonly HourlyCount[]
  readonly busiestHour: HourlyCount | null
  readonly advice: VolumeAdvice
  readonly totalEvents: number
}

/** An event with all that is known about it. */
export interface EventDetail {
  readonly entry: ActivityEntry
  readonly subject: { readonly type: string; readonly id: string; readonly seq: number }
  readonly metadata: EventMetadata
  readonly dataHash: string
  readonly previousHash: string
  /** Everything the same request caused, in order; `causationId` makes it a tree. */
  readonly related: readonly {
    readonly entry: ActivityEntry
    readonly causationId: string | null
  }[]
  /** What its handlers have not managed. */
  readonly failures: readonly FailedEvent[]
}

/** A walk along the log: checking it, making a projection again, or archiving its beginning. */
export interface LogJob {
  readonly kind: 'verify' | 'rebuild' | 'archive'
  readonly projection: string | null
  readonly phase: 'reading' | 'writing'
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly done: number
  readonly total: number
  readonly startedAt: Instant
  readonly outcome:
    | {
        readonly kind: 'verified'
        readonly valid: true
        readonly events: number
        readonly headHash: string
      }
    | {
        readonly kind: 'verified'
        readonly valid: false
        readonly seq: number
        readonly eventId: string | null
        readonly problem: string
      }
    | { readonly kind: 'rebuilt'; readonly events: number; readonly changedRows: number }
    /** @property throughSeq the last event that was moved; 0 when none could be. */
    | { readonly kind: 'archived'; readonly throughSeq: number }
    | null
  readonly problem: string | null
}

const manager = ['manager'] as const

export const eventMonitorContract = {
  /** The log, newest first. Every filter that is given must hold. */
  'events.list': query<ActivityPage>()({
    access: manager,
    input: z.object({
      beforeSeq: z.int().min(1).nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
      /** A type such as `payment.completed`, or a family such as `payment.*`. */
      type: z
        .string()
        .regex(/^[a-z_]{1,40}\.([a-z_]{1,40}|\*)$/)
        .nullable()
        .default(null),
      subject: z.object({ type: codeNameSchema, id: codeNameSchema }).nullable().default(null),
      /** A staff member, trainer or client: what they did, and what is about them. */
      personId: idSchema.nullable().default(null),
      correlationId: idSchema.nullable().default(null),
    }),
    topics: () => [topics.activity],
  }),
  'events.get': query<EventDetail>()({
    access: manager,
    input: z.object({ seq: z.int().min(1) }),
    topics: () => [topics.activity, topics.delivery],
  }),
  'events.subscriptions': query<readonly SubscriptionState[]>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.activity, topics.delivery],
  }),
  /** Null while handlers read the log. */
  'events.broker': query<BrokerState | null>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.activity, topics.delivery],
  }),
  'events.failures': query<readonly FailedEvent[]>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.delivery],
  }),
  'events.volume': query<EventVolume>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.activity],
  }),
  'events.job': query<LogJob | null>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.logJob],
  }),
  'events.replay': command<null>()({
    access: manager,
    input: z.object({ deadLetterId: idSchema }),
  }),
  'events.discard': command<null>()({
    access: manager,
    input: z.object({
      deadLetterId: idSchema,
      reason: proseSchema(300).min(1, 'must say why'),
    }),
  }),
  /** Stops delivering to a handler; its events wait in the log. */
  'events.pause': command<null>()({
    access: manager,
    input: z.object({ subscription: codeNameSchema }),
  }),
  'events.resume': command<null>()({
    access: manager,
    input: z.object({ subscription: codeNameSchema }),
  }),
  /** Begins a walk and answers at once; `events.job` tells how far it is. */
  'events.verify': command<null>()({
    access: manager,
    input: z.object({}),
    remembered: false,
    whileDamaged: true,
  }),
  'events.rebuild': command<null>()({
    access: manager,
    input: z.object({ projection: codeNameSchema }),
    remembered: false,
  }),
  'events.cancelJob': command<null>()({
    access: manager,
    input: z.object({}),
    remembered: false,
    whileDamaged: true,
  }),
  /** Moves the events of days before `before` into archives beside the studio's file. */
  'events.prune': command<null>()({
    access: manager,
    input: z.object({ before: namedDateSchema }),
    remembered: false,
  }),
}
