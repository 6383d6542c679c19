import {
  addMinutes,
  dayBounds,
  instantAt,
  localDateTimeOf,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'

/**
 * A time that is being chosen, not booked yet: in the booking form, while rescheduling, under a
 * dragged block and under Alt and the arrow keys. The grid draws it as a ghost.
 */
export interface SlotDraft {
  readonly trainerId: string
  readonly date: LocalDate
  /** Wall time in the studio's zone, `09:15`. */
  readonly time: string
  /** Elapsed minutes. */
  readonly durationMinutes: number
}

/** The draft's start as the contract wants it. */
export function localStartOf(draft: SlotDraft): LocalDateTime {
  return `${draft.date}T${draft.time}` as LocalDateTime
}

/** The draft as moments; null when the clocks skip its start. */
export function spanOf(
  draft: SlotDraft,
  timeZone: string,
): { start: Instant; end: Instant } | null {
  const start = instantAt(localStartOf(draft), timeZone)
  return start === null ? null : { start, end: addMinutes(start, draft.durationMinutes) }
}

/** The wall time at which the draft ends; null when its start does not exist. */
export function localEndOf(draft: SlotDraft, timeZone: string): LocalDateTime | null {
  const span = spanOf(draft, timeZone)
  return span && localDateTimeOf(span.end, timeZone)
}

/** The draft that starts at a moment. */
export function draftAt(
  start: Instant,
  timeZone: string,
  rest: { trainerId: string; durationMinutes: number },
): SlotDraft {
  const local = localDateTimeOf(start, timeZone)
  return { ...rest, date: local.slice(0, 10) as LocalDate, time: local.slice(11) }
}

/**
 * Moves a draft by elapsed minutes inside its day; at midnight it stays where it is. In an hour
 * that the clocks repeat it goes on to the next time that a wall clock can name.
 *
 * @example
 * shiftDraft({ trainerId, date, time: '09:00', durationMinutes: 60 }, 15, 'Europe/Berlin').time // '09:15'
 */
export function shiftDraft(draft: SlotDraft, minutes: number, timeZone: string): SlotDraft {
  const span = spanOf(draft, timeZone)
  if (span === null) return draft
  const day = dayBounds(draft.date, timeZone)
  for (let start = addMinutes(span.start, minutes); ; start = addMinutes(start, minutes)) {
    if (start < day.start || addMinutes(start, draft.durationMinutes) > day.end) return draft
    const moved = draftAt(start, timeZone, draft)
    if (spanOf(moved, timeZone)?.start === start) return moved
  }
}

/** Makes a draft longer or shorter, never shorter than a quarter of an hour or past midnight. */
export function stretchDraft(draft: SlotDraft, minutes: number, timeZone: string): SlotDraft {
  const durationMinutes = draft.durationMinutes + minutes
  const end = spanOf({ ...draft, durationMinutes }, timeZone)?.end
  const isTooLong = end === undefined || end > dayBounds(draft.date, timeZone).end
  return durationMinutes < 15 || isTooLong ? draft : { ...draft, durationMinutes }
}

/** Puts a draft into the column `steps` to the right (left when negative); at the edge it stays. */
export function moveDraftAcross(
  draft: SlotDraft,
  steps: number,
  trainerIds: readonly string[],
): SlotDraft {
  const next = trainerIds[trainerIds.indexOf(draft.trainerId) + steps]
  return next === undefined ? draft : { ...draft, trainerId: next }
}

/** Whether two drafts mean the same slot. */
export function isSameSlot(a: SlotDraft, b: SlotDraft): boolean {
  return (
    a.trainerId === b.trainerId &&
    a.date === b.date &&
    a.time === b.time &&
    a.durationMinutes === b.durationMinutes
  )
}
