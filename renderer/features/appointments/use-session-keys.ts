import type { AppointmentDetail, DayView } from '../../../shared/appointments.ts'
import { addDays, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { ask } from '../../app/api.ts'
import { focusedSessionId } from '../../app/read-key-scene.ts'
import { useToasts } from '../../ui/toast.tsx'
import { useGroupKeys } from '../groups/use-group-keys.ts'
import { isPayable } from '../payments/is-payable.ts'
import type { SlotDraft } from './slot-draft.ts'
import { canComplete, useAttend } from './use-attend.ts'
import { cardOf } from './use-move.ts'
import { slotOf, type DeskActions, type Prefill } from './use-desk.ts'

/**
 * What the single letters do to the session in the day that has the focus. In a class each client came
 * or did not, and pays: that is done on their row. In a panel the letters press its buttons.
 */
export function useSessionKeys({
  day,
  act,
  now,
  bookFor,
}: {
  day: DayView | undefined
  act: DeskActions
  now: Instant
  bookFor: (draft: SlotDraft, prefill: Prefill) => void
}) {
  const attend = useAttend()
  const groupKeys = useGroupKeys()
  const toasts = useToasts()

  /** The one that has the focus; where none has, that is said. */
  function target(): Card | undefined {
    const found = day && cardOf(day, focusedSessionId())
    if (!found) toasts.show({ title: words.day.chooseSession, body: words.day.chooseSessionHelp })
    return found ?? undefined
  }

  async function checkIn(card: Card): Promise<void> {
    if (card.group) return groupKeys.checkIn(card)
    if (card.status === 'booked') await attend.checkIn(card)
  }

  async function complete(card: Card): Promise<void> {
    if (card.group) return markEach(card)
    if (canComplete(card, now) && !(await attend.complete(card))) return
    pay(card)
  }

  function pay(card: Card): void {
    if (card.group) return markEach(card)
    if (card.status !== 'no_show' && isPayable(card.money)) act.open(card.id, 'pay')
  }

  function markEach(group: Card): void {
    act.open(group.id)
    groupKeys.sayEach()
  }

  function open(card: Card, task: 'cancel' | 'no_show'): void {
    if (card.group && task === 'no_show') return markEach(card)
    // Too early for a no-show, the panel says from when it is possible.
    if (card.status === 'booked')
      act.open(card.id, task === 'no_show' && card.startTime > now ? 'overview' : task)
  }

  async function rebookCard(card: Card): Promise<void> {
    if (card.group) return groupKeys.sayNoRebook()
    const detail = await ask('appointments.get', { appointmentId: card.id }).catch(() => null)
    if (detail) rebook(detail)
  }

  /** Opens the form for the same slot a week later; what is in its way is said there. */
  function rebook(appointment: AppointmentDetail): void {
    const from = slotOf(appointment, appointment.timeZone)
    const { client, serviceId } = appointment
    // A group has no client to be booked again.
    if (client) bookFor({ ...from, date: addDays(from.date, 7) }, { client, serviceId })
  }

  const on = (run: (card: Card) => unknown) => () => {
    const card = target()
    if (card) void run(card)
  }
  return {
    checkIn: on(checkIn),
    complete: on(complete),
    pay: on(pay),
    noShow: on((card) => open(card, 'no_show')),
    cancel: on((card) => open(card, 'cancel')),
    rebookTarget: on(rebookCard),
    rebook,
  }
}

type Card = DayView['appointments'][number]
