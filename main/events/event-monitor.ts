import type {
  BrokerState,
  EventVolume,
  FailedEvent,
  SubscriptionState,
  VolumeAdvice,
} from '../../shared/event-monitor.ts'
import { addDays, dayBounds, instantFrom, localDateOf, localDateTimeOf } from '../../shared/time.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { AsyncMode } from './async-mode.ts'
import type { Delivery } from './delivery.ts'
import type { LogJobs } from './log-jobs.ts'
import type { Projection } from './projection.ts'
import type { Subscriptions, SubscriptionRow } from './subscriptions.ts'

/** Above these many events in an hour, handlers should move to Redis Streams, then further. */
const streamsFrom = 1_000
const scaleFrom = 10_000
const shownDays = 7
const hourMs = 3_600_000

/**
 * Looks at the log and its subscriptions: what happens, how far every handler is, what failed.
 * What it starts (checking, rebuilding) runs beside the desk, see `LogJobs`; what it resolves, see
 * `replayDeadLetter` and `discardDeadLetter`.
 */
export class EventMonitor {
  readonly jobs: LogJobs
  readonly projections: readonly Projection[]
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #delivery: Delivery
  readonly #asyncMode: AsyncMode

  constructor(parts: {
    readonly work: UnitOfWork
    readonly subscriptions: Subscriptions
    readonly delivery: Delivery
    readonly asyncMode: AsyncMode
    readonly jobs: LogJobs
    readonly projections: readonly Projection[]
  }) {
    this.#work = parts.work
    this.#subscriptions = parts.subscriptions
    this.#delivery = parts.delivery
    this.#asyncMode = parts.asyncMode
    this.jobs = parts.jobs
    this.projections = parts.projections
  }

