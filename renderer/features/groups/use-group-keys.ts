import type { AppointmentCard } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useToasts } from '../../ui/toast.tsx'
import { useSay } from '../appointments/say.tsx'

/**
 * What the day's keys mean on a group session: A checks everybody in. What is different for each
 * client, and what a group has not, is said in words instead.
 */
export function useGroupKeys(): {
  readonly checkIn: (group: AppointmentCard) => Promise<void>
  readonly sayEach: () => void
  readonly sayNoRebook: () => void
} {
  const all = useCommand('groups.checkInAll', { toastFailures: true })
  const say = useSay()
  const toasts = useToasts()
  const { groups } = words
  return {
    checkIn: async ({ id }) => {
      const result = await all.run({ appointmentId: id })
      if (!result.ok) return
      if (result.value.count === 0) {
        toasts.show({ title: groups.nobodyToCheckIn })
        return
      }
      say.done({ title: groups.allPresentDone(result.value.count) }, result.value.undo)
    },
    sayEach: () => void toasts.show({ title: groups.markEach, body: groups.markEachHelp }),
    sayNoRebook: () => void toasts.show({ title: groups.noRebook, body: groups.noRebookHelp }),
  }
}
