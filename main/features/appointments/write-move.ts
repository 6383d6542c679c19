import type { EventData } from '../../../shared/events/index.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { moveFunding } from '../packages/index.ts'
import { dayOf, slotOf, touchAppointment, type AppointmentRow } from './appointment-row.ts'
import { keyOf, type Attendance } from './attendance.ts'
import { hasCreditAgain, type FormerState } from './former-state.ts'

/**
 * Writes a session into another slot: what was bought ahead for these parts pays them there, or the
 * credit that did before, where a former state is restored. Publishes `appointment.rescheduled` and
 * answers the row as it is then. Refuses what {@link moveFunding} refuses.
 */
export function writeMove(
  tx: Tx,
  bus: EventBus,
  before: AppointmentRow,
  columns: Partial<AppointmentRow>,
  how: {
    readonly parts: readonly Attendance[]
    readonly former: FormerState | null
    readonly facts: Partial<EventData<'appointment.rescheduled'>>
  },
): Result<AppointmentRow> {
  const { parts, former, facts } = how
  const after = { ...before, ...columns }
  for (const part of parts) {
    if (former && hasCreditAgain(tx, bus, part, former)) continue
    const funded = moveFunding(tx, bus, part.terms, {
      ...keyOf(part),
      clientId: part.clientId,
      serviceId: before.service_id,
      date: dayOf(after),
    })
    if (!funded.ok) return funded
  }
  tx.database.run(sql.updateTable('appointments').set(columns).where('id', '=', before.id))
  bus.publish('appointment.rescheduled', {
    ...slotOf(after),
    previousTrainerId: before.trainer_id,
    previousStartTime: before.start_time,
    previousEndTime: before.end_time,
    ...(before.room_id === null ? {} : { previousRoomId: before.room_id }),
    ...facts,
  })
  touchAppointment(tx, before)
  touchAppointment(tx, after)
  return ok(after)
}
