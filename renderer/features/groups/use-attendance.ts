import type { Seat } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSay } from '../appointments/say.tsx'
import { useApproval } from '../staff/approval.ts'

/** Marks who came to a group session, one by one or all at once. Refusals are said in a toast. */
export function useAttendance(appointmentId: string) {
  const said = { toastFailures: true } as const
  const checkIn = useCommand('appointments.checkIn', said)
  const uncheck = useCommand('appointments.takeBackCheckIn', said)
  const complete = useCommand('appointments.complete', said)
  const uncomplete = useCommand('appointments.takeBackCompletion', said)
  const came = useCommand('appointments.takeBackNoShow', said)
  const all = useCommand('groups.checkInAll', said)
  const approved = useApproval()
  const say = useSay()

  const backOf = {
    checked_in: uncheck.run,
    completed: uncomplete.run,
    no_show: (seat: Parameters<typeof came.run>[0]) =>
      approved((approvalId) => came.run({ ...seat, approvalId })),
  } as const

  return {
    isPending: all.isPending,
    arrived: async ({ id, clientName }: Seat): Promise<void> => {
      const result = await checkIn.run({ appointmentId, seatId: id })
      if (result.ok) say.done({ title: words.groups.arrivedOf(clientName) }, result.value.undo)
    },
    complete: async ({ id, clientName }: Seat): Promise<void> => {
      const result = await complete.run({ appointmentId, seatId: id })
      if (result.ok) say.done({ title: words.groups.completedOf(clientName) }, result.value.undo)
    },
    /** Takes the last mark back, with a manager’s PIN where that lets a fee go. */
    takeBack: async ({ id, clientName, status }: Seat): Promise<void> => {
      if (status === 'booked' || status === 'cancelled') return
      const result = await backOf[status]({ appointmentId, seatId: id })
      if (result.ok) say.done({ title: words.groups.takenBack(clientName) }, result.value.undo)
    },
    all: async (): Promise<void> => {
      const result = await all.run({ appointmentId })
      if (!result.ok) return
      say.done({ title: words.groups.allPresentDone(result.value.count) }, result.value.undo)
    },
  }
}
