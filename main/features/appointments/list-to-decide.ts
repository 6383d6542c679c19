import type { ToDecide, UndecidedSession, WhyUndecided } from '../../../shared/to-decide.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import type { DifferingTime } from './find-differing-times.ts'

// More than anybody reads; the count says how many there are.
const shown = 50

/**
 * The sessions to come that cannot simply take place as they are booked, soonest first: their trainer
 * or room is retired, their room is none of their service's any more, or their two times have parted.
 * A service that is not offered any more is no reason: what is booked of it takes place.
 */
export function listToDecide(
  database: StudioDatabase,
  differing: readonly DifferingTime[],
  now: Instant,
): ToDecide {
  const { time_zone: timeZone } = readStudio(database)
  const times = new Map(differing.map((time) => [time.appointmentId, time]))
  const named = JSON.stringify([...times.keys()])
  const count = database
    .prepare(`SELECT count(*) ${undecided}`)
    .pluck()
    .get({ now, named }) as number
  const rows = database
    .prepare(
      `SELECT a.id AS appointmentId, a.start_time AS startTime, t.name AS trainerName,
         s.name AS serviceName, c.name AS clientName, r.name AS room, t.active AS hasTrainer,
         ${needsRoom} AS needsRoom, ${isInUse} AS isInUse, ${isOfService} AS isOfService
       ${undecided} ORDER BY a.start_time LIMIT ${shown}`,
    )
    .all({ now, named }) as Row[]
  return {
    count,
    timesCount: differing.length,
    sessions: rows.map((row): UndecidedSession => {
      const { appointmentId, trainerName, serviceName, clientName } = row
      const localStart = localDateTimeOf(row.startTime, timeZone)
      const time = times.get(appointmentId)
      const why: WhyUndecided[] = [
        ...(row.hasTrainer ? [] : [{ kind: 'trainer_retired' as const }]),
        ...whyNoRoom(row),
        ...(time
          ? [{ kind: 'time_differs' as const, agreed: time.localStart, shown: localStart }]
          : []),
      ]
      return { appointmentId, localStart, trainerName, serviceName, clientName, why }
    }),
  }
}

interface Row {
  readonly appointmentId: string
  readonly startTime: Instant
  readonly trainerName: string
  readonly serviceName: string
  readonly clientName: string | null
  readonly room: string | null
  readonly hasTrainer: 0 | 1
  readonly needsRoom: 0 | 1
  readonly isInUse: 0 | 1
  readonly isOfService: 0 | 1
}

function whyNoRoom({ needsRoom, room, isInUse, isOfService }: Row): WhyUndecided[] {
  if (!needsRoom) return []
  if (room === null) return [{ kind: 'room_missing' }]
  if (!isInUse) return [{ kind: 'room_retired', room }]
  return isOfService ? [] : [{ kind: 'room_not_used', room }]
}

const needsRoom = `EXISTS (SELECT 1 FROM service_rooms WHERE service_id = a.service_id)`
const isInUse = `coalesce(r.active, 0)`
const isOfService = `EXISTS (
  SELECT 1 FROM service_rooms WHERE service_id = a.service_id AND room_id = a.room_id)`
const undecided = `
  FROM appointments a
    JOIN trainers t ON t.id = a.trainer_id
    JOIN services s ON s.id = a.service_id
    LEFT JOIN clients c ON c.id = a.client_id
    LEFT JOIN rooms r ON r.id = a.room_id
  WHERE a.status IN ('booked', 'checked_in')
    AND ((a.start_time > @now AND (
           t.active = 0 OR (${needsRoom} AND (${isInUse} = 0 OR NOT ${isOfService}))))
      OR a.id IN (SELECT value FROM json_each(@named)))`
