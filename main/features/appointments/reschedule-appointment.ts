import type { AppointmentChanged, appointmentsContract } from '../../../shared/appointments.ts'
import type { Settlement } from '../../../shared/attendance.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf, minutesBetween, type Instant } from '../../../shared/time.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findTrainer } from '../catalog/index.ts'
import { findActiveClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { decideInBook } from '../decide-in-book.ts'
import { readStudio } from '../studio/index.ts'
import { buffersOf, dayOf, findAppointment, type AppointmentRow } from './appointment-row.ts'
import { attendancesOf, findAttendance } from './attendance.ts'
import { checkSlot } from './check-slot.ts'
import { needsOtherRoom } from './choose-room.ts'
import { decideSlot } from './decide.ts'
import { decideCancellation, isInsideWindow } from './decide-outcome.ts'
import { partedTime } from './find-differing-times.ts'
import { findFormer, keepFormer } from './former-state.ts'
import { agreedTerms, paidFor } from './settle-attendance.ts'
import { decideArrival, decideTransition } from './transitions.ts'
import { writeMove } from './write-move.ts'

type Input = Omit<
  ParsedInputOf<(typeof appointmentsContract)['appointments.reschedule']>,
  'waiver' | 'expectedVersion'
> & {
  readonly waiver?: MoveWaiver | undefined
}

/** Lets a late move go. */
export interface MoveWaiver {
  readonly reason: WaiverReason
  readonly approvalId?: string | undefined
  /** The manager who has allowed it already, as a part of something larger. */
  readonly approvedBy?: string | undefined
}

/**
 * Moves a session to another time, trainer, length or room. Price, buffers and terms stay as booked;
 * so does the room if it is free then, else it is another one. Moved away inside its cancellation
 * window it counts as late from then on, unless that is let go: nobody moves a session to cancel it
 * for nothing.
 */
export function rescheduleAppointment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const found = findAppointment(tx.database, input.appointmentId)
  if (!found.ok) return found
  const before = found.value
  const legal = decideTransition(before.status, 'move')
  if (!legal.ok) return legal
  const { time_zone: timeZone } = readStudio(tx.database)
  const undone =
    input.formerId === undefined
      ? ok(null)
      : findFormer(tx, input.formerId, { appointmentId: before.id, seatId: null })
  if (!undone.ok) return undone
  const former = undone.value
  const trainer = findTrainer(tx.database, former?.slot.trainer_id ?? input.trainerId)
  if (!trainer) return refuse('trainer_not_found', {})
  const { client_id: clientId } = before
  const client = clientId === null ? null : (findActiveClient(tx.database, clientId) ?? null)
  if (!client && clientId !== null) return refuse('client_erased', {})

  for (const local of former ? [] : [before.local_start, input.start]) {
    const inBook = decideInBook(local, tx.now, timeZone)
    if (!inBook.ok) return inBook
  }
  const slot = former
    ? ok({ startTime: former.slot.start_time, endTime: former.slot.end_time })
    : decideSlot(input, minutesBetween(before.start_time, before.end_time), timeZone)
  if (!slot.ok) return slot
  const { startTime, endTime } = slot.value
  const roomId = former ? former.slot.room_id : input.roomId
  if (
    trainer.id === before.trainer_id &&
    startTime === before.start_time &&
    endTime === before.end_time &&
    (roomId === undefined ? !needsOtherRoom(tx.database, before) : roomId === before.room_id)
  ) {
    return refuse('already_there', {})
  }
  const parts = attendancesOf(tx.database, before)
  // Whoever is here is not here on a day to come.
  const isHere = parts.some(({ terms }) => terms.status === 'checked_in')
  if (isHere && !former && !decideArrival(startTime, tx.now, timeZone).ok) {
    return refuse('moved_after_check_in', {})
  }
  const wanted = {
    ...slot.value,
    ...buffersOf(before),
    trainer,
    client,
    timeZone,
    room: {
      serviceId: before.service_id,
      chosen: former ? undefined : input.roomId,
      preferred: former ? former.slot.room_id : (input.preferredRoomId ?? before.room_id),
    },
    moving: before.id,
    ...(former && { stoodThere: true as const }),
  }
  const checked = checkSlot(tx, bus, wanted, input, caller)
  if (!checked.ok) return checked

  // What only gets another trainer or another end is not moved away from its window.
  // Back where it was moved away from late, the clock alone says whether it is late.
  const isHome = before.moved_late === 1 && startTime === before.moved_late_from
  const isLate = !former && startTime !== before.start_time && isTooLateToMove(before, tx.now)
  const waiver = isLate ? input.waiver : undefined
  if (waiver && waiver.approvedBy === undefined) {
    const allowed = spendApproval(tx, bus, 'waive', waiver.approvalId, caller)
    if (!allowed.ok) return allowed
  }
  const countsAsLate = isLate && !waiver
  const moved = {
    trainer_id: trainer.id,
    start_time: startTime,
    end_time: endTime,
    // What goes back to two times that had parted is to be decided again.
    time_zone: former?.slot.time_zone ?? timeZone,
    local_start: former?.slot.local_start ?? localDateTimeOf(startTime, timeZone),
    ...checked.value.columns,
    ...(countsAsLate && {
      moved_late: 1 as const,
      moved_late_from: before.start_time,
    }),
    ...(isHome && { moved_late: 0 as const, moved_late_from: null }),
    ...(former && {
      moved_late: former.slot.moved_late,
      moved_late_from: former.slot.moved_late_from,
      exception_reason: former.slot.exception_reason,
    }),
  }
  const formerId = keepFormer(tx, before, parts, null)
  const agreedTime = partedTime(
    { startTime: before.start_time, localStart: before.local_start },
    timeZone,
  )
  const facts = {
    ...(agreedTime !== null && { agreedTime }),
    ...(countsAsLate ? { late: true as const } : {}),
    ...(waiver ? { waived: waiver.reason } : {}),
    ...checked.value.exceptions,
  }
  const written = writeMove(tx, bus, before, moved, { parts, former, facts })
  if (!written.ok) return written
  const back = wayBack(before, minutesBetween(startTime, endTime), timeZone)
  return ok({
    appointmentId: before.id,
    date: dayOf(written.value),
    undo: back && {
      command: 'appointments.reschedule',
      input: {
        appointmentId: before.id,
        trainerId: before.trainer_id,
        ...back,
        ...(before.room_id === null ? {} : { preferredRoomId: before.room_id }),
        // It stood there before, so whatever was allowed for it then is allowed now.
        allowOutsideHours: caller.actor.role === 'manager',
        allowNoBuffer: caller.actor.role === 'manager',
        allowClientOverlap: true,
        exceptionReason: before.exception_reason ?? words.booking.reinstateReason,
        formerId,
      },
    },
  })
}

/**
 * Whether a session that is moved to another time counts as late from then on. One that does already
 * is none the later for it; and a group is moved by the studio, whatever one of its clients wishes.
 */
function isTooLateToMove(
  session: Pick<AppointmentRow, 'client_id' | 'moved_late' | 'start_time' | 'late_window_minutes'>,
  now: Instant,
): boolean {
  return session.client_id !== null && session.moved_late === 0 && isInsideWindow(session, now)
}

/**
 * What a late move of a private session would take when it is cancelled afterwards; null when moving
 * it now is not late.
 */
export function costOfMovingLate(
  database: StudioDatabase,
  appointmentId: string,
  now: Instant,
): Pick<Settlement, 'stake' | 'feeMinor'> | null {
  const found = findAttendance(database, { appointmentId })
  if (!found.ok || !isTooLateToMove(found.value.appointment, now)) return null
  const terms = { ...agreedTerms(database, found.value), movedLate: true }
  const how = { by: 'client', at: now, waived: false } as const
  return decideCancellation(terms, paidFor(database, found.value), how)
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
