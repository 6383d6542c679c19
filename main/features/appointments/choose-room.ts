import type { Slot } from '../../../shared/availability.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sayWallTime } from '../../../shared/wall-span.ts'
import type { Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { roomsFor } from '../catalog/index.ts'

/** What a slot wants of the rooms. */
export interface RoomWish {
  readonly serviceId: string
  /** This one or none. */
  readonly chosen?: string | undefined
  /** This one if it is free, for example where the session was before. */
  readonly preferred?: string | null | undefined
}

/**
 * Finds the room a session takes place in: the chosen one, else the preferred one if it is free, else
 * the first free one in the rooms' order. Null when the service needs none.
 *
 * Refuses `room_busy` with the time when the first one is free, `room_not_found` for a room the
 * service cannot use, and `no_room_left` when it needs one and all of them are retired: two sessions
 * would meet at one door.
 *
 * @param moving the appointment that is being moved: it is not in its own way.
 */
export function chooseRoom(
  database: StudioDatabase,
  slot: Slot,
  wish: RoomWish,
  moving: string,
  timeZone: string,
): Result<string | null> {
  const { chosen, preferred } = wish
  const rooms = roomsFor(database, wish.serviceId)
  if (chosen && !rooms.some(({ id }) => id === chosen)) return refuse('room_not_found', {})
  if (rooms.length === 0) return decideRoomless(database, wish.serviceId)
  const tried = chosen
    ? rooms.filter(({ id }) => id === chosen)
    : rooms.toSorted((a, b) => Number(b.id === preferred) - Number(a.id === preferred))
  const ends: Instant[] = []
  for (const { id } of tried) {
    const until = takenUntil(database, id, slot, moving)
    if (until === null) return ok(id)
    ends.push(until)
  }
  const first = ends.reduce((a, b) => (b < a ? b : a))
  return refuse('room_busy', {
    rooms: tried.map(({ name }) => name),
    until: sayWallTime(first, slot.startTime, timeZone),
  })
}

/**
 * Whether nobody else is in a room then, whatever it is used for now.
 *
 * @param moving the appointment that is being moved: it is not in its own way.
 */
export function isRoomFree(
  database: StudioDatabase,
  roomId: string,
  slot: Slot,
  moving: string,
): boolean {
  return takenUntil(database, roomId, slot, moving) === null
}

/** Whether a session's service needs a room, and the one it has, if any, is not of those any more. */
export function needsOtherRoom(
  database: StudioDatabase,
  session: { readonly service_id: string; readonly room_id: string | null },
): boolean {
  const rooms = roomsFor(database, session.service_id)
  if (rooms.some(({ id }) => id === session.room_id)) return false
  return rooms.length > 0 || !decideRoomless(database, session.service_id).ok
}

/** A service without a room in use needs none, or has none left. */
function decideRoomless(database: StudioDatabase, serviceId: string): Result<null> {
  const service = database
    .prepare(
      `SELECT name FROM services
       WHERE id = ? AND EXISTS (SELECT 1 FROM service_rooms WHERE service_id = services.id)`,
    )
    .pluck()
    .get(serviceId) as string | undefined
  return service === undefined ? ok(null) : refuse('no_room_left', { service })
}

/** When the last session that reaches into the slot leaves the room; null when it is free. */
export function takenUntil(
  database: StudioDatabase,
  roomId: string,
  slot: Slot,
  moving: string,
): Instant | null {
  // No two sessions in a room overlap, so the last one that starts before the slot ends tells: one
  // seek. The trigger asks the same.
  const last = database
    .prepare(
      `SELECT end_time AS until FROM appointments
       WHERE room_id = ? AND status <> 'cancelled' AND start_time < ? AND id <> ?
       ORDER BY start_time DESC LIMIT 1`,
    )
    .get(roomId, slot.endTime, moving) as { until: Instant } | undefined
  return last && last.until > slot.startTime ? last.until : null
}
