import type { Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Slot } from './decide-message.ts'
import type { Offer } from './decide-offer.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Correspondence } from './told-sessions.ts'

const slotColumns = `start_time AS startTime, end_time AS endTime, trainer_id AS trainerId,
  service_id AS serviceId, room_id AS roomId`

/** Where the book expects somebody at this moment; null: they have no part in the session, or it is cancelled. */
export function findStanding(database: StudioDatabase, whose: Correspondence): Slot | null {
  const isTheirs =
    whose.recipient_type === 'trainer'
      ? 'a.trainer_id = @recipient'
      : `(a.client_id = @recipient OR EXISTS (
           SELECT 1 FROM seats AS s WHERE s.appointment_id = a.id AND s.client_id = @recipient
             AND s.status <> 'cancelled'))`
  const slot = database
    .prepare(
      `SELECT ${slotColumns} FROM appointments AS a
       WHERE a.id = @appointment AND a.status <> 'cancelled' AND ${isTheirs}`,
    )
    .get({ recipient: whose.recipient_id, appointment: whose.appointment_id }) as Slot | undefined
  return slot ?? null
}

/** Whether a session takes place, with whomever. */
export function takesPlace(database: StudioDatabase, appointmentId: string): boolean {
  const found = database
    .prepare(`SELECT 1 FROM appointments WHERE id = ? AND status <> 'cancelled'`)
    .get(appointmentId)
  return found !== undefined
}

type About = Pick<OutboxRow, 'recipient_id' | 'appointment_id' | 'session_start'>

/** The session a reminder is about; null once it is at another time, cancelled, or its client is there. */
export function findReminded(database: StudioDatabase, about: About): Slot | null {
  const slot = database
    .prepare(
      `SELECT ${slotColumns} FROM appointments AS a
       WHERE id = @appointment AND start_time = @start AND status = 'booked'
         AND (client_id = @recipient OR EXISTS (
           SELECT 1 FROM seats AS s WHERE s.appointment_id = a.id AND s.client_id = @recipient
             AND s.status <> 'cancelled' AND s.status = 'booked'))`,
    )
    .get({
      appointment: about.appointment_id,
      start: about.session_start,
      recipient: about.recipient_id,
    }) as Slot | undefined
  return slot ?? null
}

/** What has become of a seat that was offered, and the class it is in. */
export function findOffer(database: StudioDatabase, about: About): Offer {
  const slot = database
    .prepare(`SELECT ${slotColumns} FROM appointments WHERE id = ?`)
    .get(about.appointment_id) as Slot
  const { waiting, ahead, free, stands } = database
    .prepare(
      `SELECT
         EXISTS (SELECT 1 FROM waitlist WHERE appointment_id = a.id AND client_id = @recipient
           AND status = 'waiting') AS waiting,
         (SELECT count(*) FROM waitlist AS before JOIN waitlist AS own
            ON own.appointment_id = a.id AND own.client_id = @recipient AND own.status = 'waiting'
          WHERE before.appointment_id = a.id AND before.status = 'waiting'
            AND before.rowid < own.rowid) AS ahead,
         coalesce(a.capacity, 1) - (SELECT count(*) FROM seats
           WHERE appointment_id = a.id AND status <> 'cancelled') AS free,
         status <> 'cancelled' AS stands
       FROM appointments AS a WHERE a.id = @appointment`,
    )
    .get({ appointment: about.appointment_id, recipient: about.recipient_id }) as {
    waiting: 0 | 1
    ahead: number
    free: number
    stands: 0 | 1
  }
  return {
    startTime: about.session_start as Instant,
    isWaiting: waiting === 1,
    ahead,
    standing: stands === 1 ? { slot, freeSeats: free } : null,
  }
}
