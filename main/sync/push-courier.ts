import { Worker } from 'node:worker_threads'
import type { StudioDatabase } from '../db/studio-database.ts'
import { pushBatch, type Pushed, type PushTask } from './push-batch.ts'

/** From so many waiting events on, starting a thread costs the desk less than packing them here. */
const worthAThread = 50
const nothing: Pushed = { count: 0, answer: null, next: null }

/**
 * Carries batches to the endpoint. What a booking left is sent right here; what a week without a
 * network left goes through a thread of its own, so that the desk does not wait while it is read and
 * packed. The thread lasts as long as the catch-up.
 */
export class PushCourier {
  readonly #database: StudioDatabase
  readonly #workerFile: URL
  readonly #abandon = new AbortController()
  #worker: Worker | null = null
  #waiting: PromiseWithResolvers<Pushed> | null = null

  /** @param workerFile the module of the worker thread. */
  constructor(database: StudioDatabase, workerFile: URL) {
    this.#database = database
    this.#workerFile = workerFile
  }

  /**
   * Pushes one batch; one at a time.
   *
   * @param waiting how many events there are to push in all
   */
  async push(task: PushTask, waiting: number): Promise<Pushed> {
    if (waiting < worthAThread && !this.#worker) {
      return pushBatch(this.#database, task, this.#abandon.signal)
    }
    this.#worker ??= this.#start()
    this.#waiting = Promise.withResolvers()
    this.#worker.postMessage(task)
    return this.#waiting.promise
  }

  /** Nothing more to carry for now. */
  rest(): void {
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
  }

  /** Gives up what is on its way. */
  close(): void {
    this.#abandon.abort()
    this.#waiting?.resolve(nothing)
    this.rest()
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { workerData: { file: this.#database.file } })
    worker.on('message', (pushed: Pushed) => this.#waiting?.resolve(pushed))
    const end = (error: Error) => {
      if (this.#worker !== worker) return
      this.#worker = null
      this.#waiting?.reject(error)
    }
    worker.on('error', end)
    worker.on('exit', () => end(new Error('The thread that pushes ended without an answer.')))
    return worker
  }
}
