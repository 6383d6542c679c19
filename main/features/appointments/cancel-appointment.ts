import type { AppointmentChanged, CancelledBy } from '../../../shared/appointments.ts'
import type { attendanceContract, CancelConsequence } from '../../../shared/attendance.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import {
  firstTimeAfterGap,
  instantAt,
  type Instant,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findActiveClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { buffersOf, dayOf } from './appointment-row.ts'
import {
  findAttendanceFor,
  keyOf,
  updateAttendance,
  type Attendance,
  type AttendanceKey,
} from './attendance.ts'
import { checkClientFree, checkSlot } from './check-slot.ts'
import { decideCancellation, decideToldAt } from './decide-outcome.ts'
import { findFormer, restorePart, restoreSlot, surplusOf } from './former-state.ts'
import { publishOutcome } from './publish-outcome.ts'
import { agreedTerms, paidFor, settleCredit, settleMoney } from './settle-attendance.ts'
import { waitAgain } from './waiting-line.ts'

type Input = ParsedInputOf<(typeof attendanceContract)['appointments.cancel']>

/** Says what cancelling now would mean. The same decision that the cancellation itself makes. */
export function cancelConsequence(
  database: StudioDatabase,
  input: AttendanceKey & {
    readonly by: CancelledBy
    readonly toldAt?: LocalDateTime | undefined
    readonly waived: boolean
  },
  now: Instant,
): Result<CancelConsequence> {
  const found = findAttendanceFor(database, input, 'cancel')
  if (!found.ok) return found
  const at = readToldAt(found.value, input.toldAt, now)
  if (!at.ok) return at
  const { by, waived } = input
  return ok(decide(database, found.value, { by, at: at.value, waived }))
}

/**
 * Cancels a session and frees its slot; gives back what is due if that was chosen, in the same
 * transaction. The reason's code goes into the log, the note stays beside the appointment.
 *
 * A seat that was given from the line and is taken back puts its client there again.
 *
 * Refuses `told_in_future` and `told_before_booking`, and `approval_needed` for letting it go.
 */
export function cancelAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAttendanceFor(tx.database, input, 'cancel')
  if (!found.ok) return found
  const attendance = found.value
  const allowed = allowanceOf(tx, bus, attendance, caller)
  const done =
    input.formerId === undefined
      ? cancelNow(tx, bus, attendance, input, caller)
      : cancelAgain(tx, bus, attendance, { ...input, formerId: input.formerId }, caller)
  if (!done.ok) return done
  if (input.waitlistId !== undefined) {
    const waiting = waitAgain(tx, bus, attendance.appointment, input.waitlistId, 'seated')
    // Who waits again by themselves, or was erased, has no old place.
    if (!waiting.ok && waiting.error.code === 'not_waiting') return waiting
  }
  return ok({
    appointmentId: attendance.appointmentId,
    date: dayOf(attendance.appointment),
    undo: { command: 'appointments.reinstate', input: { ...keyOf(attendance), ...allowed } },
  })
}

/** What was allowed for a session that stands, so that undoing its cancellation needs no asking. */
function allowanceOf(tx: Tx, bus: EventBus, attendance: Attendance, caller: StaffCaller) {
  const { appointment, clientId, seatId } = attendance
  const { start_time: startTime, end_time: endTime, time_zone: timeZone } = appointment
  const client = findActiveClient(tx.database, clientId) ?? null
  if (!client) return {}
  const nothing = { allowOutsideHours: false, allowNoBuffer: false, allowClientOverlap: false }
  const slot = { startTime, endTime, timeZone, moving: appointment.id }
  const stands =
    seatId === null
      ? checkSlot(
          tx,
          bus,
          {
            ...slot,
            ...buffersOf(appointment),
            trainer: { id: appointment.trainer_id, name: '' },
            client,
            room: { serviceId: appointment.service_id, preferred: appointment.room_id },
            stoodThere: true,
          },
          nothing,
          caller,
        )
      : checkClientFree(tx, slot, client, nothing)
  if (stands.ok) return {}
  return {
    ...(seatId === null && { allowNoBuffer: true }),
    allowClientOverlap: true,
    exceptionReason: appointment.exception_reason ?? words.booking.reinstateReason,
  }
}

