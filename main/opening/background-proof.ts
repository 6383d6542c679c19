import { Worker } from 'node:worker_threads'
import { words } from '../../shared/words/index.ts'
import type { Migration } from '../db/migrate.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import type { LogMessage, LogTask } from '../events/log-task.ts'
import type { Damage } from '../events/prove-studio.ts'
import type { Condition } from '../features/studio/index.ts'

/**
 * The whole proof of the file, in a thread of its own, right after the first screen: what the quick
 * proof at start had no time for. What it finds locks the studio, but for a missing archive: nothing
 * that is booked stands in one.
 */
export class BackgroundProof {
  readonly #database: StudioDatabase
  readonly #condition: Condition
  readonly #migrations: readonly Migration[]
  readonly #workerFile: URL
  #worker: Worker | null = null

  /** @param workerFile the module of the worker thread. */
  constructor(
    database: StudioDatabase,
    condition: Condition,
    migrations: readonly Migration[],
    workerFile: URL,
  ) {
    this.#database = database
    this.#condition = condition
    this.#migrations = migrations
    this.#workerFile = workerFile
  }

  /** Resolves with what was found; null: nothing, or it was ended before. */
  async run(): Promise<Damage | null> {
    const damage = await this.#ask()
    if (damage?.part === 'archive') {
      this.#condition.note('archive_missing', words.opening.archiveMissing(damage.detail))
    } else if (damage) {
      this.#database.failDamaged(damage.detail)
    }
    return damage
  }

  close(): void {
    void this.#worker?.terminate()
    this.#worker = null
  }

  #ask(): Promise<Damage | null> {
    return new Promise((resolve, reject) => {
      const { file } = this.#database
      const task: LogTask = { kind: 'prove', file, migrations: this.#migrations }
      const worker = new Worker(this.#workerFile, { workerData: task })
      worker.unref()
      this.#worker = worker
      worker.on('message', (message: LogMessage) => {
        if (message.kind === 'proved') resolve(message.damage)
      })
      worker.on('error', reject)
      worker.on('exit', () => resolve(null))
    })
  }
}
