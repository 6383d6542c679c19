import type { Instant } from '../../shared/time.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { askToStore, pack } from './ask-endpoint.ts'
import { buildBatch, type Batch, type BatchLimits } from './build-batch.ts'
import { decideAnswer, type Answer, type NextStep } from './decide-answer.ts'
import { readBehind } from './sync-link.ts'

/** What is pushed, and to where. Plain data: it also goes to another thread. */
export interface PushTask {
  readonly endpointUrl: string
  readonly token: string
  readonly from: { readonly deviceId: string; readonly epoch: string; readonly now: Instant }
  /** The events behind this one, as many as the limits allow. */
  readonly after: number
  readonly limits: BatchLimits
  readonly timeoutMs: number
}

/** What came of it. */
export interface Pushed {
  /** How many events were sent. */
  readonly count: number
  /** Null when none came. */
  readonly answer: Answer | null
  readonly next: NextStep | null
}

/** A batch that is ready to be sent. */
export interface Packed {
  readonly batch: Batch
  readonly body: Buffer
}

/** Reads and packs what a task pushes; null when nothing is behind its event. */
export async function packBatch(database: StudioDatabase, task: PushTask): Promise<Packed | null> {
  const rows = readBehind(database, task.after, task.limits.maxEvents)
  if (rows.length === 0) return null
  const batch = buildBatch(rows, task.from, task.limits)
  return { batch, body: await pack(batch) }
}

/** Sends a batch, and says what the answer means. */
export async function sendBatch(
  packed: Packed,
  task: PushTask,
  signal: AbortSignal,
): Promise<Pushed> {
  const { batch } = packed
  const ask = { timeoutMs: task.timeoutMs, signal }
  const answer = await askToStore(task.endpointUrl, task.token, task.from, packed, ask)
  return { count: batch.hashes.size, answer, next: answer && decideAnswer(answer, batch) }
}

/**
 * Reads a batch, sends it, and says what the answer means. Only reads the studio's file: moving the
 * checkpoint is the relay's.
 */
export async function pushBatch(
  database: StudioDatabase,
  task: PushTask,
  signal: AbortSignal,
): Promise<Pushed> {
  const packed = await packBatch(database, task)
  if (!packed) throw new Error(`Nothing is behind event ${task.after}.`)
  return sendBatch(packed, task, signal)
}
