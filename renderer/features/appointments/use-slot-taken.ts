import { useCallback } from 'react'
import type { InputOf, Undo } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { ask } from '../../app/api.ts'
import { useToasts } from '../../ui/toast.tsx'
import { needsOf, suggestSlots } from './preview-conflicts.ts'
import { localStartOf, type SlotDraft } from './slot-draft.ts'
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

/** A whole group session that is put somewhere else, with its seats and its line. */
export type GroupBack = InputOf<Contracts['groups.reinstate']>

/**
 * When a cancellation cannot be taken back because its time is taken: says so, and offers the
 * nearest free time: as a booking, or for a whole group to be put there. Answers false for every
 * other refusal.
 *
 * @param onBook opens the booking form
 * @param onPutThere puts the group into another slot
 */
export function useSlotTaken(
  onBook: (request: BookingRequest) => void,
  onPutThere: (input: GroupBack) => void,
): (undo: Undo, failure: Failure) => Promise<boolean> {
  const toasts = useToasts()
  return useCallback(
    async ({ command, input }, failure) => {
      const isGroup = command === 'groups.reinstate'
      if (!isGroup && command !== 'appointments.reinstate') return false
      if (!taken.has(failure.code)) return false
      const group = input as GroupBack
      const nearest = await findNearest(group.appointmentId).catch(() => null)
      const { undo } = words
      const where = nearest ? undo.nearest(nearest.slot.time, nearest.trainer) : undo.nothingFree
      const body = `${failure.message} ${where}`
      const action = nearest && (isGroup ? putThere(nearest.slot) : bookThere(nearest))
      toasts.show({ tone: 'danger', title: undo.slotTaken, body, ...(action && { action }) })
      return true

      function putThere(slot: SlotDraft) {
        const to = { trainerId: slot.trainerId, start: localStartOf(slot) }
        return { label: undo.putThere(slot.time), onPress: () => onPutThere({ ...group, to }) }
      }
      function bookThere({ slot: draft, prefill }: Nearest) {
        if (!prefill) return null
        return { label: undo.bookThere(draft.time), onPress: () => onBook({ draft, prefill }) }
      }
    },
    [onBook, onPutThere, toasts],
  )
}

interface Nearest {
  readonly slot: SlotDraft
  readonly trainer: string
  /** Null for a group, which has no client of its own. */
  readonly prefill: Prefill | null
}

/** The nearest free slot of the same length that day, of the same trainer if there is one. */
async function findNearest(appointmentId: string): Promise<Nearest | null> {
  const cancelled = await ask('appointments.get', { appointmentId })
  const draft = slotOf(cancelled, cancelled.timeZone)
  const [day, catalog] = await Promise.all([
    ask('appointments.day', { date: draft.date }),
    ask('catalog.list', {}),
  ])
  const { client, serviceId } = cancelled
  const [slot] = suggestSlots({
    day,
    draft,
    clientId: client?.id ?? null,
    ignoreId: null,
    needs: needsOf(catalog, serviceId),
  })
  if (!slot) return null
  const trainer = day.trainers.find(({ id }) => id === slot.trainerId)?.name ?? ''
  return { slot, prefill: client && { client, serviceId }, trainer }
}
