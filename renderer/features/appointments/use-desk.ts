import { useCallback, useMemo, useState } from 'react'
import type { AppointmentCard } from '../../../shared/appointments.ts'
import type { Client } from '../../../shared/clients.ts'
import type { Cursor } from './grid-moves.ts'
import { draftAt, type SlotDraft } from './slot-draft.ts'
import { minutesBetween } from '../../../shared/time.ts'

/** What is done about an appointment in its panel. */
export type Task = 'overview' | 'reschedule' | 'pay' | 'payment_source' | 'cancel' | 'no_show'

/** Who is to be booked, and for what if that is known, before the form is opened. */
export interface Prefill {
  readonly client: Client
  readonly serviceId: string | null
}

/** What stands beside the day. */
type Panel =
  | {
      readonly kind: 'booking'
      readonly key: number
      readonly prefill: Prefill | null
      /** How often its client was asked for anew: each time the field takes the focus. */
      readonly searches: number
    }
  | { readonly kind: 'appointment'; readonly id: string; readonly task: Task }

/** An appointment on its way to another slot. */
export interface Move {
  readonly card: AppointmentCard
  /** Where it is now. */
  readonly from: SlotDraft
  /** `grid`: under Alt and the arrows or the mouse. `panel`: the form in its panel. */
  readonly via: 'grid' | 'panel'
}

export interface DeskState {
  readonly cursor: Cursor | null
  readonly panel: Panel | null
  /** The slot being chosen, for a new booking or for `move`. */
  readonly draft: SlotDraft | null
  readonly move: Move | null
}

/** What can be done with the day and the panel beside it. */
export interface DeskActions {
  readonly setCursor: (cursor: Cursor) => void
  readonly setDraft: (draft: SlotDraft) => void
  /** Opens the booking form, or moves the slot of the one that is open and keeps what was typed. */
  readonly book: (draft: SlotDraft) => void
  /** Opens a booking form that is filled in already. */
  readonly bookFor: (draft: SlotDraft, prefill: Prefill) => void
  /** Goes to the client of the booking form that is open; the rest of it stays. */
  readonly findClient: () => void
  readonly open: (appointmentId: string, task?: Task) => void
  readonly startMove: (move: Move, draft: SlotDraft) => void
  readonly dropMove: () => void
  readonly close: () => void
}

const nothing: DeskState = { cursor: null, panel: null, draft: null, move: null }

/**
 * The state of the day's screen: where the keyboard is, which panel is open, and which slot is
 * being chosen. A form and a move never run at once: starting one ends the other.
 */
export function useDesk(): [DeskState, DeskActions] {
  const [state, setState] = useState(nothing)

  const patch = useCallback((change: (state: DeskState) => Partial<DeskState>) => {
    setState((current) => ({ ...current, ...change(current) }))
  }, [])

  const actions = useMemo<DeskActions>(
    () => ({
      setCursor: (cursor) => patch(() => ({ cursor })),
      setDraft: (draft) => patch(() => ({ draft })),
      book: (draft) =>
        patch(({ panel }) => ({
          draft,
          move: null,
          panel:
            panel?.kind === 'booking'
              ? panel
              : { kind: 'booking', key: Date.now(), prefill: null, searches: 0 },
        })),
      bookFor: (draft, prefill) =>
        patch(() => ({
          draft,
          move: null,
          panel: { kind: 'booking', key: Date.now(), prefill, searches: 0 },
        })),
      findClient: () =>
        patch(({ panel }) => ({
          panel: panel?.kind === 'booking' ? { ...panel, searches: panel.searches + 1 } : panel,
        })),
      open: (id, task = 'overview') =>
        patch(() => ({ panel: { kind: 'appointment', id, task }, draft: null, move: null })),
      startMove: (move, draft) =>
        patch(({ panel }) => ({
          move,
          draft,
          panel: panel?.kind === 'booking' ? null : panel,
        })),
      dropMove: () =>
        patch(({ panel }) => ({
          move: null,
          draft: null,
          panel:
            panel?.kind === 'appointment' && panel.task === 'reschedule'
              ? { ...panel, task: 'overview' }
              : panel,
        })),
      close: () => patch(() => ({ panel: null, draft: null, move: null })),
    }),
    [patch],
  )

  return [state, actions]
}

/** The slot an appointment has now. */
export function slotOf(card: AppointmentCard, timeZone: string): SlotDraft {
  return draftAt(card.startTime, timeZone, {
    trainerId: card.trainerId,
    durationMinutes: minutesBetween(card.startTime, card.endTime),
  })
}
