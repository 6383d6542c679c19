import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { groupsContract } from '../../../shared/groups.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { dayOf, placeBooking, slotOf, touchAppointment } from '../appointments/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { decideCapacity } from './decide-seat.ts'
import { findGroupInBook } from './group-row.ts'

/** Puts a session with empty seats into the day, through the same door as every booking. */
export function scheduleGroup(
  tx: Tx,
  bus: EventBus,
  input: ParsedInputOf<(typeof groupsContract)['groups.schedule']>,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const placed = placeBooking(tx, bus, { ...input, clientId: null }, caller)
  if (!placed.ok) return placed
  const { id: appointmentId } = placed.value
  return ok({
    appointmentId,
    date: dayOf(placed.value),
    undo: {
      command: 'groups.cancel',
      input: { appointmentId, reason: 'booked_by_mistake', refund: false },
    },
  })
}

/** Gives a session more or fewer seats. Those that are taken stay. Refuses `outside_book`. */
export function changeCapacity(
  tx: Tx,
  bus: EventBus,
  input: { readonly appointmentId: string; readonly capacity: number },
): Result<AppointmentChanged> {
  const found = findGroupInBook(tx, input.appointmentId)
  if (!found.ok) return found
  const { row, capacity: previousCapacity } = found.value
  const allowed = decideCapacity(found.value, input.capacity)
  if (!allowed.ok) return allowed
  const changed = { appointmentId: row.id, date: dayOf(row) }
  if (input.capacity === previousCapacity) return ok({ ...changed, undo: null })
  tx.database.run(
    sql.updateTable('appointments').set({ capacity: input.capacity }).where('id', '=', row.id),
  )
  bus.publish('group.capacity_changed', {
    ...slotOf(row),
    capacity: input.capacity,
    previousCapacity,
  })
  touchAppointment(tx, row)
  return ok({
    ...changed,
    undo: {
      command: 'groups.changeCapacity',
      input: { appointmentId: row.id, capacity: previousCapacity },
    },
  })
}
