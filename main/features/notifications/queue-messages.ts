import { newId } from '../../../shared/ids.ts'
import type { EventType } from '../../../shared/events/index.ts'
import type { MessageKind } from '../../../shared/messages.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'

/** What is written about. Whoever came, or did not, knows that without a letter. */
const kindOf: Partial<Record<EventType, MessageKind>> = {
  'appointment.created': 'confirmation',
  'appointment.reinstated': 'confirmation',
  'appointment.rescheduled': 'change',
  'appointment.cancelled': 'cancellation',
  'seat.booked': 'confirmation',
  'seat.reinstated': 'confirmation',
  'seat.cancelled': 'cancellation',
}

/** Each message is about one subject, and who gets it is looked up when it is queued. */
const afterCommit = { tier: 'after_commit', asyncReady: true } as const

/**
 * Queues a message to client and trainer for every booking, change and cancellation. Only ids are
 * queued: name, address and text are looked up when it is sent, so an erased person has none.
 *
 * Trainers have no address yet, so theirs are set aside at once; their calendar file tells them.
 */
export function queueMessages(bus: EventBus): void {
  bus.on(
    'appointment.*',
    (event, tx) => {
      const kind = kindOf[event.type]
      if (!kind) return
      const { appointmentId } = event.data
      const message = {
        event_id: event.id,
        kind,
        appointment_id: appointmentId,
      }
      for (const trainerId of trainersOf(event.data)) {
        queue(tx, {
          ...message,
          recipient_type: 'trainer',
          recipient_id: trainerId,
          status: 'skipped',
          skip_reason: 'no_address',
        })
      }
      // A group that comes into the day is nobody's yet: each seat confirms itself.
      const whose = event.type === 'appointment.created' ? itsClient : inSession
      for (const clientId of reachable(tx, whose, appointmentId)) {
        queue(tx, {
          ...message,
          recipient_type: 'client',
          recipient_id: clientId,
          status: 'queued',
          skip_reason: null,
        })
        tx.touch(topics.messages)
      }
    },
    { name: 'messages', ...afterCommit },
  )
  bus.on('seat.*', (event, tx) => queueForClient(tx, event, kindOf[event.type]), {
    name: 'seat-messages',
    ...afterCommit,
  })
  bus.on('waitlist.offered', (event, tx) => queueForClient(tx, event, 'waitlist_offer'), {
    name: 'waitlist-messages',
    ...afterCommit,
  })
}

/** Queues a message to the one client an event is about. */
function queueForClient(
  tx: Tx,
  event: {
    readonly id: string
    readonly data: { readonly appointmentId: string; readonly clientId: string }
  },
  kind: MessageKind | undefined,
): void {
  const { appointmentId, clientId } = event.data
  if (kind === undefined || !reachable(tx, 'SELECT @id', clientId).includes(clientId)) return
  queue(tx, {
    event_id: event.id,
    kind,
    appointment_id: appointmentId,
    recipient_type: 'client',
    recipient_id: clientId,
    status: 'queued',
    skip_reason: null,
  })
  tx.touch(topics.messages)
}

const itsClient = 'SELECT client_id FROM appointments WHERE id = @id'

/** A whole session concerns its client, or everyone who has a seat in the group. */
const inSession = `${itsClient}
  UNION SELECT client_id FROM seats WHERE appointment_id = @id AND status <> 'cancelled'`

/** Those of some clients who may be written to: nobody is who did not agree to it. */
function reachable(tx: Tx, clientIds: string, id: string): string[] {
  return tx.database
    .prepare(
      `SELECT id FROM clients
       WHERE messages_consent = 1 AND email IS NOT NULL AND id IN (${clientIds})`,
    )
    .pluck()
    .all({ id }) as string[]
}

/** Who has the session by this event, and who had it before: the row may say somebody else by now. */
function trainersOf(data: { readonly trainerId: string; readonly previousTrainerId?: string }) {
  return new Set([data.trainerId, data.previousTrainerId ?? data.trainerId])
}

type Message = Pick<
  Tables['outbox'],
  | 'event_id'
  | 'kind'
  | 'appointment_id'
  | 'recipient_type'
  | 'recipient_id'
  | 'status'
  | 'skip_reason'
>

function queue(tx: Tx, message: Message): void {
  tx.database.run(
    sql.insertInto('outbox').values({ id: newId(), created_at: tx.now, attempts: 0, ...message }),
  )
}
