import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { SeriesSlot } from '../../../shared/series.ts'
import { localDateTimeOf, minutesBetween } from '../../../shared/time.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findTrainer } from '../catalog/index.ts'
import { findActiveClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { buffersOf, type AppointmentRow } from './appointment-row.ts'
import { checkSlot, type Allowance, type CheckedSlot } from './check-slot.ts'
import { decideInBook } from '../decide-in-book.ts'
import { isTakenBackInTime } from '../taken-back-in-time.ts'
import { decideSlot } from './decide.ts'

/** What a row says of a cancellation, once that is taken back. */
export const uncancelled = {
  status: 'booked',
  cancelled_at: null,
  cancelled_by: null,
  cancellation_reason: null,
  cancellation_note: null,
  cancelled_late: null,
  cancellation_fee_minor: null,
  told_at: null,
  excused: null,
} as const

/** Where a cancelled session goes instead, when its own slot is taken. */
export type OtherSlot = SeriesSlot

/**
 * Takes the slot of a cancelled session again, or another of the same length: private or group, if
 * neither trainer, client nor room has something else by now; another free room will do. In its own
 * slot working hours are not asked again: it stood there before; nor is the book, while its cancellation
 * is taken back in time. The status is the caller's to write.
 *
 * Refuses what {@link checkSlot} and {@link decideSlot} refuse, and `client_erased`: nothing begins
 * again with who asked to be forgotten.
 */
export function standAgain(
  tx: Tx,
  bus: EventBus,
  appointment: AppointmentRow,
  input: Allowance & { readonly to?: OtherSlot | undefined },
  caller: StaffCaller,
): Result<{
  readonly exceptions: CheckedSlot['exceptions']
  readonly appointment: AppointmentRow
}> {
  const { to } = input
  const { time_zone: timeZone, room_id, exception_reason } = appointment
  const trainer = findTrainer(tx.database, to?.trainerId ?? appointment.trainer_id)
  if (!trainer) return refuse('trainer_not_found', {})
  const { client_id: clientId } = appointment
  const client = clientId === null ? null : (findActiveClient(tx.database, clientId) ?? null)
  if (!client && clientId !== null) return refuse('client_erased', {})
  const own = { startTime: appointment.start_time, endTime: appointment.end_time }
  const isUndone = !to && isTakenBackInTime(appointment.cancelled_at, tx.now)
  const inBook = isUndone
    ? ok(null)
    : decideInBook(to?.start ?? appointment.local_start, tx.now, timeZone)
  if (!inBook.ok) return inBook
  const slot = to
    ? decideSlot({ start: to.start }, minutesBetween(own.startTime, own.endTime), timeZone)
    : ok(own)
  if (!slot.ok) return slot
  const wanted = {
    ...slot.value,
    ...buffersOf(appointment),
    trainer,
    client,
    timeZone,
    room: { serviceId: appointment.service_id, preferred: room_id },
    moving: appointment.id,
    ...(!to && { stoodThere: true as const }),
  }
  const checked = checkSlot(tx, bus, wanted, input, caller)
  if (!checked.ok) return checked
  const { columns, exceptions } = checked.value
  const taken = {
    trainer_id: trainer.id,
    start_time: slot.value.startTime,
    end_time: slot.value.endTime,
    // In its own slot both times stand again, also where they have parted.
    ...(to && { local_start: localDateTimeOf(slot.value.startTime, timeZone) }),
    room_id: columns.room_id,
    // Why it was once allowed outside hours still holds.
    exception_reason: exception_reason ?? columns.exception_reason,
  }
  tx.database.run(sql.updateTable('appointments').set(taken).where('id', '=', appointment.id))
  return ok({ exceptions, appointment: { ...appointment, ...taken } })
}
