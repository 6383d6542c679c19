import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findRecipient } from './find-recipient.ts'
import { afterCommit, nowCalled, queue, readToday } from './queue-messages.ts'
import { readToldOffers, rereadToldOffers } from './told-offers.ts'
import type { Correspondence } from './told-sessions.ts'

/** What may make untrue what they know who wait in the class: that a seat is free, or that it is taken. */
const overtaking = [
  'seat.booked',
  'seat.cancelled',
  'seat.reinstated',
  'appointment.rescheduled',
  'group.capacity_changed',
] as const

/** The same for one client: a class that is cancelled lets all leave the line, and puts them back with it. */
const ofOne = ['waitlist.left', 'waitlist.rejoined', 'waitlist.joined'] as const
const isOfOne = (event: FitFlowEvent): event is FitFlowEvent<(typeof ofOne)[number]> =>
  ofOne.some((type) => type === event.type)

/**
 * Queues the offer of a free seat to who waits for one, and a look at it whenever it may have become
 * untrue: who was told of a seat and does not have it hears so. What is said is decided when it is sent.
 */
export function queueOffers(bus: EventBus): void {
  bus.on(
    'waitlist.offered',
    (event, tx) => {
      const { appointmentId, clientId, startTime } = event.data
      const whose = correspondence(tx, appointmentId, clientId)
      if (typeof findRecipient(tx.database, whose) === 'string') return
      queue(tx, whose, { event, kind: 'waitlist_offer', sessionStart: startTime, why: null })
    },
    { name: 'waitlist-messages', ...afterCommit },
  )
  bus.on(
    [...overtaking, ...ofOne],
    (event, tx) => {
      const { appointmentId } = event.data
      const own = isOfOne(event) ? [event.data.clientId] : []
      // Whoever leaves the line brings those behind them forward.
      const isOwnOnly = isOfOne(event) && event.type !== 'waitlist.left'
      const concerned = isOwnOnly ? own : new Set([...own, ...offeredIn(tx, appointmentId)])
      const today = readToday(tx.database, event)
      for (const clientId of concerned) {
        const whose = correspondence(tx, appointmentId, clientId)
        rereadToldOffers(tx, whose, today)
        lookAgain(tx, event, whose)
      }
    },
    { name: 'offer-messages', ...afterCommit },
  )
}

/** Queues a look at what somebody was offered, unless no offer can have reached them. */
function lookAgain(tx: Tx, event: FitFlowEvent, whose: Correspondence): void {
  const [offered] = readToldOffers(tx.database, whose)
  if (offered === undefined || typeof findRecipient(tx.database, whose) === 'string') return
  queue(tx, whose, { event, kind: 'change', sessionStart: offered.slot.startTime, why: null })
}

function offeredIn(tx: Tx, appointmentId: string): string[] {
  return tx.database
    .prepare(
      `SELECT client_id FROM told_offers AS t WHERE appointment_id = ? AND EXISTS (
         SELECT 1 FROM waitlist AS w WHERE w.appointment_id = t.appointment_id
           AND w.client_id = t.client_id AND w.status = 'waiting')`,
    )
    .pluck()
    .all(appointmentId) as string[]
}

function correspondence(tx: Tx, appointmentId: string, clientId: string): Correspondence {
  return {
    recipient_type: 'client',
    recipient_id: nowCalled(tx.database, clientId),
    appointment_id: appointmentId,
  }
}
