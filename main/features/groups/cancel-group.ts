import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { groupsContract } from '../../../shared/groups.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { cancelAppointment, dayOf, slotOf, touchAppointment } from '../appointments/index.ts'
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
  const { appointmentId, ...how } = input
  const found = findGroup(tx.database, appointmentId)
  if (!found.ok) return found
  const { row } = found.value
  const seats = seatsIn(tx.database, appointmentId)
  if (seats.some(({ status }) => status === 'completed' || status === 'no_show')) {
    return refuse('group_attended', {})
  }
  for (const seat of seats) {
    const seatKey = { appointmentId, seatId: seat.id }
    const cancelled = cancelAppointment(tx, bus, { ...how, ...seatKey, by: 'studio' }, caller)
    if (!cancelled.ok) return cancelled
  }
  const waiting = waitingIn(tx, appointmentId)
  for (const { id: waitlistId } of waiting) {
    const left = leaveWaitlist(tx, bus, { waitlistId })
    if (!left.ok) return left
  }
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
  bus.publish('appointment.cancelled', {
    ...slotOf(row),
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
    undo: { command: 'groups.reinstate', input: { appointmentId, seatIds, waitlistIds } },
  })
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
