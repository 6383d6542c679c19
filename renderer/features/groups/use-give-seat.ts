import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { GroupSession, Waiting } from '../../../shared/groups.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import { localDateSchema } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSay } from '../appointments/say.tsx'
import { shownWith, useFundingChoice } from '../packages/funding-choice.ts'

/**
 * Gives a free seat to somebody who waits for it, and says so with Undo. What they bought ahead pays
 * it, the first of it that can, as on the booking form.
 *
 * @param waiting left out: nobody waits
 */
export function useGiveSeat(
  appointment: AppointmentDetail,
  group: GroupSession,
  waiting: Waiting | undefined,
): {
  readonly give: () => Promise<void>
  readonly isPending: boolean
  /** What the seat costs them, or what pays it. */
  readonly costs: string
} {
  const seat = useCommand('groups.addSeat', { toastFailures: true })
  const say = useSay()
  const { serviceId, localStart, currency } = appointment
  const date = localDateSchema.parse(localStart.slice(0, 10))
  const funding = useFundingChoice(waiting ? { clientId: waiting.clientId, serviceId, date } : null)
  const price = group.priceMinor ?? minor(0)
  const costs =
    funding.chosen !== null
      ? words.groups.seatPaidWith(funding.chosen.name)
      : price === 0
        ? words.booking.free
        : formatMoney(price, currency)
  return {
    isPending: seat.isPending,
    costs,
    give: async () => {
      if (!waiting) return
      const { clientId, clientName } = waiting
      const result = await seat.run({
        appointmentId: appointment.id,
        client: { kind: 'existing', clientId },
        funding: funding.wish,
        shown: shownWith(funding.chosen, price),
      })
      if (result.ok) say.done({ title: words.groups.seated(clientName) }, result.value.undo)
    },
  }
}
