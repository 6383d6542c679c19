import type { EventData } from '../../../shared/events/index.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { slotOf } from './appointment-row.ts'
import type { Attendance } from './attendance.ts'

/** What can become of a session; under `appointment.` for a private one, `seat.` in a group. */
type Outcome =
  | 'checked_in'
  | 'check_in_taken_back'
  | 'completed'
  | 'completion_taken_back'
  | 'no_show'
  | 'no_show_taken_back'
  | 'cancelled'
  | 'reinstated'
  | 'payment_source_changed'

type SlotField = keyof ReturnType<typeof slotOf>

/** Publishes what became of an attendance, as an event of the appointment or of the seat. */
export function publishOutcome<O extends Outcome>(
  bus: EventBus,
  attendance: Attendance,
  outcome: O,
  facts: Omit<EventData<`appointment.${O}`>, SlotField>,
): void {
  const slot = slotOf(attendance.appointment)
  const { seatId, clientId } = attendance
  // Both are declared with the same facts (see attendance-events.ts); the compiler cannot follow a
  // generic name through the index.
  if (seatId === null) {
    bus.publish(`appointment.${outcome}`, { ...slot, ...facts } as EventData<`appointment.${O}`>)
  } else {
    const data = { ...slot, ...facts, seatId, clientId }
    bus.publish(`seat.${outcome}`, data as unknown as EventData<`seat.${O}`>)
  }
}
