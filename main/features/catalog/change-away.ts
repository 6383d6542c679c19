import type {
  CatalogChanged,
  ManagedAway,
  ManagedOverride,
  MinuteSpan,
} from '../../../shared/manage-catalog.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import {
  firstTimeAfterGap,
  instantAt,
  localDateOf,
  localDateTimeOf,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { versionOf } from '../check-version.ts'
import type { StaffCaller } from '../handlers.ts'
import { decideInBook } from '../decide-in-book.ts'
import { refuseMissing } from './change-offer.ts'
import { findAnyTrainer } from './change-trainers.ts'

interface Stretch {
  readonly start: LocalDateTime
  readonly end: LocalDateTime
}

interface Times {
  readonly start_time: Instant
  readonly end_time: Instant
}

/**
 * Closes the studio for a time. What is booked then stays booked. Refuses what {@link decideAway}
 * refuses, and `away_back` for a removal that was undone already.
 */
export function addClosure(
  tx: Tx,
  bus: EventBus,
  input: Stretch & { readonly reason: string; readonly removedId?: string | undefined },
  timeZone: string,
  caller: StaffCaller,
): Result<CatalogChanged> {
  const removed = findRemoved(tx.database, { ...input, kind: 'closure' }, timeZone)
  if (removed && isAway(tx.database, removed.id)) return refuse('away_back', {})
  const times = removed ? ok(removed.times) : decideAway(input, tx.now, timeZone)
  if (!times.ok) return times
  const id = removed?.id ?? newId()
  tx.database.insert('closures', {
    id,
    ...times.value,
    reason: input.reason,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  const { start_time: startTime, end_time: endTime } = times.value
  bus.publish('catalog.closure_added', { closureId: id, startTime, endTime })
  tx.touch(topics.catalog)
  return ok({ id, undo: { command: 'catalog.removeClosure', input: { closureId: id } } })
}

/** Opens the studio again. Refuses `away_gone`. */
export function removeClosure(
  tx: Tx,
  bus: EventBus,
  closureId: string,
  timeZone: string,
): Result<CatalogChanged> {
  const row = tx.database.first(sql.selectFrom('closures').selectAll().where('id', '=', closureId))
  if (!row) return refuse('away_gone', {})
  tx.database.run(sql.deleteFrom('closures').where('id', '=', closureId))
  const { start_time: startTime, end_time: endTime, reason } = row
  bus.publish('catalog.closure_removed', { closureId, startTime, endTime })
  tx.touch(topics.catalog)
  const input = { ...wallTimesOf(row, timeZone), reason, removedId: closureId }
  return ok({ id: closureId, undo: { command: 'catalog.addClosure', input } })
}

/**
 * Notes that a trainer is away. What is booked then stays booked: it is listed, never deleted.
 * Refuses `trainer_not_found`, what {@link decideAway} refuses, and `away_back` for a removal that was
 * undone already.
 */
export function addTimeOff(
  tx: Tx,
  bus: EventBus,
  input: Stretch & {
    readonly trainerId: string
    readonly reason?: string | undefined
    readonly removedId?: string | undefined
  },
  timeZone: string,
  caller: StaffCaller,
): Result<CatalogChanged> {
  const { trainerId } = input
  if (!findAnyTrainer(tx.database, trainerId)) return refuseMissing('trainer')
  const removed = findRemoved(tx.database, { ...input, kind: 'timeOff' }, timeZone)
  if (removed && isAway(tx.database, removed.id)) return refuse('away_back', {})
  const times = removed ? ok(removed.times) : decideAway(input, tx.now, timeZone)
  if (!times.ok) return times
  const id = removed?.id ?? newId()
  tx.database.insert('time_off', {
    id,
    trainer_id: trainerId,
    ...times.value,
    reason: input.reason || null,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  const { start_time: startTime, end_time: endTime } = times.value
  bus.publish('catalog.time_off_added', { trainerId, timeOffId: id, startTime, endTime })
  tx.touch(topics.catalog)
  return ok({ id, undo: { command: 'catalog.removeTimeOff', input: { timeOffId: id } } })
}

/** Takes time off away again. Refuses `away_gone`. */
export function removeTimeOff(
  tx: Tx,
  bus: EventBus,
  timeOffId: string,
  timeZone: string,
): Result<CatalogChanged> {
  const row = tx.database.first(sql.selectFrom('time_off').selectAll().where('id', '=', timeOffId))
  if (!row) return refuse('away_gone', {})
  tx.database.run(sql.deleteFrom('time_off').where('id', '=', timeOffId))
  const { trainer_id: trainerId, start_time: startTime, end_time: endTime, reason } = row
  bus.publish('catalog.time_off_removed', { trainerId, timeOffId, startTime, endTime })
  tx.touch(topics.catalog)
  const input = {
    trainerId,
    ...wallTimesOf(row, timeZone),
    ...(reason !== null && { reason }),
    removedId: timeOffId,
  }
  return ok({ id: timeOffId, undo: { command: 'catalog.addTimeOff', input } })
}

/** Gives a trainer other hours on one date of the book, or with null the week's again. */
export function setOverride(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly trainerId: string
    readonly date: LocalDate
    readonly spans: readonly MinuteSpan[] | null
  },
  timeZone: string,
): Result<CatalogChanged> {
  const { trainerId, date, spans } = input
  if (!findAnyTrainer(tx.database, trainerId)) return refuseMissing('trainer')
  const inBook = decideInBook(date, tx.now, timeZone)
  if (!inBook.ok) return inBook
  const before = tx.database.first(
    sql
      .selectFrom('hours_overrides')
      .select('spans')
      .where('trainer_id', '=', trainerId)
      .where('date', '=', date),
  )
  tx.database.run(
    sql.deleteFrom('hours_overrides').where('trainer_id', '=', trainerId).where('date', '=', date),
  )
  if (spans) {
    tx.database.insert('hours_overrides', {
      trainer_id: trainerId,
      date,
      spans: JSON.stringify(spans),
    })
  }
  bus.publish('catalog.override_changed', {
    trainerId,
    date,
    ...(spans ? {} : { removed: true as const }),
  })
  tx.touch(topics.catalog)
  const back = { trainerId, date, spans: before ? (JSON.parse(before.spans) as unknown) : null }
  return ok({ id: trainerId, undo: { command: 'catalog.setOverride', input: back } })
}

/** The closures, the time off and the dated hours that are not over, in order. */
export function listAway(
  database: StudioDatabase,
  now: Instant,
  timeZone: string,
): { closures: ManagedAway[]; timeOff: ManagedAway[]; overrides: ManagedOverride[] } {
  const closures = database.all(
    sql.selectFrom('closures').selectAll().where('end_time', '>', now).orderBy('start_time'),
  )
  const timeOff = database.all(
    sql.selectFrom('time_off').selectAll().where('end_time', '>', now).orderBy('start_time'),
  )
  const overrides = database.all(
    sql
      .selectFrom('hours_overrides')
      .selectAll()
      .where('date', '>=', localDateOf(now, timeZone))
      .orderBy('date'),
  )
  return {
    closures: closures.map((row) => ({
      id: row.id,
      trainerId: null,
      ...wallTimesOf(row, timeZone),
      reason: row.reason,
    })),
    timeOff: timeOff.map((row) => ({
      id: row.id,
      trainerId: row.trainer_id,
      ...wallTimesOf(row, timeZone),
      reason: row.reason ?? '',
    })),
    overrides: overrides.map((row) => ({
      trainerId: row.trainer_id,
      date: row.date,
      spans: JSON.parse(row.spans) as MinuteSpan[],
      version: versionOf(database, 'datedHours', row.trainer_id, row.date),
    })),
  }
}

function wallTimesOf(row: Times, timeZone: string): Stretch {
  return {
    start: localDateTimeOf(row.start_time, timeZone),
    end: localDateTimeOf(row.end_time, timeZone),
  }
}

/**
 * When somebody is away. It may have begun long ago, as a leave has that goes on, and is not over for long.
 * Refuses `outside_book` and `end_before_start`.
 */
function decideAway(stretch: Stretch, now: Instant, timeZone: string) {
  const begins = decideInBook(stretch.start, now, timeZone, 'long ago')
  if (!begins.ok) return begins
  const ends = decideInBook(stretch.end, now, timeZone)
  return ends.ok ? momentsOf(stretch, timeZone) : ends
}

/**
 * What was removed by the log and is meant to come back: as it was, with its moments, which a wall time
 * may not tell. Null where the log knows of none, or of another one than is said.
 */
function findRemoved(
  database: StudioDatabase,
  said: Stretch & {
    readonly kind: 'closure' | 'timeOff'
    readonly removedId?: string | undefined
    readonly trainerId?: string
  },
  timeZone: string,
): { readonly id: string; readonly times: Times } | null {
  const { kind, removedId: id, trainerId = null } = said
  if (id === undefined) return null
  const type = kind === 'closure' ? 'catalog.closure_removed' : 'catalog.time_off_removed'
  const times = database
    .prepare(
      `SELECT event_data ->> '$.startTime' AS start_time, event_data ->> '$.endTime' AS end_time
       FROM event_log WHERE subject_type = ? AND subject_id = ? AND event_type = ?
         AND event_data ->> '$.trainerId' IS ?`,
    )
    .get(kind, id, type, trainerId) as Times | undefined
  if (!times) return null
  const { start, end } = wallTimesOf(times, timeZone)
  return start === said.start && end === said.end ? { id, times } : null
}

function isAway(database: StudioDatabase, id: string): boolean {
  return Boolean(
    database
      .prepare('SELECT 1 FROM closures WHERE id = ? UNION ALL SELECT 1 FROM time_off WHERE id = ?')
      .get(id, id),
  )
}

/** A time that the clocks skip is the first one after it. */
function momentsOf({ start, end }: Stretch, timeZone: string): Result<Times> {
  const at = (local: LocalDateTime): Instant =>
    instantAt(local, timeZone) ?? instantAt(firstTimeAfterGap(local, timeZone), timeZone)!
  const times = { start_time: at(start), end_time: at(end) }
  if (times.end_time <= times.start_time) {
    return refuse('end_before_start', {
      start: start.replace('T', ' '),
      end: end.replace('T', ' '),
    })
  }
  return ok(times)
}
