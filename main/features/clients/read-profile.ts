import type { ClientProfile, ClientSession } from '../../../shared/clients.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { versionOf } from '../check-version.ts'
import { readStudio } from '../studio/index.ts'
import { findRow } from './change-client.ts'

/** Private sessions and seats in one list. */
const attendances = `
  SELECT a.id AS appointment_id, NULL AS seat_id, a.status, a.local_start, a.start_time, a.end_time,
    a.service_id, a.trainer_id
  FROM appointments a WHERE a.client_id = @client
  UNION ALL
  SELECT a.id, s.id, s.status, a.local_start, a.start_time, a.end_time, a.service_id, a.trainer_id
  FROM seats s JOIN appointments a ON a.id = s.appointment_id WHERE s.client_id = @client`

const isUpcoming = `status IN ('booked', 'checked_in') AND end_time > @now`

/**
 * Everything the desk knows about one client. Who was merged into another is answered as that one.
 * Refuses `client_not_found`.
 */
export function readProfile(
  database: StudioDatabase,
  clientId: string,
  now: Instant,
): Result<ClientProfile> {
  const row = findRow({ database }, clientId)
  if (!row) return refuse('client_not_found', {})
  const counts = database
    .prepare(
      `SELECT coalesce(sum(${isUpcoming}), 0) AS upcoming,
         coalesce(sum(status = 'completed'), 0) AS visits,
         coalesce(sum(status = 'no_show'), 0) AS noShows,
         coalesce(sum(status = 'cancelled'), 0) AS cancelled,
         max(CASE WHEN status IN ('checked_in', 'completed') THEN local_start END) AS lastVisit
       FROM (${attendances})`,
    )
    .get({ client: row.id, now }) as ClientProfile['counts'] & { lastVisit: LocalDateTime | null }
  const { lastVisit, ...rest } = counts
  return ok({
    id: row.id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    messagesConsent: row.messages_consent === 1,
    since: localDateOf(row.created_at, readStudio(database).time_zone),
    createdAt: row.created_at,
    notes: row.notes,
    isErased: row.erased_at !== null,
    counts: rest,
    lastVisit,
    version: versionOf(database, 'client', row.id),
  })
}

/** A client's sessions: upcoming ones soonest first, all others newest first. */
export function listSessions(
  database: StudioDatabase,
  { clientId, when, limit }: { clientId: string; when: 'upcoming' | 'past'; limit: number },
  now: Instant,
): Result<ClientSession[]> {
  const row = findRow({ database }, clientId)
  if (!row) return refuse('client_not_found', {})
  const [condition, order] =
    when === 'upcoming' ? [isUpcoming, 'ASC'] : [`NOT (${isUpcoming})`, 'DESC']
  return ok(
    database
      .prepare(
        `SELECT x.appointment_id AS appointmentId, x.seat_id AS seatId, x.local_start AS localStart,
           s.name AS serviceName, s.hue, t.name AS trainerName, x.status
         FROM (SELECT * FROM (${attendances}) WHERE ${condition}
               ORDER BY start_time ${order} LIMIT @limit) x
         JOIN services s ON s.id = x.service_id JOIN trainers t ON t.id = x.trainer_id
         ORDER BY x.start_time ${order}`,
      )
      .all({ client: row.id, now, limit }) as ClientSession[],
  )
}
