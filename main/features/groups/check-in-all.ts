import type { AllCheckedIn } from '../../../shared/groups.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkIn, maySee, takeBackCheckIn } from '../appointments/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { findGroup, seatsIn, type Group } from './group-row.ts'

/** Everyone who is expected is here. Those who are marked already stay as they are. */
export function checkInAll(
  tx: Tx,
  bus: EventBus,
  { appointmentId }: { readonly appointmentId: string },
  caller: StaffCaller,
): Result<AllCheckedIn> {
  const found = findOwn(tx.database, appointmentId, caller)
  if (!found.ok) return found
  const expected = seatsIn(tx.database, appointmentId).filter(({ status }) => status === 'booked')
  for (const { id: seatId } of expected) {
    const checked = checkIn(tx, bus, { appointmentId, seatId }, caller)
    if (!checked.ok) return checked
  }
  const seatIds = expected.map(({ id }) => id)
  const undo = { command: 'groups.takeBackCheckIns', input: { appointmentId, seatIds } } as const
  // Where everyone was marked already there is nothing to take back.
  return ok({ appointmentId, count: seatIds.length, undo: seatIds.length > 0 ? undo : null })
}

/** Takes several check-ins back at once, as they were made. */
export function takeBackCheckIns(
  tx: Tx,
  bus: EventBus,
  input: { readonly appointmentId: string; readonly seatIds: readonly string[] },
  caller: StaffCaller,
): Result<AllCheckedIn> {
  const { appointmentId, seatIds } = input
  const found = findOwn(tx.database, appointmentId, caller)
  if (!found.ok) return found
  for (const seatId of seatIds) {
    const back = takeBackCheckIn(tx, bus, { appointmentId, seatId }, caller)
    if (!back.ok) return back
  }
  return ok({ appointmentId, count: seatIds.length, undo: null })
}

/** A group session that the caller may mark; a trainer's own only, also while nobody sits in it. */
function findOwn(
  database: StudioDatabase,
  appointmentId: string,
  { actor }: StaffCaller,
): Result<Group> {
  const found = findGroup(database, appointmentId)
  if (!found.ok || maySee(actor, found.value.row.trainer_id)) return found
  return refuse('appointment_not_found', {})
}
