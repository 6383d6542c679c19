import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { attendanceContract } from '../../../shared/attendance.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findService, findTrainer } from '../catalog/index.ts'
import { findClient } from '../clients/index.ts'
import { withdrawFees } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { fundAgain } from '../packages/index.ts'
import { buffersOf, dayOf, type AppointmentRow } from './appointment-row.ts'
import { findAttendance, keyOf, updateAttendance, type Attendance } from './attendance.ts'
import { checkSlot, type CheckedSlot } from './check-slot.ts'
import { publishOutcome } from './publish-outcome.ts'
import { decideTransition } from './transitions.ts'
import { fundedSession } from './settle-attendance.ts'

type Input = ParsedInputOf<(typeof attendanceContract)['appointments.reinstate']>

/**
 * Takes a cancellation back, if neither trainer, client nor room has something else by now; another
 * free room will do. Working hours are not asked again: it stood there before. Its credit is
 * held again, if there is one left; its fee is withdrawn;
 * a refund stays refunded.
 */
export function reinstateAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAttendance(tx.database, input)
  if (!found.ok) return found
  const attendance = found.value
  const { terms } = attendance
  const legal = decideTransition(terms.status, 'reinstate')
  if (!legal.ok) return legal
  const checked = takeSlotAgain(tx, bus, attendance, input, caller)
  if (!checked.ok) return checked

  const funded = fundAgain(tx, bus, terms, fundedSession(attendance))
  if (!funded.ok) return funded
  updateAttendance(tx, attendance, {
    status: 'booked',
    cancelled_at: null,
    cancelled_by: null,
    cancellation_reason: null,
    cancellation_note: null,
    cancelled_late: null,
    cancellation_fee_minor: null,
    told_at: null,
    excused: null,
  })
  const { room_id } = checked.value.columns
  const appointment = { ...attendance.appointment, room_id }
  publishOutcome(bus, { ...attendance, appointment }, 'reinstated', checked.value.exceptions)
  withdrawFees(tx, bus, attendance)
  return ok({
    appointmentId: attendance.appointmentId,
    date: dayOf(attendance.appointment),
    undo: {
      command: 'appointments.cancel',
      input: {
        ...keyOf(attendance),
        by: terms.cancelled_by,
        reason: terms.cancellation_reason,
        // Not the note: what undoes a command is remembered, and what people typed is not.
        refund: false,
      },
    },
  })
}

/**
 * A private session needs its slot again, and a room. A seat needs only that the group takes place
 * and has one left.
 */
function takeSlotAgain(
  tx: Tx,
  bus: EventBus,
  { seatId, clientId, appointment }: Attendance,
  input: Input,
  caller: StaffCaller,
): Result<CheckedSlot> {
  const { room_id, exception_reason } = appointment
  if (seatId !== null) {
    const legal = decideTransition(appointment.status, 'move')
    const isFree = legal.ok ? decideSeatFree(tx, appointment) : legal
    return isFree.ok ? ok({ exceptions: {}, columns: { room_id, exception_reason } }) : isFree
  }
  const trainer = findTrainer(tx.database, appointment.trainer_id)
  if (!trainer) return refuse('trainer_not_found', {})
  const client = findClient(tx.database, clientId)
  if (!client) return refuse('client_not_found', {})
  const wanted = {
    startTime: appointment.start_time,
    endTime: appointment.end_time,
    ...buffersOf(appointment),
    trainer,
    client,
    timeZone: appointment.time_zone,
    room: { serviceId: appointment.service_id, preferred: room_id },
    moving: appointment.id,
    stoodThere: true as const,
  }
  const checked = checkSlot(tx, bus, wanted, input, caller)
  if (!checked.ok) return checked
  const { columns } = checked.value
  const taken = {
    room_id: columns.room_id,
    // Why it was once allowed outside hours still holds.
    exception_reason: columns.exception_reason ?? exception_reason,
  }
  tx.database.run(sql.updateTable('appointments').set(taken).where('id', '=', appointment.id))
  return ok({ ...checked.value, columns: taken })
}

/** Refuses `session_full` when somebody else has got the seat meanwhile. */
function decideSeatFree(tx: Tx, { id, service_id, capacity }: AppointmentRow): Result<null> {
  const taken = tx.database
    .prepare(`SELECT count(*) FROM seats WHERE appointment_id = ? AND status <> 'cancelled'`)
    .pluck()
    .get(id) as number
  if (capacity === null || taken < capacity) return ok(null)
  const service = findService(tx.database, service_id)?.name ?? ''
  return refuse('session_full', { service, capacity })
}
