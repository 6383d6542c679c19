import type { DayView } from '../../../shared/appointments.ts'
import type { Catalog } from '../../../shared/catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { stretchOf } from './day-geometry.ts'
import type { Ghost } from './ghost-block.tsx'
import { needsOf, previewConflicts } from './preview-conflicts.ts'
import { isSameSlot, localEndOf, spanOf, type SlotDraft } from './slot-draft.ts'
import type { Move } from './use-desk.ts'

/**
 * The slot being chosen as the day draws it; null when it is on another day, at a time that does
 * not exist, or where the session already is.
 */
export function ghostOf(
  day: DayView,
  draft: SlotDraft | null,
  move: Move | null,
  catalog?: Catalog,
): Ghost | null {
  if (!draft || draft.date !== day.date) return null
  if (move && isSameSlot(draft, move.from)) return null
  const span = spanOf(draft, day.timeZone)
  const stretch = span && stretchOf(day, span)
  if (!stretch) return null
  const conflicts = previewConflicts({
    day,
    draft,
    clientId: move?.card.clientId ?? null,
    ignoreId: move?.card.id ?? null,
    needs: move ? needsOf(catalog, move.card.serviceId, move.card) : undefined,
  })
  return {
    trainerId: draft.trainerId,
    stretch,
    title: move?.card.clientName ?? words.booking.newTitle,
    time: `${draft.time} – ${localEndOf(draft, day.timeZone)?.slice(11) ?? ''}`,
    isRefused: conflicts.length > 0,
  }
}
