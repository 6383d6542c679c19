import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { ParsedInputOf, WayBack } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type {
  EndConsequence,
  MovingSession,
  SeriesChanged,
  SeriesChoice,
  seriesContract,
  SeriesSlot,
  SeriesView,
} from '../../../shared/series.ts'
import { localDateTimeOf, type LocalDate, type LocalDateTime } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  cancelAppointment,
  costOfMovingLate,
  rescheduleAppointment,
  type MoveWaiver,
} from '../appointments/index.ts'
import { versionOf } from '../check-version.ts'
import { consequenceOf } from '../consequence.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { readStudio } from '../studio/index.ts'
import { applyChoices, refuseDate } from './create-series.ts'
import { findAlternatives } from './find-alternatives.ts'
import { atWallTime } from './plan-dates.ts'
import { wayBack } from './reinstate-series.ts'

type Change = ParsedInputOf<(typeof seriesContract)['series.previewFollowing']>
type ChangeFollowing = HandledInputOf<(typeof seriesContract)['series.changeFollowing']>
type CancelFollowing = ParsedInputOf<(typeof seriesContract)['series.cancelFollowing']>

/** Which of its series a session is; null for one that is in none. */
export function readSeries(database: StudioDatabase, appointmentId: string): SeriesView | null {
  const found = database.first(
    sql
      .selectFrom('appointments')
      .select(['series_id', 'start_time'])
      .where('id', '=', appointmentId),
  )
  if (!found?.series_id) return null
  const sessions = database.all(
    sql
      .selectFrom('appointments')
      .select(['start_time', 'status'])
      .where('series_id', '=', found.series_id)
      .where('status', '<>', 'cancelled'),
  )
  return {
    seriesId: found.series_id,
    number: sessions.filter(({ start_time }) => start_time <= found.start_time).length,
    count: sessions.length,
    following: sessions.filter(
      ({ start_time, status }) => status === 'booked' && start_time >= found.start_time,
    ).length,
    version: versionOf(database, 'series', appointmentId),
  }
}

/** Says for this session and the following ones whether they can move. To be rehearsed: it moves them. */
export function previewFollowing(
  tx: Tx,
  bus: EventBus,
  input: Change,
  caller: StaffCaller,
): Result<MovingSession[]> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const found = findFollowing(tx.database, input.appointmentId, timeZone)
  if (!found.ok) return found
  const { trainerId } = input
  // Before any of them has moved.
  const late = new Map(
    found.value.sessions.map(({ appointmentId, start }) => {
      const cost = costOfMovingLate(tx.database, appointmentId, tx.now)
      return [appointmentId, cost && { from: start, stake: cost.stake, feeMinor: cost.feeMinor }]
    }),
  )
  const tried = found.value.sessions.map((session) => {
    const planned = atWallTime(`${session.date}T${input.time}` as LocalDateTime, timeZone)
    const slot = { trainerId, start: planned.start }
    const isThere = session.trainerId === trainerId && session.start === planned.start
    const moved = isThere ? ok(null) : move(tx, bus, session.appointmentId, slot, caller)
    const from = { trainerId: session.trainerId, start: session.start }
    return { ...planned, ...slot, from, appointmentId: session.appointmentId, moved }
  })
  return ok(
    tried.map(({ moved, ...session }) => ({
      ...session,
      late: late.get(session.appointmentId) ?? null,
      problem: moved.ok ? null : moved.error,
      alternatives: moved.ok
        ? []
        : findAlternatives(tx, session, timeZone, (slot) =>
            move(tx, bus, session.appointmentId, slot, caller),
          ),
    })),
  )
}

/**
 * Moves this session and the following ones of its series to another time of their day, another
 * trainer, or both: all that were not skipped, or none. Refuses `not_in_series`, `series_changed`
 * and `series_conflict`.
 */
export function changeFollowing(
  tx: Tx,
  bus: EventBus,
  input: ChangeFollowing,
  caller: StaffCaller,
): Result<SeriesChanged> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const found = findFollowing(tx.database, input.appointmentId, timeZone)
  if (!found.ok) return found
  const { seriesId, sessions } = found.value
  const { trainerId } = input
  const dates = sessions.map((session) => ({
    session,
    trainerId,
    ...atWallTime(`${session.date}T${input.time}` as LocalDateTime, timeZone),
  }))
  const slots = applyChoices(dates, input.choices)
  if (!slots.ok) return slots
  const moving = slots.value.filter(
    ({ date: { session }, slot }) =>
      session.trainerId !== slot.trainerId || session.start !== slot.start,
  )
  const waiver = waiveAll(tx, bus, input.waiver, moving, caller)
  if (!waiver.ok) return waiver
  const moved: { row: { id: string }; undo: WayBack | null }[] = []
  for (const { date, slot } of moving) {
    const { session } = date
    const result = move(tx, bus, session.appointmentId, slot, caller, waiver.value)
    if (!result.ok) return refuseDate(slot, result.error.message)
    moved.push({ row: { id: session.appointmentId }, undo: result.value.undo })
  }
  if (moved.length === 0) return refuse('already_there', {})
  bus.publish('series.changed', { seriesId, appointmentIds: moved.map(({ row }) => row.id) })
  return ok({
    seriesId,
    count: moved.length,
    date: sessions[0]!.date,
    undo: wayBack(moved),
  })
}

