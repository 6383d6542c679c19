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
}

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
      const appointment = tx.database.one(
        sql
          .selectFrom('appointments as a')
          .innerJoin('clients as c', 'c.id', 'a.client_id')
          .select(['a.id', 'c.id as client_id', 'c.messages_consent', 'c.email'])
          .where('a.id', '=', event.data.appointmentId),
      )
      const message = {
        event_id: event.id,
        kind,
        appointment_id: appointment.id,
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
      // Nobody is written to who did not agree to it.
      if (appointment.messages_consent === 0 || appointment.email === null) return
      queue(tx, {
        ...message,
        recipient_type: 'client',
        recipient_id: appointment.client_id,
        status: 'queued',
        skip_reason: null,
      })
      tx.touch(topics.messages)
    },
    { name: 'messages', tier: 'after_commit' },
  )
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
