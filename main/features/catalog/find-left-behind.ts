import type { CatalogConsequence, OfferKind } from '../../../shared/manage-catalog.ts'
import { addMinutes, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'

/*
 * Nothing that is booked changes with the catalogue. So a change of it names before the press what it
 * leaves behind: sessions that keep what cannot be booked any more, and services that need a room and
 * have none. `appointments.affected` lists the same sessions.
 */

// What began a day ago is over: years of history are not read.
const isToCome = `status IN ('booked', 'checked_in') AND end_time > ? AND start_time > ?`
const toCome = (now: Instant) => [now, addMinutes(now, -24 * 60)] as const
const column = { trainer: 'trainer_id', service: 'service_id', room: 'room_id' } as const

/** What retiring a trainer, a service or a room would leave behind. */
export function leftByRetiring(
  database: StudioDatabase,
  { kind, id }: { readonly kind: OfferKind; readonly id: string },
  now: Instant,
): CatalogConsequence {
  const sessionsKept = database
    .prepare(`SELECT count(*) FROM appointments WHERE ${column[kind]} = ? AND ${isToCome}`)
    .pluck()
    .get(id, ...toCome(now)) as number
  const servicesWithoutRoom =
    kind === 'room' ? (database.prepare(servicesWithOnly).pluck().all(id, id) as string[]) : []
  return { sessionsKept, servicesWithoutRoom }
}

const servicesWithOnly = `
  SELECT s.name FROM services s
  WHERE s.active = 1
    AND EXISTS (SELECT 1 FROM service_rooms WHERE service_id = s.id AND room_id = ?)
    AND NOT EXISTS (
      SELECT 1 FROM service_rooms sr JOIN rooms r ON r.id = sr.room_id
      WHERE sr.service_id = s.id AND r.active = 1 AND r.id <> ?)
  ORDER BY s.position`

/**
 * What giving a service these rooms would leave behind: its sessions that are in none of them, as long
 * as it needs one. Nothing when they are the rooms it has.
 */
export function leftByRooms(
  database: StudioDatabase,
  { serviceId, roomIds }: { readonly serviceId: string; readonly roomIds: readonly string[] },
  now: Instant,
): CatalogConsequence {
  const before = database
    .prepare('SELECT room_id FROM service_rooms WHERE service_id = ?')
    .pluck()
    .all(serviceId) as string[]
  const after = new Set(roomIds)
  const isSame = before.length === after.size && before.every((id) => after.has(id))
  if (isSame || after.size === 0) return { sessionsKept: 0, servicesWithoutRoom: [] }
  const rooms = JSON.stringify([...after])
  const sessionsKept = database
    .prepare(
      `SELECT count(*) FROM appointments WHERE service_id = ? AND ${isToCome}
         AND (room_id IS NULL OR room_id NOT IN (SELECT value FROM json_each(?)))`,
    )
    .pluck()
    .get(serviceId, ...toCome(now), rooms) as number
  const servicesWithoutRoom = database
    .prepare(
      `SELECT name FROM services WHERE id = ? AND active = 1 AND NOT EXISTS (
         SELECT 1 FROM rooms WHERE active = 1 AND id IN (SELECT value FROM json_each(?)))`,
    )
    .pluck()
    .all(serviceId, rooms) as string[]
  return { sessionsKept, servicesWithoutRoom }
}

/** The same as an event and a way back say it: nothing of what there is none. */
export function countsOf({ sessionsKept, servicesWithoutRoom: { length } }: CatalogConsequence) {
  return {
    ...(sessionsKept > 0 && { sessionsKept }),
    ...(length > 0 && { servicesWithoutRoom: length }),
  }
}
