import { mkdtempSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { LogJob } from '../../shared/event-monitor.ts'
import { topics } from '../../shared/topics.ts'
import { messageOf } from '../../shared/thrown.ts'
import { isRemovedSoon } from '../db/held-files.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { markedAbove } from './handled-marks.ts'
import type { LogMessage, LogTask } from './log-task.ts'
import type { EventBus } from './event-bus.ts'
import type { Projection } from './projection.ts'
import { pruneLog } from './prune-log.ts'
import { reconcileTables } from './reconcile-tables.ts'
import type { Subscriptions } from './subscriptions.ts'
import type { Verification } from './verify-log.ts'

/** How many events may have come meanwhile before the last, paused catch-up begins. */
const nearlyThere = 2_000

/**
 * Long walks along the log, one at a time: checking every hash and making a projection again, in a
 * worker thread, and archiving in small steps. The desk goes on meanwhile.
 *
 * A projection is rebuilt from an empty model in a file of its own. When that has caught up, its
 * subscription is paused for a moment, the last events are added, and the live tables are made
 * equal to the rebuilt ones in small steps; then the subscription goes on where it stood.
 */
export class LogJobs {
  readonly #work: UnitOfWork
  readonly #subscriptions: Subscriptions
  readonly #workerFile: URL
  #job: LogJob | null = null
  #worker: Worker | null = null
  #cancelled = false

  /** @param workerFile the module of the worker thread. */
  constructor(work: UnitOfWork, subscriptions: Subscriptions, workerFile: URL) {
    this.#work = work
    this.#subscriptions = subscriptions
    this.#workerFile = workerFile
  }

  /** The walk that is going on, or the last one of this run. */
  get job(): LogJob | null {
    return this.#job
  }

  /** Recomputes every hash. Never throws for a bad log: the outcome says what is wrong. */
  async verify(): Promise<Verification | null> {
    let result: Verification | null = null
    await this.#run({ kind: 'verify', projection: null }, async () => {
      const message = await this.#ask({ kind: 'verify', file: this.#work.database.file })
      if (message.kind !== 'verified') throw new Error('The worker answered something else.')
      result = message.result
      return { kind: 'verified', ...message.result }
    })
    return result
  }

  /** Makes a projection again from the whole log. */
  async rebuild(projection: Projection): Promise<void> {
    await this.#run({ kind: 'rebuild', projection: projection.name }, () =>
      this.#rebuild(projection),
    )
  }

  /** Moves the events up to `through` into archives. */
  async archive(bus: EventBus, through: number): Promise<void> {
    await this.#run({ kind: 'archive', projection: null }, async () => {
      const throughSeq = await pruneLog(this.#work, bus, through, {
        onProgress: (done, total) => this.#update({ done, total }),
        isCancelled: () => this.#cancelled,
      })
      return { kind: 'archived', throughSeq }
    })
  }

  /** Ends the walk. A model that was being rebuilt stays as it was or partly mended. */
  async cancel(): Promise<void> {
    this.#cancelled = true
    await this.#worker?.terminate()
  }

  async #rebuild(projection: Projection): Promise<NonNullable<LogJob['outcome']>> {
    const { name } = projection
    const { file } = this.#work.database
    const folder = mkdtempSync(join(dirname(file), 'rebuild-'))
    const target = join(folder, 'model.db')
    const { id } = this.#subscriptions.byName(name)
    const cursor = () => this.#subscriptions.row(id).cursor_seq
    let events = 0
    let reached = 0
    let rows = 0
    // Never past the checkpoint: what is behind it the handler itself will add.
    const catchUp = async (also: readonly number[] = []) => {
      const task = { kind: 'replay', file, projection: name, target, also } as const
      const round = await this.#ask({ ...task, after: reached, through: cursor() })
      if (round.kind !== 'replayed') throw new Error('The worker answered something else.')
      events += round.events
      reached = round.through
      rows = round.rows
    }
    try {
      // Each round is shorter than the one before; the desk writes slower than a replay reads.
      do await catchUp()
      while (cursor() - reached > nearlyThere)
      return await this.#subscriptions.whileHeld(name, async () => {
        const also = markedAbove(this.#work.database, id)
        if (cursor() > reached || also.length > 0) await catchUp(also)
        this.#update({ phase: 'writing', done: 0, total: 1 })
        const changedRows = await reconcileTables(this.#work, projection.tables, target, {
          rows,
          onProgress: (done, total) => this.#update({ done, total }),
          isCancelled: () => this.#cancelled,
        })
        return { kind: 'rebuilt', events, changedRows }
      })
    } finally {
      // Not at once: giving back the blocks of a big file takes its time.
      // What another program holds is taken away at the next start.
      await isRemovedSoon(folder)
    }
  }

  async #run(
    what: Pick<LogJob, 'kind' | 'projection'>,
    work: () => Promise<NonNullable<LogJob['outcome']>>,
  ): Promise<void> {
    if (this.#job?.state === 'running') throw new Error('A walk along the log is going on.')
    this.#cancelled = false
    this.#job = {
      ...what,
      phase: 'reading',
      state: 'running',
      done: 0,
      total: this.#headSeq(),
      startedAt: this.#work.now(),
      outcome: null,
      problem: null,
    }
    this.#work.announce(topics.logJob)
    try {
      const outcome = await work()
      this.#update(this.#cancelled ? { state: 'cancelled' } : { state: 'done', outcome })
    } catch (error) {
      if (this.#cancelled) this.#update({ state: 'cancelled' })
      else {
        this.#update({
          state: 'failed',
          problem: messageOf(error),
        })
      }
    }
  }

  #ask(task: LogTask): Promise<LogMessage> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#workerFile, { workerData: task })
      this.#worker = worker
      worker.on('message', (message: LogMessage) => {
        if (message.kind === 'progress') {
          this.#update({ done: message.done, total: message.total })
        } else resolve(message)
      })
      worker.on('error', reject)
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = null
        reject(new Error('The worker ended without an answer.'))
      })
    })
  }

  #update(change: Partial<LogJob>): void {
    if (!this.#job) return
    this.#job = { ...this.#job, ...change }
    this.#work.announce(topics.logJob)
  }

  #headSeq(): number {
    const head = this.#work.database.prepare('SELECT seq FROM event_log_head').get()
    return (head as { seq: number }).seq
  }
}
