import type { Result } from '../../../shared/result.ts'
import type { SeriesSlot } from '../../../shared/series.ts'
import { addMinutes, instantAt, localDateTimeOf } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import { listTrainers } from '../catalog/index.ts'
import { attempt } from '../rehearse.ts'

/** Offers of each kind: enough to choose from, few enough to read. */
const most = 2
const stepMinutes = 15
const farthestMinutes = 3 * 60

/**
 * What is free instead of a slot, nearest first: the same trainer at another time of the day, and
 * other trainers at the same time. Each is tried, so each will be accepted.
 */
export function findAlternatives(
  tx: Tx,
  wanted: SeriesSlot,
  timeZone: string,
  place: (slot: SeriesSlot) => Result<unknown>,
): SeriesSlot[] {
  const isFree = (slot: SeriesSlot) => attempt(tx, () => place(slot)).ok
  const others = listTrainers(tx.database)
    .filter(({ id }) => id !== wanted.trainerId)
    .map(({ id }) => ({ trainerId: id, start: wanted.start }))
  return [...firstFree(timesNear(wanted, timeZone), isFree), ...firstFree(others, isFree)]
}

function firstFree(slots: Iterable<SeriesSlot>, isFree: (slot: SeriesSlot) => boolean) {
  const free: SeriesSlot[] = []
  for (const slot of slots) {
    if (free.length === most) break
    if (isFree(slot)) free.push(slot)
  }
  return free
}

function* timesNear({ trainerId, start }: SeriesSlot, timeZone: string): Generator<SeriesSlot> {
  const instant = instantAt(start, timeZone)
  if (!instant) return
  for (let minutes = stepMinutes; minutes <= farthestMinutes; minutes += stepMinutes) {
    for (const away of [minutes, -minutes]) {
      const local = localDateTimeOf(addMinutes(instant, away), timeZone)
      if (local.slice(0, 10) === start.slice(0, 10)) yield { trainerId, start: local }
    }
  }
}
