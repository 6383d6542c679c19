import type { CancelConsequence, CancelledBy, WorkingSpan } from '../../../shared/appointments.ts'
import { minor, shareOf, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  instantAt,
  localDateOf,
  localDateTimeOf,
  minutesBetween,
  type Instant,
  type LocalDateTime,
} from '../../../shared/time.ts'

/** A stretch of time `[start, end)`: the end is free again, so back-to-back is legal. */
export interface Slot {
  readonly startTime: Instant
  readonly endTime: Instant
}

/** No session is longer; a longer one is a slip of the finger. */
export const longestSessionHours = 12

/**
 * Turns wall times into a slot.
 *
 * Refuses `time_does_not_exist` for a time the clocks skip, `end_before_start`, and `too_long`.
 *
 * @param durationMinutes elapsed minutes, used when no end is given.
 */
export function decideSlot(
  input: { readonly start: LocalDateTime; readonly end?: LocalDateTime | undefined },
  durationMinutes: number,
  timeZone: string,
): Result<Slot> {
  const startTime = instantAt(input.start, timeZone)
  if (!startTime) return refuseGap(input.start, timeZone)
  const endTime = input.end
    ? instantAt(input.end, timeZone)
    : addMinutes(startTime, durationMinutes)
  if (!endTime) return refuseGap(input.end ?? input.start, timeZone)
  const minutes = minutesBetween(startTime, endTime)
  if (minutes <= 0) {
    const end = input.end ?? input.start
    return refuse('end_before_start', { start: clock(input.start), end: clock(end) })
  }
  if (minutes > longestSessionHours * 60) {
    return refuse('too_long', { maximumHours: longestSessionHours })
  }
  return ok({ startTime, endTime })
}

/** Half-open intervals overlap only when each starts before the other ends. */
export function overlaps(a: Slot, b: Slot): boolean {
  return a.startTime < b.endTime && b.startTime < a.endTime
}

/**
 * Refuses `trainer_busy` when one of the trainer's active sessions reaches into the slot. The
 * sentence names the end of the last one in the way, so that the next try can succeed.
 */
export function decideTrainerFree(
  slot: Slot,
  busy: readonly Slot[],
  trainer: string,
  timeZone: string,
): Result<null> {
  const inTheWay = busy.filter((other) => overlaps(slot, other))
  if (inTheWay.length === 0) return ok(null)
  const from = earliest(inTheWay.map((other) => other.startTime))
  const until = latest(inTheWay.map((other) => other.endTime))
  return refuse('trainer_busy', { trainer, ...span({ startTime: from, endTime: until }, timeZone) })
}

/** Refuses `client_busy` when the client has another session in the slot. */
export function decideClientFree(
  slot: Slot,
  others: readonly (Slot & { readonly trainer: string })[],
  client: string,
  timeZone: string,
): Result<null> {
  const other = others.find((candidate) => overlaps(slot, candidate))
  if (!other) return ok(null)
  return refuse('client_busy', { client, trainer: other.trainer, ...span(other, timeZone) })
}

/** Refuses `outside_hours` unless one working span holds the whole slot. */
export function decideWithinHours(
  slot: Slot,
  hours: readonly WorkingSpan[],
  trainer: string,
  timeZone: string,
): Result<null> {
  const inside = hours.some((span) => span.start <= slot.startTime && slot.endTime <= span.end)
  if (inside) return ok(null)
  return refuse('outside_hours', {
    trainer,
    hours: hours.map(({ start, end }) => span({ startTime: start, endTime: end }, timeZone)),
  })
}

/** What the terms of a booking say about its cancellation. */
export interface CancellationTerms {
  readonly startTime: Instant
  readonly priceMinor: Minor
  readonly lateWindowMinutes: number
  /** Share of the price due for a late cancellation, in hundredths of a percent. */
  readonly lateFeeBasisPoints: number
}

/**
 * Works out what a cancellation means. Exactly at the end of the window is still early; the studio
 * cancelling never costs the client anything.
 *
 * @param paidMinor captured and not yet refunded.
 */
export function decideCancellation(
  terms: CancellationTerms,
  by: CancelledBy,
  paidMinor: Minor,
  now: Instant,
): CancelConsequence {
  const freeUntil = addMinutes(terms.startTime, -terms.lateWindowMinutes)
  const late = by === 'client' && now > freeUntil
  const feeMinor = late ? shareOf(terms.priceMinor, terms.lateFeeBasisPoints) : minor(0)
  const refundDueMinor = minor(Math.max(0, paidMinor - feeMinor))
  return {
    late,
    freeUntil,
    feeMinor,
    paidMinor,
    refundDueMinor,
    refundRequired: refundDueMinor > 0,
  }
}

function refuseGap(local: LocalDateTime, timeZone: string) {
  const next = firstTimeAfterGap(local, timeZone)
  return refuse('time_does_not_exist', { time: clock(local), timeZone, next: clock(next) })
}

/** Times as the wall clock shows them; with the day when the slot ends on another one. */
function span(slot: Slot, timeZone: string): { from: string; until: string } {
  const sameDay = localDateOf(slot.startTime, timeZone) === localDateOf(slot.endTime, timeZone)
  const until = localDateTimeOf(slot.endTime, timeZone)
  return {
    from: clock(localDateTimeOf(slot.startTime, timeZone)),
    until: sameDay ? clock(until) : until.replace('T', ' '),
  }
}

function clock(local: LocalDateTime): string {
  return local.slice(11)
}

function earliest(instants: readonly Instant[]): Instant {
  return instants.reduce((a, b) => (b < a ? b : a))
}

function latest(instants: readonly Instant[]): Instant {
  return instants.reduce((a, b) => (b > a ? b : a))
}
