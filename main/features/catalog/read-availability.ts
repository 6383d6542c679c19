import type { Availability, Slot, TimeAway, WorkingSpan } from '../../../shared/availability.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  instantAt,
  localDateOf,
  localDateTimeAt,
  weekdayOf,
  type Instant,
  type LocalDate,
} from '../../../shared/time.ts'
import type { MinuteSpan } from '../../../shared/manage-catalog.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'

/** When a trainer works on a day. */
export interface DayHours {
  readonly hours: readonly WorkingSpan[]
  /** A dated override says so, not the weekly hours. */
  readonly isDated: boolean
  /** The weekly hours that do not hold on this day; empty unless it is dated. */
  readonly usualHours: readonly WorkingSpan[]
}

/** All that decides whether a trainer can take a slot. Four statements by hand: every booking asks. */
export function availabilityFor(
  database: StudioDatabase,
  trainerId: string,
  slot: Slot,
  timeZone: string,
): Availability {
  const away = database
    .prepare(
      `SELECT 1 AS isClosure, start_time AS start, end_time AS end, reason FROM closures
       WHERE start_time < ? AND end_time > ?
       UNION ALL
       SELECT 0, start_time, end_time, reason FROM time_off
       WHERE trainer_id = ? AND start_time < ? AND end_time > ?`,
    )
    .all(slot.endTime, slot.startTime, trainerId, slot.endTime, slot.startTime) as (TimeAway & {
    isClosure: 0 | 1
  })[]
  const first = localDateOf(slot.startTime, timeZone)
  // The end is not in the slot: what ends at midnight asks nothing of the next day.
  const last = localDateOf(addMinutes(slot.endTime, -1), timeZone)
  const dates = first === last ? [first] : [first, last]
  return {
    closures: away.filter(({ isClosure }) => isClosure === 1),
    timeOff: away.filter(({ isClosure }) => isClosure === 0),
    hours: dates.flatMap(
      (date) => hoursOn(database, date, timeZone, trainerId).get(trainerId)?.hours ?? [],
    ),
  }
}

/**
 * When each trainer works on a day, as moments, by trainer id: as a dated override says, else as the
 * week says. A boundary that the clocks skip moves to the first time that exists.
 *
 * @param trainerId only this one's.
 */
export function hoursOn(
  database: StudioDatabase,
  date: LocalDate,
  timeZone: string,
  trainerId?: string,
): Map<string, DayHours> {
  const only = trainerId === undefined ? [] : [trainerId]
  const whose = trainerId === undefined ? '' : 'AND trainer_id = ?'
  const found = new Map<
    string,
    { hours: WorkingSpan[]; isDated: boolean; usualHours: WorkingSpan[] }
  >()
  const overrides = database
    .prepare(`SELECT * FROM hours_overrides WHERE date = ? ${whose}`)
    .all(date, ...only) as Tables['hours_overrides'][]
  for (const { trainer_id: id, spans } of overrides) {
    const hours = (JSON.parse(spans) as MinuteSpan[]).map(([start, end]): WorkingSpan =>
      spanOn(date, start, end, timeZone),
    )
    found.set(id, { hours, isDated: true, usualHours: [] })
  }
  const rows = database
    .prepare(`SELECT * FROM working_hours WHERE weekday = ? ${whose} ORDER BY start_minute`)
    .all(weekdayOf(date), ...only) as Tables['working_hours'][]
  for (const { trainer_id: id, start_minute: start, end_minute: end } of rows) {
    const own = found.get(id)
    const span = spanOn(date, start, end, timeZone)
    if (own) (own.isDated ? own.usualHours : own.hours).push(span)
    else found.set(id, { hours: [span], isDated: false, usualHours: [] })
  }
  return found
}

/** The closures that reach into a stretch of time, in order. */
export function closuresIn(
  database: StudioDatabase,
  from: Instant,
  to: Instant,
): (TimeAway & { readonly id: string })[] {
  return database
    .prepare(
      `SELECT id, start_time AS start, end_time AS end, reason FROM closures
       WHERE start_time < ? AND end_time > ? ORDER BY start_time`,
    )
    .all(to, from) as (TimeAway & { id: string })[]
}

/** The time off that reaches into a stretch of time, in order. */
export function timeOffIn(
  database: StudioDatabase,
  from: Instant,
  to: Instant,
): (TimeAway & { readonly id: string; readonly trainerId: string })[] {
  return database
    .prepare(
      `SELECT id, trainer_id AS trainerId, start_time AS start, end_time AS end, reason FROM time_off
       WHERE start_time < ? AND end_time > ? ORDER BY start_time`,
    )
    .all(to, from) as (TimeAway & { id: string; trainerId: string })[]
}

function spanOn(date: LocalDate, start: number, end: number, timeZone: string): WorkingSpan {
  const at = (minute: number): Instant => {
    const local = localDateTimeAt(date, minute)
    return instantAt(local, timeZone) ?? instantAt(firstTimeAfterGap(local, timeZone), timeZone)!
  }
  return { start: at(start), end: at(end) }
}
