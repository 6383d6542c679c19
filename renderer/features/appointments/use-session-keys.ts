import type { AppointmentCard, AppointmentDetail } from '../../../shared/appointments.ts'
import { addDays, type Instant } from '../../../shared/time.ts'
import { ask } from '../../app/api.ts'
import { useGroupKeys } from '../groups/use-group-keys.ts'
import { isPayable } from '../payments/is-payable.ts'
import type { SlotDraft } from './slot-draft.ts'
import { canComplete, useAttend } from './use-attend.ts'
import { slotOf, type DeskActions, type Prefill } from './use-desk.ts'

/**
 * What the single letters do to the session that is open, or under the cursor. In a group each client
 * came or did not, and pays: that is done on their row.
 */
export function useSessionKeys({
  target,
  openId,
  act,
  now,
  bookFor,
}: {
  target: AppointmentCard | null | undefined
  /** The session in the panel. */
  openId: string | null
  act: DeskActions
  now: Instant
  bookFor: (draft: SlotDraft, prefill: Prefill) => void
}) {
  const attend = useAttend()
  const groupKeys = useGroupKeys()
  const isBooked = target?.status === 'booked'

  async function checkIn(): Promise<void> {
    if (target?.group) return groupKeys.checkIn(target)
    if (target && isBooked) await attend.checkIn(target)
  }

  async function complete(): Promise<void> {
    if (!target) return
    if (target.group) return markEach(target)
    if (canComplete(target, now) && !(await attend.complete(target))) return
    pay()
  }

  function pay(): void {
    if (target?.group) return markEach(target)
    if (target && target.status !== 'no_show' && isPayable(target.money)) act.open(target.id, 'pay')
  }

  function markEach(group: AppointmentCard): void {
    if (openId !== group.id) act.open(group.id)
    groupKeys.sayEach()
  }

  function open(task: 'cancel' | 'no_show'): void {
    if (target?.group && task === 'no_show') return markEach(target)
    // Too early for a no-show, the panel says from when it is possible.
    if (target && isBooked)
      act.open(target.id, task === 'no_show' && target.startTime > now ? 'overview' : task)
  }

  async function rebookTarget(): Promise<void> {
    if (!target) return
    if (target.group) return groupKeys.sayNoRebook()
    const detail = await ask('appointments.get', { appointmentId: target.id }).catch(() => null)
    if (detail) rebook(detail)
  }

  /** Opens the form for the same slot a week later; what is in its way is said there. */
  function rebook(appointment: AppointmentDetail): void {
    const from = slotOf(appointment, appointment.timeZone)
    const { client, serviceId } = appointment
    // A group has no client to be booked again.
    if (client) bookFor({ ...from, date: addDays(from.date, 7) }, { client, serviceId })
  }

  return {
    checkIn: () => void checkIn(),
    complete: () => void complete(),
    pay,
    open,
    rebookTarget: () => void rebookTarget(),
    rebook,
  }
}
