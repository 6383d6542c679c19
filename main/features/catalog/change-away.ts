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

/** Closes the studio for a time. What is booked then stays booked. Refuses what {@link decideAway} refuses. */
export function addClosure(
  tx: Tx,
  bus: EventBus,
  input: Stretch & { readonly reason: string; readonly removedId?: string | undefined },
  timeZone: string,
  caller: StaffCaller,
): Result<CatalogChanged> {
  const times = wasRemoved(tx, 'closure', input.removedId) ?? decideAway(input, tx.now, timeZone)
  if (!times.ok) return times
  const id = newId()
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
 * Refuses `trainer_not_found` and what {@link decideAway} refuses.
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
  const times = wasRemoved(tx, 'timeOff', input.removedId) ?? decideAway(input, tx.now, timeZone)
  if (!times.ok) return times
  const id = newId()
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

function wallTimesOf(
  row: { readonly start_time: Instant; readonly end_time: Instant },
  timeZone: string,
): Stretch {
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

/** When something was that was removed, as the log says; null: it does not say that it was. */
function wasRemoved(
  tx: Tx,
  subject: 'closure' | 'timeOff',
  id: string | undefined,
): Result<{ start_time: Instant; end_time: Instant }> | null {
  const type = subject === 'closure' ? 'catalog.closure_removed' : 'catalog.time_off_removed'
  const times = tx.database
    .prepare(
      `SELECT event_data ->> '$.startTime' AS start_time, event_data ->> '$.endTime' AS end_time
       FROM event_log WHERE subject_type = ? AND subject_id = ? AND event_type = ?`,
    )
    .get(subject, id ?? null, type) as { start_time: Instant; end_time: Instant } | undefined
  return times ? ok(times) : null
}

/** A time that the clocks skip is the first one after it. */
function momentsOf(
  { start, end }: Stretch,
  timeZone: string,
): Result<{ start_time: Instant; end_time: Instant }> {
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
