import {
  pushAnswerSchema,
  refusalSchema,
  type ChainPoint,
  type Rejection,
  type SyncRefusalCode,
} from '../../shared/sync-protocol.ts'
import { randomDelay } from './backoff.ts'
import type { Batch } from './batch.ts'

/** What came back for a push. */
export type PushOutcome =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** The body, if it was JSON. */
      readonly body: unknown
      /** Of the `Retry-After` header, in milliseconds. */
      readonly retryAfterMs: number | null
    }
  /** No answer: no network, a time-out, a connection that broke. Whether it arrived is not known. */
  | { readonly kind: 'silence' }

/** What the relay knows besides the answer. */
export interface PushSituation {
  readonly batch: Pick<Batch, 'first' | 'last' | 'hashes'>
  /** The data of the one event was left out already. */
  readonly withheld: boolean
  /** Pushes that failed since the last one that went well. */
  readonly failures: number
  /** The token was refreshed since the last push that went well. */
  readonly refreshed: boolean
}

/** Why the relay stops until somebody does something. */
type StopReason = Extract<
  SyncRefusalCode,
  'device_revoked' | 'tenant_closed' | 'upgrade_needed' | 'source_mismatch' | 'tenant_mismatch'
>

/**
 * What the relay does next:
 *
 * - `advance`: the cursor moves to `to`; tombstones are noted
 * - `rewind`:  the cursor moves back, the next push begins at `from`
 * - `halve`:   the same again with half as many events
 * - `withhold`: the same single event again without its data
 * - `refresh`: new tokens, then the same again
 * - `wait`:    the same again after `ms`
 * - `pause`:   nobody lets us in: pair again
 * - `fork`:    the log was copied; stop, new epoch, tell the manager
 * - `stop`:    until somebody does something about `reason`
 * - `broken`:  the other side does not keep to the protocol: wait, and say so
 */
export type NextStep =
  | { readonly kind: 'advance'; readonly to: ChainPoint; readonly rejected: readonly Rejection[] }
  | { readonly kind: 'rewind'; readonly from: number }
  | { readonly kind: 'halve' }
  | { readonly kind: 'withhold' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'fork'; readonly seq: number }
  | { readonly kind: 'stop'; readonly reason: StopReason }
  | { readonly kind: 'broken'; readonly status: number; readonly ms: number }

/** Decides what to do with what came back. Pure: `random` is between 0 and 1. */
export function decideNext(
  outcome: PushOutcome,
  situation: PushSituation,
  random: number,
): NextStep {
  const ms = randomDelay(situation.failures, random)
  if (outcome.kind === 'silence') return { kind: 'wait', ms }
  const { status } = outcome
  const broken = { kind: 'broken', status, ms } as const
  if (status === 200) return accepted(outcome.body, situation) ?? broken
  const refusal = refusalSchema.safeParse(outcome.body).data
  switch (status) {
    case 401:
      return situation.refreshed ? { kind: 'pause' } : { kind: 'refresh' }
    case 403:
    case 410:
    case 426:
      return refusal && isStopReason(refusal.code) ? { kind: 'stop', reason: refusal.code } : broken
    case 409:
      if (refusal?.code === 'fork')
        return { kind: 'fork', seq: refusal.seq ?? situation.batch.first }
      if (refusal?.code === 'gap' && refusal.expected !== undefined) {
        // Where this very batch began: going back there again would never end.
        return refusal.expected === situation.batch.first
          ? broken
          : { kind: 'rewind', from: refusal.expected }
      }
      return broken
    case 413:
    case 422:
      return smaller(situation) ?? broken
    case 429:
    case 503:
      return { kind: 'wait', ms: Math.max(outcome.retryAfterMs ?? 0, ms) }
    default:
      return status >= 500 ? { kind: 'wait', ms } : broken
  }
}

/** The cursor moves only to an event of this batch whose hash is ours. */
function accepted(body: unknown, { batch }: PushSituation): NextStep | null {
  const answer = pushAnswerSchema.safeParse(body).data
  if (!answer) return null
  const { accepted_through: seq, head_hash: hash, rejected } = answer
  if (batch.hashes.get(seq) !== hash) return null
  return { kind: 'advance', to: { seq, hash }, rejected }
}

function smaller({ batch, withheld }: PushSituation): NextStep | null {
  if (batch.last > batch.first) return { kind: 'halve' }
  return withheld ? null : { kind: 'withhold' }
}

function isStopReason(code: SyncRefusalCode): code is StopReason {
  const reasons: readonly SyncRefusalCode[] = [
    'device_revoked',
    'tenant_closed',
    'upgrade_needed',
    'source_mismatch',
    'tenant_mismatch',
  ]
  return reasons.includes(code)
}