function cancelNow(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  input: Input,
  caller: StaffCaller,
): Result<null> {
  const at = readToldAt(attendance, input.told?.at, tx.now)
  if (!at.ok) return at
  const how = { by: input.by, at: at.value, waived: false }
  const asItIs = decide(tx.database, attendance, how)
  // What is not late needs no manager.
  const waiver = asItIs.late ? input.waiver : undefined
  if (waiver) {
    const allowed = spendApproval(tx, bus, 'waive', waiver.approvalId, caller, asItIs.feeMinor)
    if (!allowed.ok) return allowed
  }
  const outcome = waiver ? decide(tx.database, attendance, { ...how, waived: true }) : asItIs
  const { late, feeMinor, refundRequired } = outcome
  updateAttendance(tx, attendance, {
    status: 'cancelled',
    cancelled_at: tx.now,
    cancelled_by: input.by,
    cancellation_reason: input.reason,
    cancellation_note: input.note || null,
    cancelled_late: late ? 1 : 0,
    cancellation_fee_minor: feeMinor,
    told_at: input.told ? at.value : null,
    excused: waiver ? 'waived' : null,
  })
  publishOutcome(bus, attendance, 'cancelled', {
    by: input.by,
    reason: input.reason,
    late,
    feeMinor,
    refundRequired,
    ...(outcome.isTaken && outcome.stake === 'session' && { sessionTaken: true }),
    ...(input.told ? { toldAt: at.value, toldReason: input.told.reason } : {}),
    ...(waiver ? { waived: waiver.reason } : {}),
  })
  // What was booked by mistake was never promised: its credit is as if nothing had been.
  const byStudio = input.by === 'studio' && input.reason !== 'booked_by_mistake'
  settleCredit(tx, bus, attendance, outcome, { byStudio })
  return settleMoney(
    tx,
    bus,
    attendance,
    { kind: 'late_cancellation', settlement: outcome, excuse: null, dueAt: tx.now },
    input,
    caller,
  )
}

/** Undoes that it was put back: it is cancelled as it was, and costs what it had cost, no more. */
function cancelAgain(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  input: Input & { readonly formerId: string },
  caller: StaffCaller,
): Result<null> {
  const found = findFormer(tx, input.formerId, attendance)
  if (!found.ok) return found
  const former = found.value.parts[attendance.id]
  if (former?.columns.status !== 'cancelled') return refuse('undo_overtaken', {})
  const { cancelled_by, cancellation_reason, cancelled_late, cancellation_fee_minor } =
    former.columns
  if (cancelled_by === null || cancellation_reason === null) throw new Error('Not cancelled.')
  const { slot } = found.value
  // Where it was put back to, perhaps elsewhere, is left again.
  const stood =
    attendance.seatId === null
      ? { ...attendance, appointment: { ...attendance.appointment, ...slot } }
      : attendance
  if (attendance.seatId === null) restoreSlot(tx, attendance.appointmentId, found.value)
  const publish = () =>
    publishOutcome(bus, stood, 'cancelled', {
      by: cancelled_by,
      reason: cancellation_reason,
      late: cancelled_late === 1,
      feeMinor: cancellation_fee_minor ?? minor(0),
      refundRequired: surplusOf(tx, attendance, former) > 0,
    })
  return restorePart(tx, bus, attendance, former, { ...input, publish }, caller)
}

function decide(
  database: StudioDatabase,
  attendance: Attendance,
  how: { readonly by: CancelledBy; readonly at: Instant; readonly waived: boolean },
): CancelConsequence {
  return decideCancellation(agreedTerms(database, attendance), paidFor(database, attendance), how)
}

/** When the client said so: now, unless the desk has written down that it was earlier. */
function readToldAt(
  { terms, appointment }: Attendance,
  toldAt: LocalDateTime | undefined,
  now: Instant,
): Result<Instant> {
  if (toldAt === undefined) return ok(now)
  const { time_zone: timeZone } = appointment
  const at = instantAt(toldAt, timeZone)
  if (at === null) {
    const next = firstTimeAfterGap(toldAt, timeZone).slice(11)
    return refuse('time_does_not_exist', { time: toldAt.slice(11), timeZone, next })
  }
  const believable = decideToldAt(at, terms.created_at, now)
  return believable.ok ? ok(at) : believable
}