/** A manager allows it once for all the dates that would count as late; none: none is asked. */
function waiveAll(
  tx: Tx,
  bus: EventBus,
  waiver: ChangeFollowing['waiver'],
  moving: readonly {
    readonly date: { readonly session: FollowingSession }
    readonly slot: SeriesSlot
  }[],
  caller: StaffCaller,
): Result<MoveWaiver | undefined> {
  const isLate = moving.some(
    ({ date: { session }, slot }) =>
      session.start !== slot.start &&
      costOfMovingLate(tx.database, session.appointmentId, tx.now) !== null,
  )
  if (!waiver || !isLate) return ok(undefined)
  const allowed = spendApproval(tx, bus, 'waive', waiver.approvalId, caller)
  return allowed.ok ? ok({ reason: waiver.reason, approvedBy: allowed.value }) : allowed
}

/** Says what cancelling the rest of a series would mean. To be rehearsed: it cancels it. */
export function endConsequence(
  tx: Tx,
  bus: EventBus,
  input: Pick<CancelFollowing, 'appointmentId' | 'by'>,
  caller: StaffCaller,
): Result<EndConsequence> {
  const ended = cancelFollowing(tx, bus, { ...input, reason: 'other' }, caller)
  if (!ended.ok) return ended
  const lateOn = tx.published.flatMap((event) =>
    event.type === 'appointment.cancelled' && event.data.late
      ? [event.data.localStart.slice(0, 10) as LocalDate]
      : [],
  )
  return ok({ ...consequenceOf(tx.published), count: ended.value.count, lateOn })
}

/**
 * Cancels this session and the following ones that are still to come. What the others keep, the same
 * rules say as for one session: a late one costs what it costs, and what was paid becomes balance.
 */
export function cancelFollowing(
  tx: Tx,
  bus: EventBus,
  input: CancelFollowing,
  caller: StaffCaller,
): Result<SeriesChanged> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const found = findFollowing(tx.database, input.appointmentId, timeZone)
  if (!found.ok) return found
  const { by, reason, note, formers } = input
  const formerOf = new Map(formers?.map((former) => [former.appointmentId, former.formerId]))
  const { seriesId } = found.value
  const sessions = found.value.sessions.filter(
    ({ appointmentId }) => !formers || formerOf.has(appointmentId),
  )
  for (const { appointmentId } of sessions) {
    const formerId = formerOf.get(appointmentId)
    const cancelled = cancelAppointment(
      tx,
      bus,
      { appointmentId, by, reason, note, refund: false, formerId },
      caller,
    )
    if (!cancelled.ok) return cancelled
  }
  bus.publish('series.ended', {
    seriesId,
    appointmentIds: sessions.map(({ appointmentId }) => appointmentId),
  })
  const cancelled = sessions.map(({ appointmentId }) => ({ appointmentId, slot: null }))
  // Where one had been put back to, if that was not where it had stood and stands now.
  const choices = formers ? sessions.flatMap((session) => elsewhere(tx, session, timeZone)) : []
  return ok({
    seriesId,
    count: sessions.length,
    date: sessions[0]!.date,
    undo: { command: 'series.putBack', input: { sessions: cancelled, choices } },
  })
}

function elsewhere(
  tx: Tx,
  { appointmentId, trainerId, start }: FollowingSession,
  timeZone: string,
): SeriesChoice[] {
  const { trainer_id, start_time } = tx.database.one(
    sql
      .selectFrom('appointments')
      .select(['trainer_id', 'start_time'])
      .where('id', '=', appointmentId),
  )
  const planned = localDateTimeOf(start_time, timeZone)
  const isSame = trainer_id === trainerId && planned === start
  return isSame ? [] : [{ kind: 'elsewhere', planned, trainerId, start }]
}

interface FollowingSession extends SeriesSlot {
  readonly appointmentId: string
  readonly date: LocalDate
}

/** This session and those after it that are still booked. Refuses `not_in_series`. */
function findFollowing(
  database: StudioDatabase,
  appointmentId: string,
  timeZone: string,
): Result<{ readonly seriesId: string; readonly sessions: readonly FollowingSession[] }> {
  const first = database.first(
    sql
      .selectFrom('appointments')
      .select(['series_id', 'start_time'])
      .where('id', '=', appointmentId)
      .where('status', '=', 'booked'),
  )
  if (!first?.series_id) return refuse('not_in_series', {})
  const rows = database.all(
    sql
      .selectFrom('appointments')
      .select(['id', 'trainer_id', 'start_time'])
      .where('series_id', '=', first.series_id)
      .where('status', '=', 'booked')
      .where('start_time', '>=', first.start_time)
      .orderBy('start_time'),
  )
  const sessions = rows.map((row) => {
    const start = localDateTimeOf(row.start_time, timeZone)
    const date = start.slice(0, 10) as LocalDate
    return { appointmentId: row.id, trainerId: row.trainer_id, start, date }
  })
  return ok({ seriesId: first.series_id, sessions })
}

function move(
  tx: Tx,
  bus: EventBus,
  appointmentId: string,
  slot: SeriesSlot,
  caller: StaffCaller,
  waiver?: MoveWaiver,
): Result<AppointmentChanged> {
  const allowance = { allowOutsideHours: false, allowNoBuffer: false, allowClientOverlap: false }
  return rescheduleAppointment(tx, bus, { appointmentId, ...slot, ...allowance, waiver }, caller)
}
