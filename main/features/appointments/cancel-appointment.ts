import type {
  AppointmentChanged,
  appointmentsContract,
  CancelConsequence,
  CancelledBy,
} from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { paidMinor, refundAppointment } from '../payments/index.ts'
import { dayOf, slotOf } from './appointment-row.ts'
import { findAttendance, updateAttendance, type Attendance } from './attendance.ts'
import { decideCancellation } from './decide.ts'

type Input = ParsedInputOf<(typeof appointmentsContract)['appointments.cancel']>

/** Says what cancelling now would mean. The same decision that the cancellation itself makes. */
export function consequenceOf(
  database: StudioDatabase,
  input: { readonly appointmentId: string; readonly by: CancelledBy },
  now: Instant,
): Result<CancelConsequence> {
  const found = findAttendance(database, input)
  if (!found.ok) return found
  if (found.value.terms.status === 'cancelled') return refuse('appointment_cancelled', {})
  return ok(decide(database, found.value, input.by, now))
}

/**
 * Cancels a session and frees its slot; gives back what is due if that was chosen, in the same
 * transaction. The reason's code goes into the log, the note stays beside the appointment.
 */
export function cancelAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAttendance(tx.database, input)
  if (!found.ok) return found
  const attendance = found.value
  const row = attendance.appointment
  if (attendance.terms.status === 'cancelled') return refuse('appointment_cancelled', {})
  const { late, feeMinor, refundDueMinor, refundRequired } = decide(
    tx.database,
    attendance,
    input.by,
    tx.now,
  )
  updateAttendance(tx, attendance, {
    status: 'cancelled',
    cancelled_at: tx.now,
    cancelled_by: input.by,
    cancellation_reason: input.reason,
    cancellation_note: input.note || null,
    cancelled_late: late ? 1 : 0,
    cancellation_fee_minor: feeMinor,
  })
  bus.publish('appointment.cancelled', {
    ...slotOf(row),
    by: input.by,
    reason: input.reason,
    late,
    feeMinor,
    refundRequired,
  })
  if (input.refund && refundRequired) {
    const refunded = refundAppointment(tx, bus, row.id, refundDueMinor, caller)
    if (!refunded.ok) return refunded
  }
  return ok({
    appointmentId: row.id,
    date: dayOf(row),
    undo: { command: 'appointments.reinstate', input: { appointmentId: row.id } },
  })
}

function decide(
  database: StudioDatabase,
  { terms, appointment }: Attendance,
  by: CancelledBy,
  now: Instant,
): CancelConsequence {
  const agreed = {
    startTime: appointment.start_time,
    priceMinor: terms.price_minor,
    lateWindowMinutes: terms.late_window_minutes,
    lateFeeBasisPoints: terms.late_fee_bp,
  }
  return decideCancellation(agreed, by, paidMinor(database, appointment.id), now)
}
