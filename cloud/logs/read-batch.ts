import { chainLinkSchema, type ChainPoint } from '../../shared/sync-protocol.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { readEvent, type EventContent, type Rejected } from './read-event.ts'

/** One place of the chain as a batch fills it: with an event, or with a tombstone. */
export interface BatchItem extends ChainPoint {
  readonly content: EventContent | null
  readonly rejected: Rejected | null
}

/** What a request says about itself, and what its token says about it. */
export interface BatchFrame {
  /** The event that the first item must follow. */
  readonly base: ChainPoint
  /** What every item's `source` must be. */
  readonly source: string
  /** What every item's metadata must name as its tenant. */
  readonly studioId: string
  readonly maxEventBytes: number
}

/**
 * Reads a batch as far as it is one chain. An event that is not right becomes a tombstone as long as
 * it can be placed; behind one that cannot, nothing is read.
 *
 * @returns items in order, at least one; or why the whole batch is refused.
 */
export function readBatch(items: readonly unknown[], frame: BatchFrame): BatchItem[] | Refusal {
  const read: BatchItem[] = []
  let previous = frame.base
  for (const item of items) {
    const link = chainLinkSchema.safeParse(item)
    if (!link.success) {
      if (read.length > 0) return read
      const [issue] = link.error.issues
      return refuse('unreadable', { detail: `${issue?.path.join('.')}: ${issue?.message}` })
    }
    // Before anything of it is believed: a wrong sender is refused, whatever else stands there.
    if (link.data.source !== frame.source) return refuse('source_mismatch')
    const seq = Number(link.data.sequence)
    if (seq !== previous.seq + 1) return read.length > 0 ? read : refuse('not_contiguous')
    const one = readEvent(item as object, frame.studioId, frame.maxEventBytes)
    if (one.kind === 'foreign') return refuse('tenant_mismatch')
    const { hash, prevhash } = link.data
    const broken: Rejected | null =
      prevhash === previous.hash
        ? null
        : { code: 'chain_broken', detail: 'it does not follow the event before it' }
    const rejected = broken ?? (one.kind === 'rejected' ? one.rejected : null)
    const content = rejected === null && one.kind === 'event' ? one.content : null
    previous = { seq, hash }
    read.push({ seq, hash, content, rejected })
  }
  return read.length > 0 ? read : refuse('unreadable', { detail: 'the batch is empty' })
}
