/**
 * The worker thread of a long catch-up: it reads batch after batch from the studio's file, packs and
 * sends each, and says what the endpoint's answer means.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { StudioDatabase } from './db/studio-database.ts'
import { pushBatch, type PushTask } from './sync/push-batch.ts'

const database = StudioDatabase.openForReading((workerData as { file: string }).file)
// Whoever started this thread ends it, whatever it is waiting for.
const { signal } = new AbortController()

parentPort?.on('message', (task: PushTask) => {
  pushBatch(database, task, signal).then(
    (pushed) => parentPort?.postMessage(pushed),
    // Nobody can go on without it: the thread ends, and whoever waits hears why.
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
})
