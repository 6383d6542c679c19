import type { AppointmentChanged } from '../../../shared/appointments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findService } from '../catalog/index.ts'
import { findActiveClient } from '../clients/index.ts'
import { decideInBook } from '../decide-in-book.ts'
import { withdrawFees } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { fundAgain } from '../packages/index.ts'
import { isTakenBackInTime } from '../taken-back-in-time.ts'
import { dayOf, touchAppointment } from './appointment-row.ts'
import {
  findAttendanceFor,
  keyOf,
  updateAttendance,
  type Attendance,
  type AttendanceKey,
} from './attendance.ts'
import { checkClientFree, type Allowance } from './check-slot.ts'
import { keepFormer } from './former-state.ts'
import { allowLettingGo, lettingGo } from './let-go.ts'
import { publishOutcome } from './publish-outcome.ts'
import { fundedSession } from './settle-attendance.ts'
import { standAgain, uncancelled, type OtherSlot } from './stand-again.ts'
import { decideTransition } from './transitions.ts'
import { endWaiting, publishSeated } from './waiting-line.ts'

type Input = AttendanceKey &
  Allowance & { readonly to?: OtherSlot | undefined; readonly waiveApprovalId?: string | undefined }

/**
 * Takes a cancellation back: in its own slot, or in another where that is taken by now (see
 * {@link standAgain}). Its credit is held again, if there is one left; its fee is withdrawn; a refund
 * stays refunded. Who waits for the group meanwhile leaves its line with the seat. Refuses
 * `approval_needed` for what {@link lettingGo} finds, too.
 */
export function reinstateAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAttendanceFor(tx.database, input, 'reinstate')
  if (!found.ok) return found
  const { terms } = found.value
  const letGo = lettingGo(tx.database, found.value, tx.now)
  const formerId = keepFormer(tx, found.value.appointment, [found.value], found.value.seatId)
  const stood =
    found.value.seatId === null
      ? standAgain(tx, bus, found.value.appointment, input, caller)
      : sitAgain(tx, found.value, input)
  if (!stood.ok) return stood
  const { appointment, exceptions } = stood.value
  const attendance = { ...found.value, appointment }

  const funded = fundAgain(tx, bus, terms, fundedSession(attendance))
  if (!funded.ok) return funded
  const approvalId = input.waiveApprovalId ?? input.approvalId
  const allowed = allowLettingGo(tx, bus, letGo, approvalId, caller)
  if (!allowed.ok) return allowed
  updateAttendance(tx, attendance, uncancelled)
  touchAppointment(tx, found.value.appointment)
  publishOutcome(bus, attendance, 'reinstated', exceptions)
  withdrawFees(tx, bus, attendance)
  const waitlistId = leaveLine(tx, bus, attendance)
  return ok({
    appointmentId: attendance.appointmentId,
    date: dayOf(appointment),
    undo: {
      command: 'appointments.cancel',
      input: {
        ...keyOf(attendance),
        by: terms.cancelled_by,
        reason: terms.cancellation_reason,
        refund: false,
        formerId,
        ...(waitlistId !== null && { waitlistId }),
      },
    },
  })
}

/**
 * A seat needs only that its group takes place, has one left, and that the client is nowhere else.
 * Refuses `session_full` when somebody else has got the seat meanwhile, `already_seated` when the
 * client has another one, and `outside_book` for what was cancelled long ago and is over for long.
 */
function sitAgain(tx: Tx, { appointment, clientId, terms }: Attendance, allowance: Allowance) {
  const legal = decideTransition(appointment.status, 'move')
  if (!legal.ok) return legal
  const { id, service_id, capacity, start_time: startTime, end_time: endTime } = appointment
  const inBook = isTakenBackInTime(terms.cancelled_at, tx.now)
    ? ok(null)
    : decideInBook(appointment.local_start, tx.now, appointment.time_zone)
  if (!inBook.ok) return inBook
  const taken = tx.database
    .prepare(`SELECT client_id FROM seats WHERE appointment_id = ? AND status <> 'cancelled'`)
    .pluck()
    .all(id) as string[]
  const client = findActiveClient(tx.database, clientId)
  if (!client) return refuse('client_erased', {})
  if (taken.includes(client.id)) return refuse('already_seated', { client: client.name })
  if (capacity !== null && taken.length >= capacity) {
    const service = findService(tx.database, service_id)?.name ?? ''
    return refuse('session_full', { service, capacity })
  }
  const wanted = { startTime, endTime, timeZone: appointment.time_zone, moving: id }
  const exceptions = checkClientFree(tx, wanted, client, allowance)
  return exceptions.ok ? ok({ appointment, exceptions: exceptions.value }) : exceptions
}

/** Answers the place in the line that is given up for a seat; null: they did not wait. */
function leaveLine(
  tx: Tx,
  bus: EventBus,
  { appointment, clientId, seatId }: Attendance,
): string | null {
  if (seatId === null) return null
  const waitlistId = endWaiting(tx, appointment.id, clientId, 'seated')
  if (waitlistId !== null) publishSeated(bus, appointment, { waitlistId, clientId, seatId })
  return waitlistId
}
