import type { FitFlowEvent } from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import type { Refused, Result } from '../../shared/result.ts'
import { instantFrom, type Instant } from '../../shared/time.ts'
import type { Topic } from '../../shared/topics.ts'
import type { StudioDatabase } from './studio-database.ts'

/** Who does something and by which request. Decided in main, never taken from a payload. */
export interface WorkContext {
  /** The signed-in staff member's id; null before sign-in and for the application itself. */
  readonly actorId: string | null
  readonly commandId: string | null
  /** Ties together everything one request caused. */
  readonly correlationId: string
}

/** One open transaction: what a service writes through. */
export interface Tx extends WorkContext {
  readonly database: StudioDatabase
  /** The moment of this transaction: the same for everything in it. */
  readonly now: Instant
  /** The facts it has published so far, in their order, without what only restores: its cost. */
  readonly published: FitFlowEvent[]
  /** Tells the windows, after the commit, that something under this topic changed. */
  touch(...topics: readonly Topic[]): void
  /** Runs `work` once the transaction is on the disk; never when it was rolled back. */
  afterCommit(work: () => void): void
  /** Commits even if the work ends in a refusal: a wrong PIN must be counted. */
  commitRefusal(): void
}

/** Milliseconds since 1970: `Date.now`, or a test's clock. */
export type Clock = () => number

/**
 * The only way to write. `BEGIN IMMEDIATE` first, so that a decision reads what it will write on;
 * one connection and synchronous work, so that nothing can come between.
 */
export class UnitOfWork {
  readonly database: StudioDatabase
  readonly #clock: Clock
  readonly #onLateError: (error: unknown) => void
  readonly #listeners = new Set<(topics: readonly Topic[]) => void>()
  readonly #lasts: ((tx: Tx) => void)[] = []
  #current: Tx | null = null

  /** @param onLateError told about what failed after a commit, which no rollback can answer. */
  constructor(
    database: StudioDatabase,
    clock: Clock = Date.now,
    onLateError: (error: unknown) => void = () => {},
  ) {
    this.database = database
    this.#clock = clock
    this.#onLateError = onLateError
  }

  /** The transaction that is open now, if any. */
  get current(): Tx | null {
    return this.#current
  }

  /** The moment it is, by the unit of work's clock. */
  now(): Instant {
    return instantFrom(this.#clock())
  }

  /** Calls `listener` after each commit with the topics it touched. */
  onCommit(listener: (topics: readonly Topic[]) => void): void {
    this.#listeners.add(listener)
  }

  /** Runs `last` in each transaction, behind everything that is written in it. */
  beforeCommit(last: (tx: Tx) => void): void {
    this.#lasts.push(last)
  }

  /** Tells the windows that something changed which is not in the database, such as progress. */
  announce(...topics: readonly Topic[]): void {
    for (const listener of this.#listeners) this.#runLate(() => listener(topics))
  }

  /**
   * Runs `work` in one transaction and commits what it wrote.
   * A thrown error or a refusal rolls everything back; the error goes on to the caller.
   *
   * @throws StudioUnusable instead of an answer when the file is not there to keep it.
   */
  run<T>(context: WorkContext, work: (tx: Tx) => T): T {
    if (this.#current) throw new Error('A unit of work is already open; pass its tx on instead.')
    const touched = new Set<Topic>()
    const afterCommit: (() => void)[] = []
    let refusalCommits = false
    const tx: Tx = {
      ...context,
      database: this.database,
      now: this.now(),
      published: [],
      touch: (...topics) => {
        for (const topic of topics) touched.add(topic)
      },
      afterCommit: (then) => {
        afterCommit.push(then)
      },
      commitRefusal: () => {
        refusalCommits = true
      },
    }
    this.database.requireOwnFile()
    // Prepared, because they frame every command.
    this.database.prepare('BEGIN IMMEDIATE').run()
    this.#current = tx
    let value: T
    let committed = false
    try {
      value = work(tx)
      if (refusalCommits || !isRefused(value)) {
        for (const last of this.#lasts) last(tx)
        this.database.prepare('COMMIT').run()
        committed = true
      }
    } finally {
      // A full disk may already have rolled back: look before rolling back again.
      if (!committed && this.database.inTransaction) this.database.exec('ROLLBACK')
      this.#current = null
    }
    if (committed) {
      // It may have been taken away meanwhile: then this is nowhere, and nobody is told otherwise.
      this.database.requireOwnFile()
      for (const work of afterCommit) this.#runLate(work)
      for (const listener of this.#listeners) this.#runLate(() => listener([...touched]))
    }
    return value
  }

  /** The work is on the disk: a window that cannot be told must not make it look undone. */
  #runLate(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#onLateError(error)
    }
  }

  /**
   * Runs a part of the open transaction for somebody else or another request, for example a
   * handler on behalf of the request that caused its event; or, with `now`, as of a past moment,
   * for writing a history that has already happened.
   */
  within<T>(context: Partial<WorkContext & Pick<Tx, 'now'>>, work: (tx: Tx) => T): T {
    const outer = this.#current
    if (!outer) throw new Error('No unit of work is open.')
    const inner = { ...outer, ...context }
    this.#current = inner
    try {
      return work(inner)
    } finally {
      this.#current = outer
    }
  }
}

function isRefused(value: unknown): value is Refused {
  return (value as Partial<Result<unknown>> | null)?.ok === false
}

/** The context of work that no request asked for. */
export function onItsOwn(): WorkContext {
  return { actorId: null, commandId: null, correlationId: newId() }
}
