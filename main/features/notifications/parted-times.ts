import type { Instant, LocalDateTime } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { partedTime } from '../appointments/index.ts'
import { readStudio } from '../studio/index.ts'
import { beginningAt, type Slot } from './decide-message.ts'

/*
 * A session whose moment and agreed wall time have parted is to be decided about. Whoever was told of it
 * before was told the wall time; what is kept of what they know holds the moment, as the book does. So
 * it is read as the other moment, once: whatever is told from the first decision or move on is told by
 * today's rules, also when the decision is taken back.
 */

/** The moment that a session keeps, and the one that its agreed wall time means by today's rules. */
export interface Parted {
  readonly kept: Instant
  readonly agreed: Instant
}

/** The two times of a session that have parted; null: they agree. */
export function findParted(database: StudioDatabase, appointmentId: string): Parted | null {
  const row = database
    .prepare(
      'SELECT start_time AS startTime, local_start AS localStart FROM appointments WHERE id = ?',
    )
    .get(appointmentId) as { startTime: Instant; localStart: LocalDateTime } | undefined
  const agreed = row ? partedTime(row, readStudio(database).time_zone) : null
  return agreed === null ? null : { kept: row!.startTime, agreed }
}

/** The two times as those read them who were told by the rules of before; null: there is nothing to read anew. */
export function findOldReading(database: StudioDatabase, appointmentId: string): Parted | null {
  const parted = findParted(database, appointmentId)
  return parted && !wasDecided(database, appointmentId, null) ? parted : null
}

/**
 * Whether a session had been decided about, or moved, before an event, or ever.
 *
 * @param eventId null: ever
 */
export function wasDecided(
  database: StudioDatabase,
  appointmentId: string,
  eventId: string | null,
): boolean {
  const found = database
    .prepare(
      `SELECT 1 FROM event_log WHERE subject_type = 'appointment' AND subject_id = @appointmentId
         AND event_type = 'appointment.rescheduled' AND event_data ->> '$.agreedTime' IS NOT NULL
         AND (@eventId IS NULL OR seq < (SELECT seq FROM event_log WHERE id = @eventId)) LIMIT 1`,
    )
    .get({ appointmentId, eventId })
  return found !== undefined
}

/** A slot at another moment, where it began at this one. */
export function retimed<S extends Slot | null>(slot: S, from: Instant, to: Instant): S {
  if (slot === null || slot.startTime !== from) return slot
  return { ...slot, ...beginningAt(to, slot.startTime, slot.endTime) }
}
