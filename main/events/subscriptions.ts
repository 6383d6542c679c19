import type { EventType, FitFlowEvent } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { sql } from '../db/studio-database.ts'
import type { Tx, UnitOfWork } from '../db/unit-of-work.ts'
import { isKnownPattern, matches } from './event-pattern.ts'

type Family = EventType extends infer T ? (T extends `${infer F}.${string}` ? F : never) : never

/** A declared type, a family such as `appointment.*`, or all: `*`. */
export type Pattern = EventType | `${Family}.*` | '*'

/** When a handler runs. See docs/architecture.md. */
export type Tier = 'inline' | 'after_commit'

export interface SubscriptionOptions {
  /** Unique and stable across versions: the checkpoint is kept under it. */
  readonly name: string
  readonly tier: Tier
  /** `subject`: a failure holds back later events of the same subject only. Default: `subject`. */
  readonly ordering?: 'none' | 'subject'
  /** Where a subscription that was never seen before starts. Default: `head`, only what comes. */
  readonly startAt?: 'beginning' | 'head'
  /** How often an event is tried before it becomes a dead letter. Default 10. */
  readonly maxAttempts?: number
  /** Full-jitter backoff in milliseconds. Defaults 1,000 and 900,000. */
  readonly backoffBaseMs?: number
  readonly backoffCapMs?: number
}

/** A registered handler with its row in `event_subscriptions`. */
export interface Subscription {
  readonly id: string
  readonly name: string
  readonly pattern: Pattern
  readonly tier: Tier
  readonly ordering: 'none' | 'subject'
  readonly handlerVersion: number
  readonly maxAttempts: number
  readonly backoffBaseMs: number
  readonly backoffCapMs: number
  readonly handler: (event: FitFlowEvent, tx: Tx) => void
}

/** Who listens to what: in memory for this run, with each checkpoint kept in the database. */
export class Subscriptions {
  readonly #work: UnitOfWork
  readonly #byName = new Map<string, Subscription>()

  constructor(work: UnitOfWork) {
    this.#work = work
  }

  /** Registers a handler and finds or makes its row. See `EventBus.on` for what is refused. */
  add(pattern: Pattern, handler: Subscription['handler'], options: SubscriptionOptions): void {
    if (this.#byName.has(options.name))
      throw new Error(`Subscription ${options.name} exists already.`)
    if (!isKnownPattern(pattern)) throw new Error(`No declared event matches “${pattern}”.`)
    if (handler.constructor.name === 'AsyncFunction') {
      throw new Error(`Subscription ${options.name}: an async handler cannot run in a transaction.`)
    }
    const settings = {
      tier: options.tier,
      ordering: options.ordering ?? 'subject',
      max_attempts: options.maxAttempts ?? 10,
      backoff_base_ms: options.backoffBaseMs ?? 1_000,
      backoff_cap_ms: options.backoffCapMs ?? 900_000,
    } as const
    const id = this.#saveRow(pattern, options, settings)
    this.#byName.set(options.name, {
      id,
      name: options.name,
      pattern,
      tier: settings.tier,
      ordering: settings.ordering,
      handlerVersion: 1,
      maxAttempts: settings.max_attempts,
      backoffBaseMs: settings.backoff_base_ms,
      backoffCapMs: settings.backoff_cap_ms,
      handler,
    })
  }

  /** Forgets the handler of this run. The row, and with it the checkpoint, stays. */
  remove(name: string): void {
    this.#byName.delete(name)
  }

  /**
   * Moves a checkpoint to the end of the log: what stands there now is never delivered to it.
   * For a past that is written in one go and must not be acted on again.
   */
  skipToHead(tx: Tx, name: string): void {
    const changed = tx.database
      .prepare(
        `UPDATE event_subscriptions SET cursor_seq = (SELECT seq FROM event_log_head)
         WHERE service_name = ?`,
      )
      .run(name).changes
    if (changed === 0) throw new Error(`There is no subscription ${name}.`)
  }

  /** The handlers of a tier that want this type, in the order of their registration. */
  matching(type: string, tier: Tier): Subscription[] {
    return this.inTier(tier).filter((subscription) => matches(subscription.pattern, type))
  }

  /** All handlers of a tier. */
  inTier(tier: Tier): Subscription[] {
    return [...this.#byName.values()].filter((subscription) => subscription.tier === tier)
  }

  /** The handler of a row, if this run registered one. */
  byId(id: string): Subscription | undefined {
    return [...this.#byName.values()].find((subscription) => subscription.id === id)
  }

  #saveRow(
    pattern: Pattern,
    options: SubscriptionOptions,
    settings: {
      tier: Tier
      ordering: 'none' | 'subject'
      max_attempts: number
      backoff_base_ms: number
      backoff_cap_ms: number
    },
  ): string {
    const context = { actorId: null, commandId: null, correlationId: newId() }
    return this.#work.run(context, ({ database, now }) => {
      const existing = database.first(
        sql
          .selectFrom('event_subscriptions')
          .select('id')
          .where('service_name', '=', options.name)
          .where('event_type', '=', pattern),
      )
      if (existing) {
        database.run(
          sql.updateTable('event_subscriptions').set(settings).where('id', '=', existing.id),
        )
        return existing.id
      }
      const head = database.one(sql.selectFrom('event_log_head').select('seq'))
      const id = newId()
      database.run(
        sql.insertInto('event_subscriptions').values({
          id,
          service_name: options.name,
          event_type: pattern,
          endpoint_url: null,
          active: 1,
          created_at: now,
          cursor_seq: options.startAt === 'beginning' ? 0 : head.seq,
          handler_version: 1,
          status: 'running',
          inflight_from: null,
          inflight_to: null,
          crash_count: 0,
          heartbeat_at: null,
          ...settings,
        }),
      )
      return id
    })
  }
}
