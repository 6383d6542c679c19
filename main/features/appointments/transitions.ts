import type { AppointmentStatus } from '../../../shared/appointments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { addMinutes, localDateOf, type Instant } from '../../../shared/time.ts'

/*
 * What can become of one client's part in a session. Everything that is not written here is illegal.
 *
 *   booked      it stands in the book
 *   checked_in  the client is here
 *   completed   it took place
 *   no_show     the client did not come
 *   cancelled   it will not take place; its slot is free
 *
 *   check_in            booked                → checked_in   on its day, or in the hour before it
 *   complete            booked, checked_in    → completed    from its start on
 *   no_show             booked                → no_show      from its start and the grace on
 *   cancel              booked                → cancelled
 *   move                booked, checked_in    → as it was; checked in, to no later day
 *   change_payment_source  booked, checked_in → as it was, while the studio has no money for it
 *   take_back_check_in  checked_in            → booked
 *   take_back_completion  completed           → checked_in if it was checked in, else booked
 *   take_back_no_show   no_show               → booked
 *   reinstate           cancelled             → booked       if its slot is still free
 *
 * Who has arrived is not cancelled and did not stay away: the check-in is taken back first.
 */
const legal = {
  check_in: ['booked'],
  complete: ['booked', 'checked_in'],
  no_show: ['booked'],
  cancel: ['booked'],
  move: ['booked', 'checked_in'],
  change_payment_source: ['booked', 'checked_in'],
  take_back_check_in: ['checked_in'],
  take_back_completion: ['completed'],
  take_back_no_show: ['no_show'],
  reinstate: ['cancelled'],
} as const satisfies Record<string, readonly AppointmentStatus[]>

/** Something that is done to a session after it was booked. */
export type Act = keyof typeof legal

/**
 * Whether an act is legal in a status. Refuses `appointment_cancelled` for whatever is done to a
 * cancelled session, `appointment_not_cancelled` for reinstating one that is not, and
 * `status_forbids` otherwise.
 */
export function decideTransition(status: AppointmentStatus, act: Act): Result<null> {
  const from: readonly AppointmentStatus[] = legal[act]
  if (from.includes(status)) return ok(null)
  if (status === 'cancelled') return refuse('appointment_cancelled', {})
  if (act === 'reinstate') return refuse('appointment_not_cancelled', {})
  return refuse('status_forbids', { act, status })
}

/** Where a completion leads when it is taken back. */
export function statusBeforeCompletion(checkedInAt: Instant | null): AppointmentStatus {
  return checkedInAt === null ? 'booked' : 'checked_in'
}

/**
 * Refuses `check_in_too_early` before the studio day of a session, unless it begins within the hour:
 * nobody is here days ahead, and at 23:30 one may be here for what begins at midnight.
 */
export function decideArrival(startTime: Instant, now: Instant, timeZone: string): Result<null> {
  const day = localDateOf(startTime, timeZone)
  const isNear = now >= addMinutes(startTime, -60)
  return isNear || localDateOf(now, timeZone) >= day
    ? ok(null)
    : refuse('check_in_too_early', { day })
}

/** Refuses `not_started` before the session's start: nothing has taken place yet. */
export function decideStarted(startTime: Instant, now: Instant): Result<null> {
  return now >= startTime ? ok(null) : refuse('not_started', {})
}

/** From when a client may be marked as not come. */
export function noShowFrom(startTime: Instant, graceMinutes: number): Instant {
  return addMinutes(startTime, graceMinutes)
}
