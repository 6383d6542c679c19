import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Refused, type Result } from '../../../shared/result.ts'
import {
  addMinutes,
  localDateTimeOf,
  minutesBetween,
  type Instant,
  type LocalDateTime,
} from '../../../shared/time.ts'
import type { KeptTime, TimesSettled } from '../../../shared/to-decide.ts'
import { sayWallTime } from '../../../shared/wall-span.ts'
import type { Slot } from '../../../shared/availability.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'
import { dayOf, findAppointment, type AppointmentRow } from './appointment-row.ts'
import { attendancesOf } from './attendance.ts'
import { takenUntil } from './choose-room.ts'
import { decideTrainerFree } from './decide.ts'
import { momentOf, type DifferingTime, type DifferingTimes } from './find-differing-times.ts'
import { findFormer, findFormers, keepFormer, type FormerState } from './former-state.ts'
import { decideTransition } from './transitions.ts'
import { writeMove } from './write-move.ts'

type Slots = Pick<AppointmentRow, 'start_time' | 'end_time' | 'time_zone' | 'local_start'>

/**
 * Decides which of two times that have parted stands: the wall time that was agreed (`wall`), at
 * another moment, or the moment (`instant`), and the clock shows another time. Of one session, or of
 * all at once, all or none. Nobody was late, and hours and buffers are not asked again: it is what was
 * agreed that is kept.
 *
 * Refuses `times_agree` when nothing is to be decided, and `time_cannot_stand`, which names the
 * session, when something else stands there by now or what pays for it does not on its new day.
 */
export function settleTimes(
  tx: Tx,
  bus: EventBus,
  { keep, appointmentId }: { readonly keep: KeptTime; readonly appointmentId?: string | undefined },
  differing: DifferingTimes,
): Result<TimesSettled> {
  const all = differing.find(tx.now)
  const chosen = all.filter((time) => (appointmentId ?? time.appointmentId) === time.appointmentId)
  if (chosen.length === 0) return refuse('times_agree', {})
  const { time_zone: timeZone } = readStudio(tx.database)
  const actId = newId()
  for (const time of inOrder(chosen)) {
    const found = findAppointment(tx.database, time.appointmentId)
    if (!found.ok) return found
    const before = found.value
    const { agreedTime } = time
    const startTime = keep === 'wall' ? agreedTime : before.start_time
    const endTime = addMinutes(startTime, minutesBetween(before.start_time, before.end_time))
    const local_start = localDateTimeOf(startTime, timeZone)
    const slots = { start_time: startTime, end_time: endTime, time_zone: timeZone, local_start }
    const free =
      keep === 'wall' ? decideFree(tx, before, { startTime, endTime }, timeZone) : ok(null)
    const done = free.ok
      ? write(tx, bus, before, slots, { settled: keep, agreedTime, actId })
      : free
    if (!done.ok) return cannotStand(time.localStart, done)
  }
  const input = { actId, keep, ...(appointmentId !== undefined && { appointmentId }) }
  return ok({
    count: chosen.length,
    undo: { command: 'appointments.unsettleTimes', input },
  })
}

/**
 * Undoes such a decision: each session has its two times again, and waits for another decision.
 * Refuses what {@link findFormer} and {@link decideTransition} refuse, and `time_cannot_stand` when
 * something else is by now where it was.
 */
export function unsettleTimes(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly actId: string
    readonly keep: KeptTime
    readonly appointmentId?: string | undefined
  },
): Result<TimesSettled> {
  const { actId, ...how } = input
  const formers = findFormers(tx.database, actId)
  if (formers.length === 0) return refuse('undo_too_late', {})
  const { time_zone: timeZone } = readStudio(tx.database)
  // The last one first, as it had to make room for the others.
  for (const { formerId, appointmentId } of formers.toReversed()) {
    const found = findAppointment(tx.database, appointmentId)
    if (!found.ok) return found
    const former = findFormer(tx, formerId, { appointmentId, seatId: null })
    if (!former.ok) return former
    const legal = decideTransition(found.value.status, 'move')
    if (!legal.ok) return legal
    const { start_time, end_time, time_zone, local_start } = former.value.slot
    const slot = { startTime: start_time, endTime: end_time }
    const free = decideFree(tx, found.value, slot, timeZone)
    if (!free.ok) return cannotStand(localDateTimeOf(start_time, timeZone), free)
    const slots = { start_time, end_time, time_zone, local_start }
    const agreedTime = momentOf(local_start, timeZone)
    const facts = { settled: 'undone', agreedTime, actId: null, former: former.value } as const
    const done = write(tx, bus, found.value, slots, facts)
    if (!done.ok) return done
  }
  const count = formers.length
  const again = { ...how, shown: { timesSettled: count } }
  return ok({ count, undo: { command: 'appointments.settleTimes', input: again } })
}

function cannotStand(local: LocalDateTime, { error }: Refused) {
  return refuse('time_cannot_stand', { date: local.replace('T', ' '), why: error.message })
}

/** What moves later begins with the last one, what moves earlier with the first: so none meets another on its way. */
function inOrder(times: readonly DifferingTime[]): DifferingTime[] {
  const isLater = ({ agreedTime, startTime }: DifferingTime) => agreedTime > startTime
  const byStart = (a: DifferingTime, b: DifferingTime) => (a.startTime < b.startTime ? -1 : 1)
  const sorted = times.toSorted(byStart)
  return [...sorted.filter(isLater).toReversed(), ...sorted.filter((time) => !isLater(time))]
}

/** Refuses `trainer_busy` and `room_busy`, as the triggers would. */
function decideFree(tx: Tx, row: AppointmentRow, slot: Slot, timeZone: string): Result<null> {
  const name = (table: 'trainers' | 'rooms', id: string) =>
    tx.database.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck().get(id) as string
  const trainer = name('trainers', row.trainer_id)
  const free = decideTrainerFree(slot, lastOfTrainer(tx, row, slot), trainer, timeZone)
  if (!free.ok || row.room_id === null) return free
  const taken = takenUntil(tx.database, row.room_id, slot, row.id)
  if (taken === null) return ok(null)
  const until = sayWallTime(taken, slot.startTime, timeZone)
  return refuse('room_busy', { rooms: [name('rooms', row.room_id)], until })
}

/** The trainer's last other session that begins before a slot ends: as no two overlap, no other reaches into it. */
function lastOfTrainer(tx: Tx, row: AppointmentRow, { endTime }: Slot): Slot[] {
  return tx.database
    .prepare(
      `SELECT start_time AS startTime, end_time AS endTime FROM appointments
       WHERE trainer_id = ? AND status <> 'cancelled' AND start_time < ? AND id <> ?
       ORDER BY start_time DESC LIMIT 1`,
    )
    .all(row.trainer_id, endTime, row.id) as Slot[]
}

function write(
  tx: Tx,
  bus: EventBus,
  before: AppointmentRow,
  slots: Slots,
  facts: {
    readonly settled: KeptTime | 'undone'
    readonly agreedTime: Instant
    readonly actId: string | null
    readonly former?: FormerState
  },
): Result<null> {
  const { settled, agreedTime, actId, former = null } = facts
  const all = attendancesOf(tx.database, before)
  keepFormer(tx, before, all, null, actId)
  // What was bought ahead is good on some days, and by the day that was agreed.
  const parts = dayOf({ ...before, ...slots }) === dayOf(before) ? [] : all
  const written = writeMove(tx, bus, before, slots, {
    parts,
    former,
    facts: { settled, agreedTime },
  })
  return written.ok ? ok(null) : written
}
