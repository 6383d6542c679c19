import {
  addMinutes,
  instantAt,
  localDateTimeOf,
  minutesBetween,
  type Instant,
} from '../../../shared/time.ts'

/** The grid's step: what one arrow key moves and what a click books on. */
export const slotMinutes = 15

/** What the geometry needs to know of a day. A `DayView` is one. */
export interface DayFrame {
  readonly start: Instant
  readonly end: Instant
  readonly timeZone: string
}

/** A stretch of the day in elapsed minutes since its start: `[from, to)`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A line across the grid. `label` is what the wall clock shows there. */
export interface GridLine {
  readonly minute: number
  readonly kind: 'hour' | 'half'
  readonly label: string
}

/** One step of the grid. */
export interface Slot {
  readonly minute: number
  /** Wall time, `09:15`. */
  readonly time: string
  /**
   * False in the second pass of an hour that the clocks repeat: a booking is made by wall time,
   * and that wall time means the first pass.
   */
  readonly isBookable: boolean
}

/** How many minutes the day has: 1440, and 1380 or 1500 when the clocks change. */
export function dayLength(day: DayFrame): number {
  return minutesBetween(day.start, day.end)
}

/** Elapsed minutes from the day's start; negative before it. */
export function minuteOf(day: DayFrame, instant: Instant): number {
  return minutesBetween(day.start, instant)
}

/** The moment that is `minute` elapsed minutes into the day. */
export function instantOfMinute(day: DayFrame, minute: number): Instant {
  return addMinutes(day.start, minute)
}

/** What the studio's wall clock shows `minute` elapsed minutes into the day: `09:15`. */
export function wallTimeAt(day: DayFrame, minute: number): string {
  return timeOf(instantOfMinute(day, minute), day.timeZone)
}

/**
 * The wall time of a moment, to the minute.
 *
 * @example
 * timeOf('2026-03-02T08:00:00.000Z', 'Europe/Berlin') // '09:00'
 */
export function timeOf(instant: Instant, timeZone: string): string {
  return localDateTimeOf(instant, timeZone).slice(11)
}

/** Where something lies in the day, cut at midnight; null when it does not touch the day. */
export function stretchOf(
  day: DayFrame,
  span: { readonly start: Instant; readonly end: Instant },
): Stretch | null {
  const from = Math.max(0, minuteOf(day, span.start))
  const to = Math.min(dayLength(day), minuteOf(day, span.end))
  return from < to ? { from, to } : null
}

/**
 * What of some stretches the others leave over.
 *
 * @example
 * cutOut([{ from: 480, to: 1200 }], [{ from: 600, to: 720 }])
 * // [{ from: 480, to: 600 }, { from: 720, to: 1200 }]
 */
export function cutOut(whole: readonly Stretch[], holes: readonly Stretch[]): Stretch[] {
  return holes.reduce<Stretch[]>(
    (left, hole) =>
      left.flatMap((part) =>
        [
          { from: part.from, to: Math.min(part.to, hole.from) },
          { from: Math.max(part.from, hole.to), to: part.to },
        ].filter(({ from, to }) => from < to),
      ),
    [...whole],
  )
}

/** Every slot of the day, in order. A day of 23 hours has 92 of them, one of 25 hours 100. */
export function slotsOf(day: DayFrame): Slot[] {
  const slots: Slot[] = []
  for (let minute = 0; minute < dayLength(day); minute += slotMinutes) {
    const instant = instantOfMinute(day, minute)
    const local = localDateTimeOf(instant, day.timeZone)
    slots.push({
      minute,
      time: local.slice(11),
      isBookable: instantAt(local, day.timeZone) === instant,
    })
  }
  return slots
}

/**
 * The lines at full and half hours of the wall clock. They are found by reading the clock at each
 * slot, so an hour that is skipped has no line and one that is repeated has two.
 */
export function linesOf(slots: readonly Slot[]): GridLine[] {
  return slots.flatMap(({ minute, time }): GridLine[] => {
    if (time.endsWith(':00')) return [{ minute, kind: 'hour', label: time }]
    if (time.endsWith(':30')) return [{ minute, kind: 'half', label: time }]
    return []
  })
}

/**
 * The minute at the top of the grid when a day is first shown: half an hour before the first
 * working minute or session, else 07:30. Today it is an hour before now, but no further down than
 * shows the rest of the day, so that a window with room for all of it shows all of it.
 *
 * @param visibleMinutes how much of the day the window shows
 */
export function firstMinuteShown(day: OpenDay, now: Instant, visibleMinutes: number): number {
  const lead = slotMinutes * 2
  const open = openStretch(day) ?? { from: 8 * 60, to: 20 * 60 }
  const isToday = now >= day.start && now < day.end
  const aroundNow = isToday ? minuteOf(day, now) - 60 : 0
  const endInView = open.to + lead - visibleMinutes
  const shown = Math.max(open.from - lead, Math.min(aroundNow, endInView))
  return Math.max(0, Math.floor(shown / slotMinutes) * slotMinutes)
}

/** Where the keyboard enters a day: the slot of now, else the first working minute, else 09:00. */
export function entryMinute(day: OpenDay, now: Instant): number {
  if (now >= day.start && now < day.end) {
    return Math.floor(minuteOf(day, now) / slotMinutes) * slotMinutes
  }
  return openStretch(day)?.from ?? 9 * 60
}

/**
 * How high a slot is drawn: twelve hours fill the window, within what can be read (a session of a
 * quarter of an hour needs one line) and what does not look empty. It is the same on every day, so
 * that paging through days moves nothing.
 */
export function slotHeight(visiblePixels: number): number {
  const twelveHours = (12 * 60) / slotMinutes
  return Math.min(28, Math.max(18, Math.floor(visiblePixels / twelveHours)))
}

/** A day with what opens it. A `DayView` is one. */
export interface OpenDay extends DayFrame {
  readonly trainers: readonly {
    readonly hours: readonly { readonly start: Instant; readonly end: Instant }[]
  }[]
  readonly appointments: readonly { readonly startTime: Instant; readonly endTime: Instant }[]
}

/** From the first to the last working minute of anyone, widened by sessions outside them. */
export function openStretch(day: OpenDay): Stretch | null {
  const spans = [
    ...day.trainers.flatMap((trainer) => trainer.hours),
    ...day.appointments.map(({ startTime, endTime }) => ({ start: startTime, end: endTime })),
  ].flatMap((span) => stretchOf(day, span) ?? [])
  if (spans.length === 0) return null
  return {
    from: Math.min(...spans.map((span) => span.from)),
    to: Math.max(...spans.map((span) => span.to)),
  }
}
