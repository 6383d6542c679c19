import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { attendanceContract, NoShowConsequence } from '../../../shared/attendance.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { withdrawFees } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { fundAgain } from '../packages/index.ts'
import { spendApproval } from '../staff/index.ts'
import { dayOf } from './appointment-row.ts'
import {
  findAttendanceFor,
  keyOf,
  updateAttendance,
  type Attendance,
  type AttendanceKey,
} from './attendance.ts'
import { decideNoShow, decideNoShowTime } from './decide-outcome.ts'
import { findFormer, keepFormer, restorePart, surplusOf } from './former-state.ts'
import { allowLettingGo, lettingGo } from './let-go.ts'
import { publishOutcome } from './publish-outcome.ts'
import {
  agreedTerms,
  fundedSession,
  noShowPolicy,
  paidFor,
  settleCredit,
  settleMoney,
} from './settle-attendance.ts'

type Input = ParsedInputOf<(typeof attendanceContract)['appointments.noShow']>

/** Says what marking a client as not come would mean now: the decision that the command makes. */
export function noShowConsequence(
  database: StudioDatabase,
  input: AttendanceKey & { readonly waived: boolean },
  now: Instant,
): Result<NoShowConsequence> {
  const found = findAttendanceFor(database, input, 'no_show')
  return found.ok ? ok(decide(database, found.value, { now, waived: input.waived })) : found
}

/**
 * The client did not come. Takes the credit, or writes a fee down that can be let go for a while.
 * Never done by itself: somebody has looked.
 *
 * Refuses `no_show_too_early`, and `approval_needed` for letting it go.
 */
export function markNoShow(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAttendanceFor(tx.database, input, 'no_show')
  if (!found.ok) return found
  const attendance = found.value
  const done =
    input.formerId === undefined
      ? markNow(tx, bus, attendance, input, caller)
      : markAgain(tx, bus, attendance, { ...input, formerId: input.formerId }, caller)
  if (!done.ok) return done
  return ok({
    appointmentId: attendance.appointmentId,
    date: dayOf(attendance.appointment),
    undo: { command: 'appointments.takeBackNoShow', input: keyOf(attendance) },
  })
}

function markNow(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  input: Input,
  caller: StaffCaller,
): Result<null> {
  const { waiver } = input
  const outcome = decide(tx.database, attendance, { now: tx.now, waived: waiver !== undefined })
  const { time_zone: timeZone } = attendance.appointment
  const inTime = decideNoShowTime(outcome.from, tx.now, (at) =>
    localDateTimeOf(at, timeZone).slice(11),
  )
  if (!inTime.ok) return inTime
  if (waiver) {
    const { feeMinor } = decide(tx.database, attendance, { now: tx.now, waived: false })
    const allowed = spendApproval(tx, bus, 'waive', waiver.approvalId, caller, feeMinor)
    if (!allowed.ok) return allowed
  }
  updateAttendance(tx, attendance, {
    status: 'no_show',
    resolved_at: tx.now,
    excused: outcome.excuse,
  })
  publishOutcome(bus, attendance, 'no_show', {
    feeMinor: outcome.feeMinor,
    refundRequired: outcome.refundRequired,
    ...(outcome.isTaken && outcome.stake === 'session' && { sessionTaken: true }),
    ...(outcome.excuse ? { excused: outcome.excuse } : {}),
    ...(waiver && outcome.excuse === 'waived' ? { waived: waiver.reason } : {}),
  })
  settleCredit(tx, bus, attendance, outcome, { byStudio: false })
  return settleMoney(
    tx,
    bus,
    attendance,
    { kind: 'no_show', settlement: outcome, excuse: outcome.excuse, dueAt: outcome.dueAt },
    input,
    caller,
  )
}

/** Undoes that the client came after all: it costs what it had cost, and nothing is let go anew. */
function markAgain(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  input: Input & { readonly formerId: string },
  caller: StaffCaller,
): Result<null> {
  const found = findFormer(tx, input.formerId, attendance)
  if (!found.ok) return found
  const former = found.value.parts[attendance.id]
  if (former?.columns.status !== 'no_show') return refuse('undo_overtaken', {})
  const { excused } = former.columns
  const owed = former.fees.filter(({ state }) => state !== 'forgiven' && state !== 'waived')
  const publish = () =>
    publishOutcome(bus, attendance, 'no_show', {
      feeMinor: minor(owed.reduce((sum, fee) => sum + fee.amount_minor, 0)),
      refundRequired: surplusOf(tx, attendance, former) > 0,
      ...(excused ? { excused } : {}),
    })
  return restorePart(tx, bus, attendance, former, { ...input, publish }, caller)
}

/**
 * The client came after all. Its fee is withdrawn, and its credit held again; a refund stays refunded.
 * Refuses `approval_needed` for what {@link lettingGo} finds.
 */
export function takeBackNoShow(
  tx: Tx,
  bus: EventBus,
  input: AttendanceKey & { readonly approvalId?: string | undefined },
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAttendanceFor(tx.database, input, 'take_back_no_show')
  if (!found.ok) return found
  const attendance = found.value
  const letGo = lettingGo(tx.database, attendance, tx.now)
  const formerId = keepFormer(tx, attendance.appointment, [attendance], attendance.seatId)
  const funded = fundAgain(tx, bus, attendance.terms, fundedSession(attendance))
  if (!funded.ok) return funded
  const allowed = allowLettingGo(tx, bus, letGo, input.approvalId, caller)
  if (!allowed.ok) return allowed
  updateAttendance(tx, attendance, { status: 'booked', resolved_at: null, excused: null })
  publishOutcome(bus, attendance, 'no_show_taken_back', {})
  withdrawFees(tx, bus, attendance)
  return ok({
    appointmentId: attendance.appointmentId,
    date: dayOf(attendance.appointment),
    undo: {
      command: 'appointments.noShow',
      input: { ...keyOf(attendance), refund: false, formerId },
    },
  })
}

function decide(
  database: StudioDatabase,
  attendance: Attendance,
  how: { readonly now: Instant; readonly waived: boolean },
): NoShowConsequence {
  return decideNoShow(
    agreedTerms(database, attendance),
    paidFor(database, attendance),
    noShowPolicy(database, attendance),
    how,
  )
}
