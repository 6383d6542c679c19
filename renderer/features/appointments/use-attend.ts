import { useMemo } from 'react'
import type { AppointmentCard } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useApproval } from '../staff/approval.ts'
import { useSay } from './say.tsx'

/**
 * The acts of a session that need nothing but one press, and a manager’s PIN where that lets a fee go.
 * Each says what it did, with Undo.
 */
export interface Attend {
  readonly checkIn: (card: AppointmentCard) => Promise<boolean>
  readonly takeBackCheckIn: (card: AppointmentCard) => Promise<boolean>
  readonly complete: (card: AppointmentCard) => Promise<boolean>
  readonly takeBackCompletion: (card: AppointmentCard) => Promise<boolean>
  readonly takeBackNoShow: (card: AppointmentCard) => Promise<boolean>
}

/** Marks who is here and what took place. Answers whether it was done; a refusal is said in a toast. */
export function useAttend(): Attend {
  const options = { toastFailures: true }
  const { run: checkIn } = useCommand('appointments.checkIn', options)
  const { run: takeBackCheckIn } = useCommand('appointments.takeBackCheckIn', options)
  const { run: complete } = useCommand('appointments.complete', options)
  const { run: takeBackCompletion } = useCommand('appointments.takeBackCompletion', options)
  const { run: takeBackNoShow } = useCommand('appointments.takeBackNoShow', options)
  const approved = useApproval()
  const say = useSay()
  return useMemo(() => {
    const act =
      (run: typeof checkIn, title: (client: string) => string) =>
      async (card: AppointmentCard): Promise<boolean> => {
        const result = await run({ appointmentId: card.id })
        if (result.ok) say.done({ title: title(card.clientName) }, result.value.undo)
        return result.ok
      }
    const { outcome } = words
    return {
      checkIn: act(checkIn, outcome.checkedIn),
      takeBackCheckIn: act(takeBackCheckIn, outcome.takenBack),
      complete: act(complete, outcome.completed),
      takeBackCompletion: act(takeBackCompletion, outcome.takenBack),
      takeBackNoShow: act(
        (key) => approved((approvalId) => takeBackNoShow({ ...key, approvalId })),
        outcome.takenBack,
      ),
    }
  }, [checkIn, takeBackCheckIn, complete, takeBackCompletion, takeBackNoShow, approved, say])
}

/** Whether a session can be completed: it has begun and is not dealt with yet. */
export function canComplete(
  card: Pick<AppointmentCard, 'status' | 'startTime'>,
  now: string,
): boolean {
  return (card.status === 'booked' || card.status === 'checked_in') && card.startTime <= now
}