  /** Events per type and day, and per hour, over the last seven days of the studio's zone. */
  getStats(timeZone: string): EventVolume {
    const { database } = this.#work
    const today = localDateOf(this.#work.now(), timeZone)
    const first = addDays(today, 1 - shownDays)
    const days = Array.from({ length: shownDays }, (_, index) => addDays(first, index)).flatMap(
      (date) => {
        const { start, end } = dayBounds(date, timeZone)
        const rows = database
          .prepare(
            `SELECT event_type AS type, count(*) AS count FROM event_log
             WHERE created_at >= ? AND created_at < ? GROUP BY event_type ORDER BY count(*) DESC`,
          )
          .all(start, end) as { type: string; count: number }[]
        return rows.map((row) => ({ date, ...row }))
      },
    )
    const hours = hourlyCounts(database, dayBounds(first, timeZone).start).map(
      ({ hour, count }) => ({ hour: localDateTimeOf(hour, timeZone), count }),
    )
    const busiestHour = hours.reduce<(typeof hours)[number] | null>(
      (busiest, hour) => (busiest && busiest.count >= hour.count ? busiest : hour),
      null,
    )
    const { seq: totalEvents } = database.prepare('SELECT seq FROM event_log_head').get() as {
      seq: number
    }
    return { days, hours, busiestHour, advice: adviceFor(busiestHour?.count ?? 0), totalEvents }
  }

  /** Every handler this file has known, with its lag, rate and failures. */
  getSubscriptions(): SubscriptionState[] {
    const { database } = this.#work
    const rows = database
      .prepare('SELECT * FROM event_subscriptions ORDER BY tier DESC, service_name')
      .all() as SubscriptionRow[]
    return rows.map((row) => ({
      name: row.service_name,
      pattern: row.event_type,
      tier: row.tier,
      ordering: row.ordering,
      status: row.status,
      handlerVersion: row.handler_version,
      isProjection: this.projections.some(({ name }) => name === row.service_name),
      ...(row.tier === 'inline' ? { lagEvents: 0, lagSeconds: 0 } : this.#lag(row)),
      perMinute: this.#delivery.handledPerMinute(row.id),
      ...failureCounts(database, row.id),
    }))
  }

  /** The broker that carries events to handlers; null while they read the log. */
  getBroker(): BrokerState | null {
    return this.#asyncMode.state
  }

  /** What handlers have not managed: waiting for the next attempt, parked behind one, or dead. */
  getFailedEvents(seq?: number): FailedEvent[] {
    const rows = this.#work.database
      .prepare(
        `SELECT s.service_name, d.*, e.event_type, l.id AS letter, l.dead_at, l.error_stack,
           l.handler_version
         FROM event_delivery d
         JOIN event_subscriptions s ON s.id = d.subscription_id
         LEFT JOIN event_log e ON e.seq = d.seq
         LEFT JOIN dead_letters l ON l.subscription_id = d.subscription_id AND l.seq = d.seq
           AND l.resolution IS NULL
         WHERE (? IS NULL OR d.seq = ?) AND NOT (d.state = 'running' AND d.last_error IS NULL)
         ORDER BY d.state = 'dead' DESC, d.seq LIMIT 500`,
      )
      .all(seq ?? null, seq ?? null) as FailureRow[]
    return rows.map((row) => ({
      subscription: row.service_name,
      seq: row.seq,
      eventType: row.event_type ?? '',
      subject: row.subject_key,
      state: row.state,
      attempts: row.attempts,
      firstFailedAt: row.first_failed_at,
      nextAttemptAt: row.next_attempt_at,
      blockedBySeq: row.blocked_by_seq,
      error: row.last_error,
      deadLetter:
        row.letter === null
          ? null
          : {
              id: row.letter,
              deadAt: row.dead_at,
              stack: row.error_stack,
              handlerVersion: row.handler_version,
            },
    }))
  }

  /** A projection by the name of its subscription. */
  projection(name: string): Projection | undefined {
    return this.projections.find((projection) => projection.name === name)
  }

  /** Whether a subscription of this name has a handler in this run. */
  knows(subscription: string): boolean {
    return this.#subscriptions.has(subscription)
  }

  #lag(row: SubscriptionRow): { lagEvents: number; lagSeconds: number } {
    const { database } = this.#work
    const { seq } = database.prepare('SELECT seq FROM event_log_head').get() as { seq: number }
    const next = database
      .prepare('SELECT created_at FROM event_log WHERE seq > ? ORDER BY seq LIMIT 1')
      .get(row.cursor_seq) as { created_at: string } | undefined
    const waitedMs = next ? Date.parse(this.#work.now()) - Date.parse(next.created_at) : 0
    return {
      lagEvents: seq - row.cursor_seq,
      lagSeconds: Math.max(0, Math.round(waitedMs / 1_000)),
    }
  }
}

/** What to do about a volume, by the thresholds of the architecture decision. */
function adviceFor(eventsPerHour: number): VolumeAdvice {
  if (eventsPerHour > scaleFrom) return 'scale'
  return eventsPerHour > streamsFrom ? 'streams' : 'local'
}

type FailureRow = Omit<FailedEvent, 'deadLetter'> & {
  service_name: string
  event_type: string | null
  subject_key: string
  first_failed_at: FailedEvent['firstFailedAt']
  next_attempt_at: FailedEvent['nextAttemptAt']
  blocked_by_seq: number | null
  last_error: string | null
  letter: string | null
  dead_at: FailedEvent['firstFailedAt']
  error_stack: string | null
  handler_version: number
}

/** Whole UTC hours; zones that are off by half an hour still get their own wall time. */
function hourlyCounts(database: StudioDatabase, since: string) {
  const rows = database
    .prepare(
      `SELECT substr(created_at, 1, 13) AS hour, count(*) AS count FROM event_log
       WHERE created_at >= ? GROUP BY 1 ORDER BY 1`,
    )
    .all(since) as { hour: string; count: number }[]
  const byHour = new Map(rows.map((row) => [Date.parse(`${row.hour}:00:00.000Z`), row.count]))
  const first = Math.min(...byHour.keys())
  const last = Math.max(...byHour.keys())
  const hours = []
  for (let hour = first; hour <= last; hour += hourMs) {
    hours.push({ hour: instantFrom(hour), count: byHour.get(hour) ?? 0 })
  }
  return hours
}

function failureCounts(database: StudioDatabase, subscriptionId: string) {
  return database
    .prepare(
      `SELECT coalesce(sum(state = 'retry' OR (state = 'running' AND last_error IS NOT NULL)), 0)
           AS retrying,
         coalesce(sum(state = 'parked'), 0) AS parked, coalesce(sum(state = 'dead'), 0) AS dead,
         (SELECT last_error FROM event_delivery WHERE subscription_id = ?
          AND last_error IS NOT NULL ORDER BY seq DESC LIMIT 1) AS lastError
       FROM event_delivery WHERE subscription_id = ?`,
    )
    .get(subscriptionId, subscriptionId) as Pick<
    SubscriptionState,
    'retrying' | 'parked' | 'dead' | 'lastError'
  >
}
