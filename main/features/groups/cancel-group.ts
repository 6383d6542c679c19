import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { GroupCancelConsequence, groupsContract } from '../../../shared/groups.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  cancelAppointment,
  dayOf,
  findFormer,
  restoreSlot,
  slotOf,
  touchAppointment,
  type AppointmentRow,
  type FormerState,
} from '../appointments/index.ts'
import { consequenceOf } from '../consequence.ts'
import type { StaffCaller } from '../handlers.ts'
import { findGroup, seatsIn } from './group-row.ts'
import { leaveWaitlist } from './waitlist.ts'

/**
 * Cancels a whole session. It is the studio that does: every seat is cancelled free of a fee by the
 * rules of a private session, credits go back, and nobody waits any longer. All or nothing.
 *
 * Refuses `group_attended` once somebody's seat is completed or was not used.
 */
export function cancelGroup(
  tx: Tx,
  bus: EventBus,
  input: ParsedInputOf<(typeof groupsContract)['groups.cancel']>,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const { appointmentId, formers = [], ...how } = input
  // Undone: the session itself, and each of its seats.
  const whole = formers.find(({ seatId }) => seatId === undefined)
  const found = findGroup(tx.database, appointmentId)
  if (!found.ok) return found
  const { row } = found.value
  const seats = seatsIn(tx.database, appointmentId)
  if (seats.some(({ status }) => status === 'completed' || status === 'no_show')) {
    return refuse('group_attended', {})
  }
  for (const seat of seats) {
    const seatKey = { appointmentId, seatId: seat.id }
    const formerId = formers.find(({ seatId }) => seatId === seat.id)?.formerId
    const input = { ...how, ...seatKey, by: 'studio' as const, formerId }
    const cancelled = cancelAppointment(tx, bus, input, caller)
    if (!cancelled.ok) return cancelled
  }
  const waiting = waitingIn(tx, appointmentId)
  for (const { id: waitlistId } of waiting) {
    const left = leaveWaitlist(tx, bus, { waitlistId })
    if (!left.ok) return left
  }
  const again = whole ? findFormer(tx, whole.formerId, { appointmentId, seatId: null }) : null
  if (again && !again.ok) return again
  if (again && again.value.whole.status !== 'cancelled') return refuse('undo_overtaken', {})
  tx.database.run(
    sql
      .updateTable('appointments')
      .set({
        status: 'cancelled',
        cancelled_at: tx.now,
        cancelled_by: 'studio',
        cancellation_reason: input.reason,
        cancellation_note: input.note || null,
        cancelled_late: 0,
        cancellation_fee_minor: minor(0),
      })
      .where('id', '=', row.id),
  )
  if (again) restoreSlot(tx, appointmentId, again.value)
  bus.publish('appointment.cancelled', {
    ...slotOf(again ? { ...row, ...again.value.slot } : row),
    by: 'studio',
    reason: input.reason,
    late: false,
    feeMinor: minor(0),
    refundRequired: false,
  })
  touchAppointment(tx, row)
  const seatIds = seats.map(({ id }) => id)
  const waitlistIds = waiting.map(({ id }) => id)
  return ok({
    appointmentId,
    date: dayOf(row),
    undo: {
      command: 'groups.reinstate',
      input: { appointmentId, seatIds, waitlistIds, ...(again && elsewhere(row, again.value)) },
    },
  })
}

/** What cancelling a whole session would come to. To be rehearsed: it cancels it. */
export function groupCancelConsequence(
  tx: Tx,
  bus: EventBus,
  appointmentId: string,
  caller: StaffCaller,
): Result<GroupCancelConsequence> {
  const input = { appointmentId, reason: 'other', refund: false } as const
  const cancelled = cancelGroup(tx, bus, input, caller)
  if (!cancelled.ok) return cancelled
  const { backMinor } = consequenceOf(tx.published)
  const creditsBack = tx.published.filter(({ type }) => type === 'package.credit_released').length
  return ok({ backMinor, creditsBack })
}

/** Where it had been put back to, if that was not where it had stood. */
function elsewhere(row: AppointmentRow, { slot }: FormerState) {
  const isSame = row.start_time === slot.start_time && row.trainer_id === slot.trainer_id
  const start = localDateTimeOf(row.start_time, row.time_zone)
  return isSame ? {} : { to: { trainerId: row.trainer_id, start } }
}

function waitingIn(tx: Tx, appointmentId: string) {
  return tx.database.all(
    sql
      .selectFrom('waitlist')
      .select('id')
      .where('appointment_id', '=', appointmentId)
      .where('status', '=', 'waiting'),
  )
}
