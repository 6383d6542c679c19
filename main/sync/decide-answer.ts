import type { SyncDelay, SyncStop } from '../../shared/sync.ts'
import {
  pushAnswerSchema,
  refusalSchema,
  type ChainPoint,
  type Rejection,
  type SyncRefusal,
} from '../../shared/sync-protocol.ts'
import type { Batch } from './build-batch.ts'

/** What came back. The body is whatever JSON it was; null when it was none. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  /** What `Retry-After` asked for; null when it did not. */
  readonly retryAfterMs: number | null
}

/**
 * What an answer to a push means:
 *
 * - `advance`: up to there it is on the endpoint's disk.
 * - `look`: what is there is not what we thought; ask how far it is. `expected` if it said so.
 * - `smaller`: half as many events; when it was one already, and the endpoint itself said so
 *   (`isTheirs`, no proxy), that one without its data.
 * - `refresh`: the token is not good any more, the refresh token may be.
 * - `wait`: try again later; at least `afterMs` later when it said so.
 * - `stop`: only the manager can say how to go on.
 */
export type NextStep =
  | {
      readonly kind: 'advance'
      readonly through: ChainPoint
      readonly rejected: readonly Rejection[]
    }
  | { readonly kind: 'look'; readonly expected: number | null }
  | { readonly kind: 'smaller'; readonly isTheirs: boolean }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'wait'; readonly reason: SyncDelay; readonly afterMs: number | null }
  | { readonly kind: 'stop'; readonly reason: SyncStop; readonly seq: number | null }

/**
 * Decides what to do with the answer to a push. Whatever a network or a proxy in between makes of an
 * answer, it is never taken for more than it proves: the log goes on only behind our own hash, and
 * only what the endpoint itself says stops for good.
 */
export function decideAnswer(answer: Answer, batch: Batch): NextStep {
  if (answer.status === 200) return decideAccepted(answer, batch)
  const refusal = refusalSchema.safeParse(answer.body).data
  switch (answer.status) {
    case 409:
      return decideConflict(refusal, answer)
    case 413:
    case 422:
      return { kind: 'smaller', isTheirs: refusal !== undefined }
    default:
      return decideRefused(answer)
  }
}

/** What a refusal means that does not depend on a batch. */
export function decideRefused({ status, body, retryAfterMs }: Answer): NextStep {
  const refusal = refusalSchema.safeParse(body).data
  const wait = (reason: SyncDelay): NextStep => ({ kind: 'wait', reason, afterMs: retryAfterMs })
  switch (status) {
    case 401:
      return { kind: 'refresh' }
    case 403:
    case 410:
      return refusal ? stopOf(refusal) : wait('server_error')
    case 404:
      return wait('not_found')
    case 426:
      return wait('upgrade_needed')
    case 429:
    case 503:
      return wait('busy')
    default:
      return wait(status >= 500 ? 'server_error' : 'odd_answer')
  }
}

function decideAccepted({ body }: Answer, batch: Batch): NextStep {
  const accepted = pushAnswerSchema.safeParse(body).data
  if (!accepted) return { kind: 'wait', reason: 'odd_answer', afterMs: null }
  const seq = accepted.accepted_through
  const ours = batch.hashes.get(seq)
  // An answer to some other request, handed to us by whatever stands in between.
  if (ours === undefined) return { kind: 'wait', reason: 'odd_answer', afterMs: null }
  if (ours !== accepted.head_hash) return { kind: 'stop', reason: 'fork', seq }
  return { kind: 'advance', through: { seq, hash: ours }, rejected: accepted.rejected }
}

function decideConflict(refusal: SyncRefusal | undefined, answer: Answer): NextStep {
  const code = refusal?.code
  if (code === 'fork') return { kind: 'stop', reason: 'fork', seq: refusal?.seq ?? null }
  if (code === 'gap') return { kind: 'look', expected: refusal?.expected ?? null }
  if (code === 'studio_mismatch') return { kind: 'stop', reason: 'wrong_studio', seq: null }
  return { kind: 'wait', reason: 'odd_answer', afterMs: answer.retryAfterMs }
}

function stopOf({ code }: SyncRefusal): NextStep {
  if (code === 'device_revoked' || code === 'tenant_closed') {
    return { kind: 'stop', reason: code, seq: null }
  }
  const isAnother = ['source_mismatch', 'tenant_mismatch', 'studio_mismatch'].includes(code)
  if (isAnother) return { kind: 'stop', reason: 'wrong_studio', seq: null }
  return { kind: 'wait', reason: 'odd_answer', afterMs: null }
}
