import type { ActivityEntry } from '../../../shared/activity.ts'
import type { EventDetail } from '../../../shared/event-monitor.ts'

/** An event with what followed from it. */
export interface CauseNode {
  readonly entry: ActivityEntry
  readonly effects: readonly CauseNode[]
}

/**
 * What a request did, by cause: events that no other event of the request caused are the roots.
 * Order is the log's. A cause that is not in the list (archived, say) makes a root of its effect.
 *
 * @example
 * causeTree(detail.related)[0].effects // what the first event caused
 */
export function causeTree(related: EventDetail['related']): readonly CauseNode[] {
  const ids = new Set(related.map(({ entry }) => entry.id))
  const effectsOf = (cause: string | null): readonly CauseNode[] =>
    related
      .filter(({ causationId }) => (ids.has(causationId ?? '') ? causationId : null) === cause)
      .map(({ entry }) => ({ entry, effects: effectsOf(entry.id) }))
  return effectsOf(null)
}

/** How many events followed from one, over all steps. */
export function countFollowed(nodes: readonly CauseNode[], eventId: string): number {
  for (const node of nodes) {
    if (node.entry.id === eventId) return size(node.effects)
    const found = countFollowed(node.effects, eventId)
    if (found > 0) return found
  }
  return 0
}

function size(nodes: readonly CauseNode[]): number {
  return nodes.reduce((sum, { effects }) => sum + 1 + size(effects), 0)
}
