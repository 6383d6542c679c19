import { addMinutes, minutesBetween, type Instant } from './time.ts'

/** A stretch of time `[start, end)`: the end is free again, so back-to-back is legal. */
export interface Slot {
  readonly startTime: Instant
  readonly endTime: Instant
}

/** Minutes a session keeps its trainer busy before and after itself. */
export interface Buffers {
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
}

export type BufferedSlot = Slot & Buffers

/** A stretch of working time, as moments. */
export interface WorkingSpan {
  readonly start: Instant
  readonly end: Instant
}

/** A stretch in which nobody, or one trainer, works; with why, where the reader may know. */
export interface TimeAway extends WorkingSpan {
  readonly reason: string | null
}

/** All that decides whether a trainer works at a time. */
export interface Availability {
  readonly closures: readonly TimeAway[]
  readonly timeOff: readonly TimeAway[]
  /** The dated override's when there is one, else the weekly ones. Empty on a day off. */
  readonly hours: readonly WorkingSpan[]
}

/** Which rule says that a slot is outside hours, and what it says. */
export type Unavailable =
  | { readonly rule: 'studio_closed' | 'trainer_away'; readonly away: TimeAway }
  | { readonly rule: 'outside_hours'; readonly hours: readonly WorkingSpan[] }

/** Half-open intervals overlap only when each starts before the other ends. */
export function overlaps(a: Slot, b: Slot): boolean {
  return a.startTime < b.endTime && b.startTime < a.endTime
}

/**
 * Why a slot is outside a trainer's hours; null when it is inside. The strongest rule answers: a
 * closure before time off, that before the hours of the day, which must hold the whole slot.
 *
 * @example
 * whyUnavailable(slot, { closures: [christmas], timeOff: [], hours }) // { rule: 'studio_closed', … }
 */
export function whyUnavailable(slot: Slot, available: Availability): Unavailable | null {
  const closure = lastOver(slot, available.closures)
  if (closure) return { rule: 'studio_closed', away: closure }
  const away = lastOver(slot, available.timeOff)
  if (away) return { rule: 'trainer_away', away }
  const { hours } = available
  const isInside = joinSpans(hours).some(
    (span) => span.start <= slot.startTime && slot.endTime <= span.end,
  )
  return isInside ? null : { rule: 'outside_hours', hours }
}

/** Spans in order, those that touch or overlap made one: work up to midnight goes on after it. */
export function joinSpans(spans: readonly WorkingSpan[]): WorkingSpan[] {
  const joined: WorkingSpan[] = []
  for (const span of spans.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = joined.at(-1)
    if (!last || last.end < span.start) joined.push(span)
    else if (last.end < span.end) joined[joined.length - 1] = { start: last.start, end: span.end }
  }
  return joined
}

/** Minutes needed between two sessions of a trainer: the longer of the two buffers, not their sum. */
export function gapBetween(previous: Buffers, next: Buffers): number {
  return Math.max(previous.bufferAfterMinutes, next.bufferBeforeMinutes)
}

/** Whether two sessions do not overlap but leave less than the gap they need. */
export function isTooClose(slot: BufferedSlot, other: BufferedSlot): boolean {
  if (overlaps(slot, other)) return false
  const [previous, next] = slot.startTime < other.startTime ? [slot, other] : [other, slot]
  return addMinutes(previous.endTime, gapBetween(previous, next)) > next.startTime
}

/**
 * From when a session as long as `slot` has room among a trainer's others, with its buffers, at its
 * own start or later.
 *
 * @param others in the order of their start.
 */
export function firstRoomAmong(slot: BufferedSlot, others: readonly BufferedSlot[]): Instant {
  const minutes = minutesBetween(slot.startTime, slot.endTime)
  let tried = slot
  for (const other of others) {
    if (!overlaps(tried, other) && !isTooClose(tried, other)) continue
    const startTime = addMinutes(other.endTime, gapBetween(other, slot))
    tried = { ...slot, startTime, endTime: addMinutes(startTime, minutes) }
  }
  return tried.startTime
}

/** Of the stretches that reach into the slot, the one that ends last. */
function lastOver(slot: Slot, stretches: readonly TimeAway[]): TimeAway | null {
  const inTheWay = stretches.filter(
    (away) => away.start < slot.endTime && slot.startTime < away.end,
  )
  return inTheWay.reduce<TimeAway | null>((a, b) => (a && a.end >= b.end ? a : b), null)
}
