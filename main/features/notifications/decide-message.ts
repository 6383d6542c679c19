import type { SkipReason } from '../../../shared/messages.ts'
import { addMinutes, minutesBetween, type Instant } from '../../../shared/time.ts'

/** When, with whom and where somebody is expected. */
export interface Slot {
  readonly startTime: Instant
  readonly endTime: Instant
  readonly trainerId: string
  readonly serviceId: string
  readonly roomId: string | null
}

/** What a recipient takes one session to be; null: they are not expected. */
export interface Knowledge {
  readonly known: Slot | null
  /** What a server was asked to tell them and may have told: the line broke before its answer. */
  readonly tried: readonly (Slot | null)[]
}

/** What of a session that goes on is another. */
interface Change {
  readonly isMoved: boolean
  readonly isLonger: boolean
  readonly hasOtherTrainer: boolean
  readonly hasOtherRoom: boolean
}

/** What is said about one session. */
export type Statement =
  | { readonly kind: 'confirmation'; readonly slot: Slot }
  | { readonly kind: 'cancellation'; readonly slot: Slot }
  | {
      readonly kind: 'change'
      readonly slot: Slot
      readonly before: Slot
      readonly changed: Change
    }

/**
 * Decides what a recipient is told, from what they know and how things stand at this moment. What led
 * there is not asked: so whatever was undone meanwhile is never said, and the last message is true.
 *
 * @param moment now, and when what the message is about was done
 * @returns why nothing is said: `unchanged` when they know it, `cancelled` when they know of no
 * session and there is none, `too_late` when it would help nobody any more (`isTooLate`).
 * @example
 * decideMessage({ known: null, tried: [] }, tomorrowAtNine, { now, actedAt: now }) // { kind: 'confirmation', … }
 */
export function decideMessage(
  { known, tried }: Knowledge,
  standing: Slot | null,
  moment: Moment,
): Statement | SkipReason {
  const untrue = [known, ...tried].filter((one) => !isSameSlot(one, standing))
  if (untrue.length === 0) return standing === null ? 'cancelled' : 'unchanged'
  const before = untrue.find((one) => !isTooLate(one, standing, moment))
  if (before === undefined) return 'too_late'
  if (standing === null) return { kind: 'cancellation', slot: before! }
  if (before === null) return { kind: 'confirmation', slot: standing }
  return { kind: 'change', slot: standing, before, changed: changeOf(before, standing) }
}

/** When it is asked what to say, and when what is to be said was done. */
export interface Moment {
  readonly now: Instant
  readonly actedAt: Instant
}

/**
 * Whether it helps nobody any more to hear how things stand: all of it has begun. What somebody knew of
 * that was cancelled, moved or changed before it began is still told until it would have ended, where a
 * server was late: they may be standing at the door.
 */
export function isTooLate(before: Slot | null, after: Slot | null, moment: Moment): boolean {
  const { now, actedAt } = moment
  if ([before, after].some((slot) => slot !== null && slot.startTime > now)) return false
  return before === null || before.startTime <= actedAt || before.endTime <= now
}

/** What of a session is another. */
export function changeOf(before: Slot, after: Slot): Change {
  const length = ({ startTime, endTime }: Slot) => Date.parse(endTime) - Date.parse(startTime)
  return {
    isMoved: before.startTime !== after.startTime,
    isLonger: length(before) !== length(after),
    hasOtherTrainer: before.trainerId !== after.trainerId,
    hasOtherRoom: before.roomId !== after.roomId,
  }
}

/** A stretch of the same length that begins at another moment. */
export function beginningAt(at: Instant, startTime: Instant, endTime: Instant) {
  return { startTime: at, endTime: addMinutes(at, minutesBetween(startTime, endTime)) }
}

/** Whether two slots say the same to a recipient. */
export function isSameSlot(one: Slot | null, other: Slot | null): boolean {
  if (one === null || other === null) return one === other
  return (
    one.startTime === other.startTime &&
    one.endTime === other.endTime &&
    one.trainerId === other.trainerId &&
    one.roomId === other.roomId
  )
}

/** Something that was done about a recipient's session: how it stood for them before and after. */
export interface Act {
  readonly before: Slot | null
  readonly after: Slot | null
  readonly at: Instant
}

/** What is kept of what a recipient knows. */
export interface Told extends Knowledge {
  /** Whether a message was ever sent to them about it. */
  readonly isTold: boolean
  readonly actedAt: Instant
}

/**
 * What a recipient is taken to know once an act is done, before they are written to.
 *
 * - `own`: they did it themselves, or are told in person because they are not written to: they know.
 * - Whoever was told in writing knows that.
 * - Whoever was not, knows how it stood before the first of the acts that followed each other closer
 *   than the delay. What stood longer than that they were told in person, though their message is
 *   still waiting or was refused: so they hear of its cancellation.
 *
 * @param delayMinutes how long a message waits before it leaves
 */
export function decideKnown(
  told: Told | undefined,
  act: Act,
  delayMinutes: number,
  own: boolean,
): Told {
  const actedAt = told && told.actedAt > act.at ? told.actedAt : act.at
  if (own) return { known: act.after, tried: [], isTold: told?.isTold ?? false, actedAt }
  if (told === undefined) return { known: act.before, tried: [], isTold: false, actedAt }
  const stood = act.at >= addMinutes(told.actedAt, delayMinutes) && act.at !== told.actedAt
  if (told.isTold || !stood) return { ...told, actedAt }
  return { ...told, known: act.before, actedAt }
}

/** Which messages a member of the staff wants. */
export interface Wishes {
  readonly booked: boolean
  readonly moved: boolean
  readonly cancelled: boolean
  /** Only of what begins within so many hours; null: however far ahead. */
  readonly withinHours: number | null
}

/**
 * Whether somebody wants to be told: by the kind, and by how soon what was to come when it was done
 * begins, or would have begun. Exactly so many hours ahead is within them. Whoever was told of a session once is told what becomes
 * of it, however far ahead it is by then: what they were told last would not be true any more.
 */
export function isWanted(
  wishes: Wishes,
  statement: Statement,
  { now, actedAt }: Moment,
  isTold: boolean,
): boolean {
  const { kind } = statement
  const wanted =
    kind === 'confirmation' ? wishes.booked : kind === 'change' ? wishes.moved : wishes.cancelled
  if (!wanted || isTold || wishes.withinHours === null) return wanted
  const starts = [statement.slot, ...(kind === 'change' ? [statement.before] : [])]
    .map(({ startTime }) => startTime)
    .filter((start) => start > actedAt)
  const limit = addMinutes(now, 60 * wishes.withinHours)
  return starts.some((start) => start <= limit)
}

const firstSequence = Date.parse('2026-01-01T00:00:00Z')

/**
 * The next SEQUENCE of a calendar entry: higher than the last, and never less than the seconds since
 * 2026. So it does not fall when a backup is restored that has not heard of the last messages, nor
 * when the clock was set back.
 *
 * @param last 0 before the first
 */
export function nextSequence(last: number, now: Instant): number {
  return Math.max(last + 1, Math.floor((Date.parse(now) - firstSequence) / 1_000))
}
