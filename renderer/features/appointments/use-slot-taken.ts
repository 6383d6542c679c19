import { useCallback } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { ask } from '../../app/api.ts'
import { useToasts } from '../../ui/toast.tsx'
import { needsOf, suggestSlots } from './preview-conflicts.ts'
import type { SlotDraft } from './slot-draft.ts'
import { slotOf, type Prefill } from './use-desk.ts'

/** A booking that is to be opened on the day's screen, filled in. */
export interface BookingRequest {
  readonly draft: SlotDraft
  readonly prefill: Prefill
}

/** Why a session cannot go back to where it stood. */
const taken: ReadonlySet<string> = new Set([
  'trainer_busy',
  'room_busy',
  'buffer_needed',
  'studio_closed',
  'trainer_away',
])

/**
 * When a cancellation cannot be taken back because its time is taken: says so, and offers the
 * nearest free time as a booking. Answers false for every other refusal.
 *
 * @param onBook opens the booking form
 */
export function useSlotTaken(
  onBook: (request: BookingRequest) => void,
): (undo: Undo, failure: Failure) => Promise<boolean> {
  const toasts = useToasts()
  return useCallback(
    async ({ command, input }, failure) => {
      if (command !== 'appointments.reinstate' || !taken.has(failure.code)) return false
      const { appointmentId } = input as { readonly appointmentId: string }
      const nearest = await findNearest(appointmentId).catch(() => null)
      const { undo } = words
      const where = nearest
        ? undo.nearest(nearest.request.draft.time, nearest.trainer)
        : undo.nothingFree
      toasts.show({
        tone: 'danger',
        title: undo.slotTaken,
        body: `${failure.message} ${where}`,
        ...(nearest && {
          action: {
            label: undo.bookThere(nearest.request.draft.time),
            onPress: () => onBook(nearest.request),
          },
        }),
      })
      return true
    },
    [onBook, toasts],
  )
}

/** The nearest free slot of the same length that day, of the same trainer if there is one. */
async function findNearest(
  appointmentId: string,
): Promise<{ request: BookingRequest; trainer: string } | null> {
  const cancelled = await ask('appointments.get', { appointmentId })
  const draft = slotOf(cancelled, cancelled.timeZone)
  const [day, catalog] = await Promise.all([
    ask('appointments.day', { date: draft.date }),
    ask('catalog.list', {}),
  ])
  const { client, serviceId } = cancelled
  if (!client) return null
  const [nearest] = suggestSlots({
    day,
    draft,
    clientId: client.id,
    ignoreId: null,
    needs: needsOf(catalog, serviceId),
  })
  if (!nearest) return null
  const trainer = day.trainers.find(({ id }) => id === nearest.trainerId)?.name ?? ''
  return { request: { draft: nearest, prefill: { client, serviceId } }, trainer }
}
