import type { Instant } from '../../shared/time.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { askToStore } from './ask-endpoint.ts'
import { buildBatch, type BatchLimits } from './build-batch.ts'
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
  readonly proxy: string | null
}

/** What came of it. */
export interface Pushed {
  /** How many events were sent. */
  readonly count: number
  /** Null when none came. */
  readonly answer: Answer | null
  readonly next: NextStep | null
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
  const { from, limits } = task
  const rows = readBehind(database, task.after, limits.maxEvents)
  const batch = buildBatch(rows, from, limits)
  const ask = { timeoutMs: task.timeoutMs, proxy: task.proxy, signal }
  const answer = await askToStore(task.endpointUrl, task.token, from, batch, ask)
  return { count: batch.hashes.size, answer, next: answer && decideAnswer(answer, batch) }
}
