import {
  firstRoomAmong,
  isTooClose,
  gapBetween,
  overlaps,
  whyUnavailable,
  type Availability,
  type BufferedSlot,
  type Slot,
} from '../../../shared/availability.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  instantAt,
  minutesBetween,
  type Instant,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { sayWallSpan, sayWallTime } from '../../../shared/wall-span.ts'

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
  return refuse('trainer_busy', {
    trainer,
    ...sayWallSpan({ startTime: from, endTime: until }, timeZone),
  })
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
  return refuse('client_busy', { client, trainer: other.trainer, ...sayWallSpan(other, timeZone) })
}

/**
 * Refuses `buffer_needed` when a neighbour of the same trainer leaves less than the gap the two need,
 * and names the first time with room for the slot. What overlaps is not looked at: it is refused by
 * {@link decideTrainerFree}.
 *
 * @param others the trainer's sessions around and after the slot, in order.
 */
export function decideBuffers(
  slot: BufferedSlot,
  others: readonly BufferedSlot[],
  trainer: string,
  timeZone: string,
): Result<null> {
  const near = others.find((other) => isTooClose(slot, other))
  if (!near) return ok(null)
  const [previous, next] = near.startTime < slot.startTime ? [near, slot] : [slot, near]
  return refuse('buffer_needed', {
    trainer,
    minutes: gapBetween(previous, next),
    ...sayWallSpan(near, timeZone),
    free: sayWallTime(firstRoomAmong(slot, others), slot.startTime, timeZone),
  })
}

/**
 * Refuses `studio_closed`, `trainer_away` or `outside_hours`, the strongest rule first, and says
 * until when it holds. See {@link whyUnavailable}.
 */
export function decideAvailable(
  slot: Slot,
  available: Availability,
  trainer: string,
  timeZone: string,
): Result<null> {
  const why = whyUnavailable(slot, available)
  if (!why) return ok(null)
  if (why.rule === 'outside_hours') {
    return refuse('outside_hours', {
      trainer,
      hours: why.hours.map(({ start, end }) =>
        sayWallSpan({ startTime: start, endTime: end }, timeZone),
      ),
    })
  }
  const until = sayWallTime(why.away.end, slot.startTime, timeZone)
  return why.rule === 'studio_closed'
    ? refuse('studio_closed', { reason: why.away.reason ?? '', until })
    : refuse('trainer_away', { trainer, until })
}

function refuseGap(local: LocalDateTime, timeZone: string) {
  const next = firstTimeAfterGap(local, timeZone)
  return refuse('time_does_not_exist', { time: clock(local), timeZone, next: clock(next) })
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
