import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { WayBack } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendCredit, unspendCredit } from '../packages/index.ts'
import { readStudio } from '../studio/index.ts'
import { dayOf } from './appointment-row.ts'
import {
  findAttendance,
  findAttendanceFor,
  keyOf,
  updateAttendance,
  type Attendance,
  type AttendanceKey,
} from './attendance.ts'
import { publishOutcome } from './publish-outcome.ts'
import { maySee } from './read-day.ts'
import { decideArrival, decideStarted, statusBeforeCompletion, type Act } from './transitions.ts'

/** The client is here, on the session's day. */
export function checkIn(
  tx: Tx,
  bus: EventBus,
  key: AttendanceKey,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findFor(tx.database, key, 'check_in', caller.actor)
  if (!found.ok) return found
  const { start_time: startTime } = found.value.appointment
  const arrived = decideArrival(startTime, tx.now, readStudio(tx.database).time_zone)
  if (!arrived.ok) return arrived
  updateAttendance(tx, found.value, { status: 'checked_in', checked_in_at: tx.now })
  publishOutcome(bus, found.value, 'checked_in', {})
  return changed(found.value, 'appointments.takeBackCheckIn')
}

/** The client is not here after all. */
export function takeBackCheckIn(
  tx: Tx,
  bus: EventBus,
  key: AttendanceKey,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findFor(tx.database, key, 'take_back_check_in', caller.actor)
  if (!found.ok) return found
  updateAttendance(tx, found.value, { status: 'booked', checked_in_at: null })
  publishOutcome(bus, found.value, 'check_in_taken_back', {})
  return changed(found.value, 'appointments.checkIn')
}

/** The session took place: the credit that was held for it is used. From its start on. */
export function completeSession(
  tx: Tx,
  bus: EventBus,
  key: AttendanceKey,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findFor(tx.database, key, 'complete', caller.actor)
  if (!found.ok) return found
  const started = decideStarted(found.value.appointment.start_time, tx.now)
  if (!started.ok) return started
  updateAttendance(tx, found.value, { status: 'completed', resolved_at: tx.now })
  spendCredit(tx, bus, found.value)
  publishOutcome(bus, found.value, 'completed', {})
  return changed(found.value, 'appointments.takeBackCompletion')
}

/** It did not take place yet after all. What was paid stays paid. */
export function takeBackCompletion(
  tx: Tx,
  bus: EventBus,
  key: AttendanceKey,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findFor(tx.database, key, 'take_back_completion', caller.actor)
  if (!found.ok) return found
  const status = statusBeforeCompletion(found.value.terms.checked_in_at)
  updateAttendance(tx, found.value, { status, resolved_at: null })
  unspendCredit(tx, bus, found.value)
  publishOutcome(bus, found.value, 'completion_taken_back', {})
  return changed(found.value, 'appointments.complete')
}

/** Finds what an act is about and whether it is legal. Another trainer's is answered as not found. */
function findFor(
  database: StudioDatabase,
  key: AttendanceKey,
  act: Act,
  actor: Session,
): Result<Attendance> {
  const found = findAttendance(database, key)
  if (!found.ok) return found
  if (!maySee(actor, found.value.appointment.trainer_id)) {
    return refuse('appointment_not_found', {})
  }
  return findAttendanceFor(database, key, act)
}

function changed(attendance: Attendance, reverse: WayBack['command']): Result<AppointmentChanged> {
  return ok({
    appointmentId: attendance.appointmentId,
    date: dayOf(attendance.appointment),
    undo: { command: reverse, input: keyOf(attendance) },
  })
}
