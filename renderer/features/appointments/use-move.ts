import { useCallback } from 'react'
import type { AppointmentCard, AppointmentChanged, DayView } from '../../../shared/appointments.ts'
import type { Failure, Result } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSay } from './say.tsx'
import type { SlotDraft } from './slot-draft.ts'
import { localEndOf, localStartOf } from './slot-draft.ts'
import { allowanceOf, type Overrides } from './slot-overrides.tsx'
import type { Move } from './use-desk.ts'
import type { LateMove } from './use-late-move.ts'
import { useTwoApprovals, waiverOf } from './use-two-approvals.ts'

/** What may be overruled when a session is moved, and the room it is to have. */
interface MoveOptions {
  readonly overrides?: Overrides
  readonly roomId?: string | null
  /** Null: it does not count as late. */
  readonly late?: Pick<LateMove, 'waiver'> | null
}

/** The one way a session moves, whether by form, keys or mouse. */
export interface Mover {
  readonly run: (
    move: Move,
    to: SlotDraft,
    options?: MoveOptions,
  ) => Promise<Result<AppointmentChanged>>
  readonly isPending: boolean
  readonly failure: Failure | null
  readonly clear: () => void
}

/** Moves a session through main and, when it has moved, says so with Undo. */
export function useMove(timeZone: string, trainerName: (trainerId: string) => string): Mover {
  const reschedule = useCommand('appointments.reschedule')
  const approved = useTwoApprovals()
  const say = useSay()
  const { run: send } = reschedule

  const run = useCallback(
    async ({ card, from }: Move, to: SlotDraft, options: MoveOptions = {}) => {
      const end = localEndOf(to, timeZone)
      const input = {
        appointmentId: card.id,
        // As it stood when the move was begun: what happened to it since is not overruled.
        expectedVersion: card.version,
        trainerId: to.trainerId,
        start: localStartOf(to),
        // Main keeps the appointment's own length unless it is another one.
        ...(to.durationMinutes !== from.durationMinutes && end !== null && { end }),
        ...(options.overrides && allowanceOf(options.overrides)),
        ...(typeof options.roomId === 'string' && { roomId: options.roomId }),
      }
      const { waiver = null } = options.late ?? {}
      const result = await approved((given) =>
        send({
          ...input,
          ...(given.outside_hours !== undefined && { approvalId: given.outside_hours }),
          ...waiverOf(waiver, given),
          ...(options.late && waiver === null && { shown: { lateMoves: 1 } }),
        }),
      )
      if (result.ok) {
        const title = words.booking.moved(card.clientName, to.time, trainerName(to.trainerId))
        say.done({ title }, result.value.undo)
      }
      return result
    },
    [send, approved, timeZone, say, trainerName],
  )
  return {
    run,
    isPending: reschedule.isPending,
    failure: reschedule.failure,
    clear: reschedule.clear,
  }
}

/** Finds the session a day's block shows. */
export function cardOf(
  day: DayView | undefined,
  appointmentId: string | null,
): AppointmentCard | null {
  return day?.appointments.find((card) => card.id === appointmentId) ?? null
}
