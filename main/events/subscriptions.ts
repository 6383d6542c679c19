import type { FitFlowEvent } from '../../shared/events/event.ts'
import type { EventType } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { topics } from '../../shared/topics.ts'
import { sql } from '../db/studio-database.ts'
import type { Tables } from '../db/tables.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import { isKnownPattern, matches } from '../../shared/event-pattern.ts'

type Family = EventType extends infer T ? (T extends `${infer F}.${string}` ? F : never) : never

/** A declared type, a family such as `appointment.*`, or all: `*`. */
export type Pattern = EventType | `${Family}.*` | '*'

/** The types a pattern matches: itself, a family, or all. */
export type TypesOf<P extends Pattern> = P extends EventType
  ? P
  : P extends `${infer Family}.*`
    ? Extract<EventType, `${Family}.${string}`>
    : EventType

/** When a handler runs. See docs/architecture.md. */
export type Tier = 'inline' | 'after_commit'

export interface SubscriptionOptions {
  /** Unique and stable across versions: the checkpoint is kept under it. */
  readonly name: string
  /** Raised when the handler was mended; dead letters tell which version failed. Default 1. */
  readonly version?: number
  /** `subject`: a failure holds back later events of the same subject only. Default: `subject`. */
  readonly ordering?: 'none' | 'subject'
  /** Where a subscription that was never seen before starts. Default: `head`, only what comes. */
  readonly startAt?: 'beginning' | 'head'
  /** How often an event is tried before it becomes a dead letter. Default 10. */
  readonly maxAttempts?: number
  /** Full-jitter backoff in milliseconds. Defaults 1,000 and 900,000. */
  readonly backoffBaseMs?: number
  readonly backoffCapMs?: number
  /**
   * Whether a broker may bring it its events (`EventBus.enableAsyncMode`). It promises that
   *
   * - only the order within a subject matters to it: events of two subjects may come the other way round;
   * - an event may be older than what the tables say by now, as after any late start;
   * - all it knows of an event is in the event and in the tables, nothing in memory from when it was published;
   * - called again with the same key it does outside what was done already once (`onOutside` only; what
   *   is written to the database takes effect once either way).
   */
  readonly asyncReady?: boolean
}

/** Writes to the database only: its effect commits with the checkpoint, exactly once. */
export type DatabaseHandler = (event: FitFlowEvent, tx: Tx) => void

/**
 * Does something outside the database. At least once: after a crash it is called again with the
 * same key, by which the outside can tell.
 */
export type OutsideHandler = (event: FitFlowEvent, idempotencyKey: string) => Promise<void>

/** A registered handler with its settings. */
export interface Subscription {
  readonly id: string
  readonly name: string
  /** Several patterns stand in it with a space between them. */
  readonly pattern: string
  readonly tier: Tier
  readonly ordering: 'none' | 'subject'
  readonly handlerVersion: number
  readonly maxAttempts: number
  readonly backoffBaseMs: number
  readonly backoffCapMs: number
  readonly asyncReady: boolean
  readonly run:
    | { readonly kind: 'database'; readonly handler: DatabaseHandler }
    | { readonly kind: 'outside'; readonly handler: OutsideHandler }
}

export type SubscriptionRow = Tables['event_subscriptions']

/** Who listens to what: in memory for this run, with each checkpoint kept in the database. */
export class Subscriptions {
  readonly #work: UnitOfWork
  readonly #byName = new Map<string, Subscription>()
  readonly #held = new Set<string>()

  constructor(work: UnitOfWork) {
    this.#work = work
  }

  /** Registers a handler and finds or makes its row. See `EventBus.on` for what is refused. */
  add(pattern: string, tier: Tier, run: Subscription['run'], options: SubscriptionOptions): void {
    if (this.#byName.has(options.name)) {
      throw new Error(`Subscription ${options.name} exists already.`)
    }
    if (!isKnownPattern(pattern)) throw new Error(`No declared event matches “${pattern}”.`)
    if (run.kind === 'database' && run.handler.constructor.name === 'AsyncFunction') {
      throw new Error(`Subscription ${options.name}: an async handler cannot run in a transaction.`)
    }
    const subscription = {
      name: options.name,
      pattern,
      tier,
      ordering: options.ordering ?? 'subject',
      handlerVersion: options.version ?? 1,
      maxAttempts: options.maxAttempts ?? 10,
      backoffBaseMs: options.backoffBaseMs ?? 1_000,
      backoffCapMs: options.backoffCapMs ?? 900_000,
      asyncReady: options.asyncReady ?? false,
      run: run.kind === 'database' ? refusePromises(options.name, run.handler) : run,
    }
    const id = this.#saveRow(subscription, options.startAt ?? 'head')
    this.#byName.set(options.name, { id, ...subscription })
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
    tx.database
      .prepare(
        `UPDATE event_subscriptions SET cursor_seq = (SELECT seq FROM event_log_head) WHERE id = ?`,
      )
      .run(this.byName(name).id)
  }

