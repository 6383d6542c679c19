import type { Tables } from '../../db/tables.ts'
import { newId } from '../../../shared/ids.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'

type Kind = Tables['outbox']['kind']

const kindOf = {
  'appointment.created': 'confirmation',
  'appointment.reinstated': 'confirmation',
  'appointment.rescheduled': 'change',
  'appointment.cancelled': 'cancellation',
} as const satisfies Record<string, Kind>

/**
 * Queues a message to client and trainer for every booking, change and cancellation. Only ids are
 * queued: name, address and text are looked up when it is sent, so an erased person has none.
 */
export function queueMessages(bus: EventBus): void {
  bus.on(
    'appointment.*',
    (event, tx) => {
      const appointment = tx.database.one(
        sql
          .selectFrom('appointments as a')
          .innerJoin('clients as c', 'c.id', 'a.client_id')
          .select(['a.id', 'a.client_id', 'c.messages_consent', 'c.email'])
          .where('a.id', '=', event.data.appointmentId),
      )
      const message = {
        event_id: event.id,
        kind: kindOf[event.type],
        appointment_id: appointment.id,
      }
      for (const trainerId of trainersOf(event.data)) {
        queue(tx, { ...message, recipient_type: 'trainer', recipient_id: trainerId })
      }
      // Nobody is written to who did not agree to it.
      if (appointment.messages_consent === 0 || appointment.email === null) return
      queue(tx, { ...message, recipient_type: 'client', recipient_id: appointment.client_id })
    },
    { name: 'messages', tier: 'after_commit' },
  )
}

/** Who has the session by this event, and who had it before: the row may say somebody else by now. */
function trainersOf(data: { readonly trainerId: string; readonly previousTrainerId?: string }) {
  return new Set([data.trainerId, data.previousTrainerId ?? data.trainerId])
}

function queue(tx: Tx, message: Omit<Tables['outbox'], 'id' | 'status' | 'created_at'>): void {
  tx.database.run(
    sql
      .insertInto('outbox')
      .values({ id: newId(), status: 'queued', created_at: tx.now, ...message }),
  )
}
