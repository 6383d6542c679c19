import type { AppointmentChanged, appointmentsContract } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf, minutesBetween } from '../../../shared/time.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findTrainer } from '../catalog/index.ts'
import { findClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import {
  dayOf,
  findAppointment,
  slotOf,
  touchAppointment,
  type AppointmentRow,
} from './appointment-row.ts'
import { checkSlot, mayLeaveHours } from './check-slot.ts'
import { decideSlot } from './decide.ts'

type Input = ParsedInputOf<(typeof appointmentsContract)['appointments.reschedule']>

/** Moves a session to another time, trainer or length. Price and terms stay as booked. */
export function rescheduleAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAppointment(tx.database, input.appointmentId)
  if (!found.ok) return found
  const before = found.value
  if (before.status === 'cancelled') return refuse('appointment_cancelled', {})
  const { time_zone: timeZone } = readStudio(tx.database)
  const trainer = findTrainer(tx.database, input.trainerId)
  if (!trainer) return refuse('trainer_not_found', {})
  const client = findClient(tx.database, before.client_id)
  if (!client) return refuse('client_not_found', {})

  const slot = decideSlot(input, minutesBetween(before.start_time, before.end_time), timeZone)
  if (!slot.ok) return slot
  const { startTime, endTime } = slot.value
  if (
    trainer.id === before.trainer_id &&
    startTime === before.start_time &&
    endTime === before.end_time
  ) {
    return refuse('already_there', {})
  }
  const exceptions = checkSlot(tx, {
    ...slot.value,
    trainer,
    client,
    timeZone,
    moving: before.id,
    allowOutsideHours: mayLeaveHours(input.allowOutsideHours, caller),
    allowClientOverlap: input.allowClientOverlap,
  })
  if (!exceptions.ok) return exceptions

  const moved = {
    trainer_id: trainer.id,
    start_time: startTime,
    end_time: endTime,
    time_zone: timeZone,
    local_start: localDateTimeOf(startTime, timeZone),
  }
  const after = { ...before, ...moved }
  tx.database.run(sql.updateTable('appointments').set(moved).where('id', '=', before.id))
  bus.publish('appointment.rescheduled', {
    ...slotOf(after),
    previousTrainerId: before.trainer_id,
    previousStartTime: before.start_time,
    previousEndTime: before.end_time,
    ...exceptions.value,
  })
  touchAppointment(tx, before)
  touchAppointment(tx, after)
  const back = wayBack(before, minutesBetween(startTime, endTime), timeZone)
  return ok({
    appointmentId: before.id,
    date: dayOf(after),
    undo: back && {
      command: 'appointments.reschedule',
      input: {
        appointmentId: before.id,
        trainerId: before.trainer_id,
        ...back,
        // It stood there before, so whatever was allowed for it then is allowed now.
        allowOutsideHours: caller.actor.role === 'manager',
        allowClientOverlap: true,
      },
    },
  })
}

/**
 * The wall times that mean the old slot again. Where the clocks go back, the second of two equal
 * times cannot be said: then the length says it, if it was kept, and otherwise nothing can.
 */
function wayBack(before: AppointmentRow, currentMinutes: number, timeZone: string) {
  const start = localDateTimeOf(before.start_time, timeZone)
  const ways = [{ start, end: localDateTimeOf(before.end_time, timeZone) }, { start }]
  const leadsBack = (way: (typeof ways)[number]) => {
    const slot = decideSlot(way, currentMinutes, timeZone)
    return (
      slot.ok &&
      slot.value.startTime === before.start_time &&
      slot.value.endTime === before.end_time
    )
  }
  return ways.find(leadsBack) ?? null
}