  /** Lets a handler read the log this far, because a broker brings it what comes later. */
  readLogThrough(tx: Tx, id: string, seq: number): void {
    tx.database.prepare('UPDATE event_subscriptions SET log_through = ? WHERE id = ?').run(seq, id)
  }

  /** Lets every handler read the log to its end, also those that this run has not registered. */
  readLogToTheEnd(tx: Tx): void {
    tx.database.prepare('UPDATE event_subscriptions SET log_through = NULL').run()
  }

  /**
   * Delivers nothing to a handler while `work` goes on. In memory only: a process that dies meanwhile
   * leaves nothing paused behind.
   */
  async whileHeld<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { id } = this.byName(name)
    this.#held.add(id)
    try {
      return await work()
    } finally {
      this.#held.delete(id)
    }
  }

  /** The handlers of a tier that want this type, in the order of their registration. */
  matching(type: string, tier: Tier): Subscription[] {
    return this.inTier(tier).filter((subscription) => matches(subscription.pattern, type))
  }

  /** All handlers of a tier. */
  inTier(tier: Tier): Subscription[] {
    return [...this.#byName.values()].filter((subscription) => subscription.tier === tier)
  }

  /** The rows of the database handlers that this run registered. */
  databaseIds(): string[] {
    return [...this.#byName.values()]
      .filter(({ id, run }) => run.kind === 'database' && !this.#held.has(id))
      .map((subscription) => subscription.id)
  }

  /** The handler of a row, if this run registered one. */
  byId(id: string): Subscription | undefined {
    return [...this.#byName.values()].find((subscription) => subscription.id === id)
  }

  /** Whether this run registered a handler of this name. */
  has(name: string): boolean {
    return this.#byName.has(name)
  }

  /** A handler by its name. Throws when there is none: that is a bug. */
  byName(name: string): Subscription {
    const subscription = this.#byName.get(name)
    if (!subscription) throw new Error(`There is no subscription ${name}.`)
    return subscription
  }

  /** The checkpoint of a subscription, as it stands in the database; `paused` while it is held. */
  row(id: string): SubscriptionRow {
    const row = this.#work.database
      .prepare('SELECT * FROM event_subscriptions WHERE id = ?')
      .get(id) as SubscriptionRow
    return this.#held.has(id) ? { ...row, status: 'paused' } : row
  }

  /**
   * Called when all handlers are registered: rows without one are marked `orphaned`. Their
   * checkpoints wait; when the handler comes back it goes on from there.
   */
  markOrphans(): void {
    const ids = [...this.#byName.values()].map((subscription) => subscription.id)
    this.#work.run(onItsOwn(), ({ database }) => {
      const rows = sql.updateTable('event_subscriptions').set({ status: 'orphaned' })
      // A relay has no handler here: main/sync moves its checkpoint.
      database.run(rows.where('id', 'not in', ids).where('tier', '<>', 'relay'))
    })
  }

  /** Whether events are delivered to a handler now, or wait in the log. */
  setStatus(tx: Tx, name: string, status: 'paused' | 'running'): void {
    const row = sql.updateTable('event_subscriptions').set({ status })
    tx.database.run(row.where('id', '=', this.byName(name).id))
    tx.touch(topics.delivery)
  }

  #saveRow(subscription: Omit<Subscription, 'id'>, startAt: 'beginning' | 'head'): string {
    const settings = {
      tier: subscription.tier,
      ordering: subscription.ordering,
      handler_version: subscription.handlerVersion,
      max_attempts: subscription.maxAttempts,
      backoff_base_ms: subscription.backoffBaseMs,
      backoff_cap_ms: subscription.backoffCapMs,
    }
    return this.#work.run(onItsOwn(), ({ database, now }) => {
      const existing = database.first(
        sql
          .selectFrom('event_subscriptions')
          .select(['id', 'status'])
          .where('service_name', '=', subscription.name)
          .where('event_type', '=', subscription.pattern),
      )
      if (existing) {
        const status = existing.status === 'orphaned' ? 'running' : existing.status
        const row = sql.updateTable('event_subscriptions').set({ ...settings, status })
        database.run(row.where('id', '=', existing.id))
        return existing.id
      }
      const head = database.one(sql.selectFrom('event_log_head').select('seq'))
      const id = newId()
      database.run(
        sql.insertInto('event_subscriptions').values({
          id,
          service_name: subscription.name,
          event_type: subscription.pattern,
          endpoint_url: null,
          active: 1,
          created_at: now,
          cursor_seq: startAt === 'beginning' ? 0 : head.seq,
          status: 'running',
          inflight_from: null,
          inflight_to: null,
          crash_count: 0,
          heartbeat_at: null,
          log_through: null,
          ...settings,
        }),
      )
      return id
    })
  }
}

/** An ordinary function can answer a promise too; its work would go on after the commit, unseen. */
function refusePromises(name: string, handler: DatabaseHandler): Subscription['run'] {
  return {
    kind: 'database',
    handler: (event, tx) => {
      const answer: unknown = handler(event, tx)
      if (!(answer instanceof Promise)) return
      answer.catch(() => {})
      throw new Error(`Subscription ${name} answered a promise; nothing can wait for it.`)
    },
  }
}
