/**
 * The worker thread of a long catch-up: it reads batch after batch from the studio's file, packs and
 * sends each, and says what the endpoint's answer means. While the endpoint works on one, the next is
 * packed already.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { StudioDatabase } from './db/studio-database.ts'
import { packBatch, sendBatch, type Packed, type Pushed, type PushTask } from './sync/push-batch.ts'

const database = StudioDatabase.openForReading((workerData as { file: string }).file)
// Whoever started this thread ends it, whatever it is waiting for.
const { signal } = new AbortController()

let ahead: { readonly key: string; readonly packed: Promise<Packed | null> } | null = null

parentPort?.on('message', (task: PushTask) => {
  push(task).then(
    (pushed) => parentPort?.postMessage(pushed),
    // Nobody can go on without it: the thread ends, and whoever waits hears why.
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
})

async function push(task: PushTask): Promise<Pushed> {
  const wasAhead = ahead?.key === keyOf(task) ? await ahead.packed : null
  const packed = wasAhead ?? (await packBatch(database, task))
  if (!packed) throw new Error(`Nothing is behind event ${task.after}.`)
  const pushing = sendBatch(packed, task, signal)
  const next = { ...task, after: packed.batch.last.seq }
  // What it cannot read is read again when it is asked for, and said then.
  ahead = { key: keyOf(next), packed: packBatch(database, next).catch(() => null) }
  return pushing
}

/** What makes a batch what it is. */
function keyOf({ after, from, limits }: PushTask): string {
  const { deviceId, epoch } = from
  return JSON.stringify([after, deviceId, epoch, limits])
}
