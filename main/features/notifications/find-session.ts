import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { SkipReason } from '../../../shared/messages.ts'
import { localDateTimeOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { toEvent, type EventRow } from '../../events/event-log.ts'
import type { OutboxRow } from './outbox-row.ts'

type Slot = FitFlowEvent<
  | 'appointment.created'
  | 'appointment.rescheduled'
  | 'appointment.cancelled'
  | 'appointment.reinstated'
  | 'seat.booked'
  | 'seat.reinstated'
  | 'seat.cancelled'
  | 'waitlist.offered'
>

/** The session a message is about, as the message is to say it. */
export interface ToldSession {
  readonly appointmentId: string
  readonly serviceId: string
  readonly trainerId: string
  readonly startTime: Instant
  readonly endTime: Instant
  readonly localStart: LocalDateTime
  /** When it would have been; null unless it was moved. */
  readonly movedFrom: LocalDateTime | null
  /** How often it was changed until then, and when; null for what changes nobody's calendar. */
  readonly change: { readonly sequence: number; readonly at: Instant } | null
}

type About = Pick<
  OutboxRow,
  'kind' | 'event_id' | 'recipient_id' | 'appointment_id' | 'session_start'
>

/**
 * What a message is about: its event, so that each of several messages is true; or, for a reminder,
 * the book as it is now.
 *
 * @returns why there is nothing to be said, if there is not.
 */
export function findSession(
  database: StudioDatabase,
  message: About,
  timeZone: string,
  now: Instant,
): ToldSession | SkipReason {
  const session =
    message.event_id === null
      ? findReminded(database, message)
      : findTold(database, message.event_id, message.kind, timeZone)
  if (typeof session !== 'string' && session.startTime <= now) return 'too_late'
  return session
}

function findTold(
  database: StudioDatabase,
  eventId: string,
  kind: OutboxRow['kind'],
  timeZone: string,
): ToldSession | SkipReason {
  const row = database.prepare('SELECT * FROM event_log WHERE id = ?').get(eventId) as
    | EventRow
    | undefined
  // What is archived already or erased is long past.
  if (!row || row.event_data === null) return 'too_late'
  const event = toEvent(row) as Slot
  return {
    ...event.data,
    movedFrom:
      event.type === 'appointment.rescheduled'
        ? localDateTimeOf(event.data.previousStartTime, timeZone)
        : null,
    // What is only offered is not in anybody's calendar yet. The log numbers a subject's events from 1.
    change:
      kind === 'waitlist_offer' ? null : { sequence: event.subject.seq - 1, at: row.created_at },
  }
}

/** Nobody is reminded of what was moved or cancelled meanwhile, and nobody who is there already. */
function findReminded(database: StudioDatabase, message: About): ToldSession | SkipReason {
  const row = database
    .prepare(
      `SELECT id AS appointmentId, service_id AS serviceId, trainer_id AS trainerId,
         start_time AS startTime, end_time AS endTime, local_start AS localStart
       FROM appointments AS a
       WHERE id = @appointment_id AND start_time = @session_start AND status = 'booked'
         AND (client_id = @recipient_id OR EXISTS (
           SELECT 1 FROM seats AS s WHERE s.appointment_id = a.id AND s.client_id = @recipient_id
             AND s.status <> 'cancelled' AND s.status = 'booked'))`,
    )
    .get({
      appointment_id: message.appointment_id,
      session_start: message.session_start,
      recipient_id: message.recipient_id,
    }) as Omit<ToldSession, 'movedFrom' | 'change'> | undefined
  return row ? { ...row, movedFrom: null, change: null } : 'outdated'
}
