import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { Waiting } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSay } from '../appointments/say.tsx'
import { bestFunding } from './best-funding.ts'

/** Gives a free seat to somebody who waits for it, and says so with Undo. */
export function useGiveSeat(appointment: AppointmentDetail): {
  readonly give: (waiting: Waiting) => Promise<void>
  readonly isPending: boolean
} {
  const seat = useCommand('groups.addSeat', { toastFailures: true })
  const say = useSay()
  return {
    isPending: seat.isPending,
    give: async ({ clientId, clientName }) => {
      const result = await seat.run({
        appointmentId: appointment.id,
        client: { kind: 'existing', clientId },
        ...(await bestFunding(clientId, appointment)),
      })
      if (result.ok) say.done({ title: words.groups.seated(clientName) }, result.value.undo)
    },
  }
}
