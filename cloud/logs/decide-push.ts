import { formatSequence, type ChainPoint, type Rejection } from '../../shared/sync-protocol.ts'
import type { BatchItem } from './read-batch.ts'
import type { Rejected } from './read-event.ts'

/** What is stored of an epoch, as far as a batch touches it. */
export interface KnownLog {
  /** The event this epoch goes on from. */
  readonly base: ChainPoint
  readonly head: ChainPoint
  /** By sequence number, from the batch's base to its last event, base of the epoch included. */
  readonly hashes: ReadonlyMap<number, string>
  /** The tombstones among them. */
  readonly rejected: ReadonlyMap<number, Rejected>
}

/**
 * What a batch comes to:
 *
 * - `accepted`: `append` is new and follows the head; empty when everything was here before. The
 *   answer is worked out from the batch and what stands for it, so that it is the same every time.
 * - `gap`: nothing is known up to where the batch begins; the laptop sends from `expected` on.
 * - `fork`: another event is known in one place. Nothing of the batch is stored.
 */
export type PushDecision =
  | {
      readonly kind: 'accepted'
      readonly append: readonly BatchItem[]
      readonly through: ChainPoint
      readonly rejected: readonly Rejection[]
    }
  | { readonly kind: 'gap'; readonly expected: number }
  | {
      readonly kind: 'fork'
      readonly seq: number
      readonly known: string
      readonly claimed: string
    }

/** Decides what becomes of a batch. Pure; runs while nobody else can write to this log. */
export function decidePush(
  known: KnownLog,
  base: ChainPoint,
  items: readonly BatchItem[],
): PushDecision {
  const before = base.seq < known.base.seq
  if (before || base.seq > known.head.seq) return { kind: 'gap', expected: known.head.seq + 1 }
  for (const { seq, hash } of [base, ...items]) {
    const there = known.hashes.get(seq)
    if (there !== undefined && there !== hash) {
      return { kind: 'fork', seq, known: there, claimed: hash }
    }
  }
  const rejected = items.flatMap((item): Rejection[] => {
    // What was decided when it first came stands, even if this endpoint would now decide otherwise.
    const why = item.seq <= known.head.seq ? known.rejected.get(item.seq) : item.rejected
    return why ? [{ sequence: formatSequence(item.seq), ...why }] : []
  })
  const last = items.at(-1) ?? base
  return {
    kind: 'accepted',
    append: items.filter(({ seq }) => seq > known.head.seq),
    through: { seq: last.seq, hash: last.hash },
    rejected,
  }
}
