import { existsSync, statSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BackupJob, BackupProblem } from '../../../shared/backups.ts'
import { newId } from '../../../shared/ids.ts'
import { topics } from '../../../shared/topics.ts'
import { isHeld, moveFile, removeFile } from '../../db/held-files.ts'
import { beginFile, dropFile } from '../../db/unfinished-files.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { CopyMessage, CopyTask } from './copy-studio.ts'
import { nameProblem } from './name-problem.ts'

type Last = Extract<CopyMessage, { kind: 'copied' | 'not_equal' | 'damaged' | 'failed' }>

const idle = { done: 0, total: 0, problem: null, detail: null, isLeft: false } as const

/**
 * Makes a backup, one at a time, in a worker thread.
 *
 * The copy is written beside the chosen file as `….part` and takes its name only when it has been
 * checked: so the file is the old one, none, or a whole new one, and never a half.
 */
export class BackupMaker {
  readonly #work: UnitOfWork
  readonly #bus: EventBus
  readonly #workerFile: URL
  #job: BackupJob | null = null
  #worker: Worker | null = null
  #part: string | null = null
  #making: Promise<void> = Promise.resolve()
  #isCancelled = false

  /** @param workerFile the module of the worker thread. */
  constructor(work: UnitOfWork, bus: EventBus, workerFile: URL) {
    this.#work = work
    this.#bus = bus
    this.#workerFile = workerFile
  }

  /** The one that is being made, or the last one of this run. */
  get job(): BackupJob | null {
    return this.#job
  }

  get isRunning(): boolean {
    const state = this.#job?.state
    return state === 'choosing' || state === 'copying' || state === 'checking'
  }

  /**
   * Asks for a place and makes a backup there. Never throws; what went wrong is in `job`.
   *
   * @param choose answers null when the person changed their mind.
   */
  async make(choose: () => Promise<string | null>, actorId: string): Promise<void> {
    this.#isCancelled = false
    this.#set({ ...idle, state: 'choosing', file: null })
    this.#making = this.#tryToMake(choose, actorId).then(async (outcome) => {
      const isLeft = !(await this.#clear())
      // One that has its name already is made, also when somebody gives up in that moment.
      const isGivenUp = this.#isCancelled && outcome.state === 'failed'
      this.#set({ ...(isGivenUp ? { state: 'cancelled' } : outcome), isLeft })
    })
    await this.#making
  }

  async #tryToMake(
    choose: () => Promise<string | null>,
    actorId: string,
  ): Promise<Partial<BackupJob> & { readonly state: BackupJob['state'] }> {
    const failed = (problem: BackupProblem, detail: string | null) =>
      ({ state: 'failed', problem, detail }) as const
    try {
      const file = await choose()
      if (file === null) return { state: 'dismissed' }
      if (this.#isCancelled) return { state: 'cancelled' }
      this.#set({ state: 'choosing', file })
      if (this.#isOwn(file)) return failed('own_file', null)
      this.#part = `${file}.part`
      await removeFile(this.#part)
      this.#set({ state: 'copying', total: this.#studioBytes() })
      beginFile(this.#work, this.#part)
      const copied = await this.#copy({ source: this.#work.database.file, target: this.#part })
      if (copied.kind === 'not_equal') return failed('not_equal', copied.detail)
      if (copied.kind === 'damaged') {
        this.#work.database.failDamaged(copied.detail)
        return failed('damaged', copied.detail)
      }
      if (copied.kind === 'failed') {
        return failed(this.#problemOf(file, copied.code), copied.detail)
      }
      const name = await this.#giveName(this.#part, file)
      this.#record(name, copied, actorId)
      return { state: 'saved', file: name, done: copied.bytes, total: copied.bytes }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? null
      return failed(isHeld(error) ? 'held' : nameProblem(code), (error as Error).message)
    }
  }

  /** Ends the copying; what was written of it goes away. */
  cancel(): void {
    this.#isCancelled = true
    void this.#worker?.terminate()
  }

  /** Ends it before FitFlow is closed, and resolves once nothing of it is left, or nothing can be done. */
  async end(): Promise<void> {
    this.cancel()
    await this.#making
  }

  /** A backup that is proved is not thrown away because a file of its name is open somewhere. */
  async #giveName(part: string, file: string): Promise<string> {
    try {
      await moveFile(part, file)
      return file
    } catch (error) {
      if (!isHeld(error)) throw error
      const { dir, name, ext } = parse(file)
      let free = file
      for (let count = 2; existsSync(free); count += 1) free = join(dir, `${name} (${count})${ext}`)
      await moveFile(part, free)
      return free
    }
  }

  #copy(task: CopyTask): Promise<Last> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#workerFile, { workerData: task })
      this.#worker = worker
      worker.on('message', (message: CopyMessage) => {
        if (message.kind === 'copying') {
          this.#set({ done: message.done, total: message.total })
        } else if (message.kind === 'checking') {
          this.#set({ state: 'checking', done: this.#job!.total })
        } else resolve(message)
      })
      worker.on('error', reject)
      worker.on('exit', () => {
        this.#worker = null
        reject(new Error('The copying ended without an answer.'))
      })
    })
  }

  #record(file: string, { bytes, headSeq }: Extract<Last, { kind: 'copied' }>, actorId: string) {
    const id = newId()
    this.#work.run({ actorId, commandId: null, correlationId: newId() }, (tx) => {
      tx.database.insert('backups', { id, file, bytes, made_at: tx.now, made_by: actorId })
      this.#bus.publish('backup.made', { backupId: id, bytes, headSeq })
      tx.touch(topics.backups)
    })
  }

  /** Better-sqlite3 says nothing but a sentence about a folder that is not there. */
  #problemOf(file: string, code: string | null): BackupProblem {
    return code === null && !existsSync(dirname(file)) ? 'not_writable' : nameProblem(code)
  }

  /** Whether a file is the studio's own under whatever name, or one that SQLite keeps beside it. */
  #isOwn(file: string): boolean {
    return ['', '-wal', '-shm', '-journal'].some((end) => {
      const own = statSync(this.#work.database.file + end, { throwIfNoEntry: false })
      const chosen = statSync(file, { throwIfNoEntry: false })
      return own && chosen ? own.dev === chosen.dev && own.ino === chosen.ino : false
    })
  }

  #studioBytes(): number {
    return statSync(this.#work.database.file).size
  }

  /**
   * Takes away what a copy that did not become one has left, once nobody holds it.
   *
   * @returns false when it lies there still: it is tried again at the next start.
   */
  async #clear(): Promise<boolean> {
    const part = this.#part
    this.#part = null
    return part === null || (await dropFile(this.#work, part))
  }

  #set(change: Partial<BackupJob> & { readonly state?: BackupJob['state'] }): void {
    this.#job = { ...(this.#job ?? { ...idle, state: 'choosing', file: null }), ...change }
    this.#work.announce(topics.backups)
  }
}
