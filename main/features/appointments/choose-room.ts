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
 * Refuses `room_busy` with the time when the first one is free, and `room_not_found` for a room the
 * service cannot use.
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
  const rooms = roomsFor(database, wish.serviceId)
  if (rooms.length === 0) return wish.chosen ? refuse('room_not_found', {}) : ok(null)
  const { chosen, preferred } = wish
  if (chosen && !rooms.some(({ id }) => id === chosen)) return refuse('room_not_found', {})
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

/** When the last session that reaches into the slot leaves the room; null when it is free. */
function takenUntil(
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
