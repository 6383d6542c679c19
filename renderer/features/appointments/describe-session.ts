import type { AppointmentCard } from '../../../shared/appointments.ts'
import type { Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { paymentMark } from '../payments/payment-mark.ts'
import { timeOf } from './day-geometry.ts'

/** What a block's payment mark says. `none` for trainers, who do not see money, and for free ones. */
export type MoneyMark =
  | 'none'
  | 'unpaid'
  | 'owed'
  | 'paid'
  | 'part_refunded'
  | 'refunded'
  | 'covered'

/** Chooses the payment mark: what is over and not paid is told apart from what is still to come. */
export function moneyMarkOf(card: AppointmentCard, now: Instant): MoneyMark {
  const mark = paymentMark(card.status, card.money)
  if (mark !== 'unpaid') return mark ?? 'none'
  return card.endTime <= now ? 'owed' : 'unpaid'
}

/** The mark in words; empty for `none`. */
export function moneyMarkWords(mark: MoneyMark): string {
  switch (mark) {
    case 'none':
      return ''
    case 'unpaid':
      return words.day.unpaidMark
    case 'owed':
      return words.day.owed
    case 'paid':
      return words.day.paid
    case 'part_refunded':
      return words.day.partRefunded
    case 'refunded':
      return words.day.refunded
    case 'covered':
      return words.day.covered
  }
}

/**
 * What a session is called when read aloud.
 *
 * @example
 * describeSession(card, 'Ana Ruiz', 'Europe/Berlin', now)
 * // 'Ana Ruiz, 09:00 to 10:00, Marta Klein, Personal training, paid'
 */
export function describeSession(
  card: AppointmentCard,
  trainerName: string,
  timeZone: string,
  now: Instant,
): string {
  return words.day.session(
    [
      trainerName,
      words.day.timeSpan(timeOf(card.startTime, timeZone), timeOf(card.endTime, timeZone)),
      card.clientName,
      ...(card.group ? describeGroup(card.group) : [card.serviceName]),
      card.roomName ?? '',
      card.status === 'booked' ? '' : words.day.statuses[card.status],
      moneyMarkWords(moneyMarkOf(card, now)),
    ].filter((part) => part !== ''),
  )
}

/** A group is called by its service; what is to be said besides is how full it is. */
function describeGroup({
  taken,
  capacity,
  waiting,
}: NonNullable<AppointmentCard['group']>): string[] {
  const { groups } = words
  return [groups.takenSpoken(taken, capacity), waiting > 0 ? groups.waitingCount(waiting) : '']
}
