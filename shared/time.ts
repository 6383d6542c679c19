import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/**
 * What is no moment or day is looked at no further: a rule about two of them (`from` before `until`)
 * would have to reckon with it.
 */
const abort = true

/** A moment, UTC ISO-8601 with milliseconds: `2026-03-02T09:00:00.000Z`. Sorts as text. */
export const instantSchema = z.iso.datetime({ precision: 3, abort }).brand<'Instant'>()
export type Instant = z.infer<typeof instantSchema>

/** A calendar day in the studio's zone: `2026-03-02`. */
export const localDateSchema = z.iso.date({ abort }).brand<'LocalDate'>()
export type LocalDate = z.infer<typeof localDateSchema>

/** A wall-clock time in the studio's zone, to the minute: `2026-03-02T09:00`. */
export const localDateTimeSchema = z.iso
  .datetime({ local: true, precision: -1, abort })
  .regex(/T\d\d:\d\d$/, {
    error: 'must be a local date and time to the minute, like 2026-03-02T09:00',
    abort,
  })
  .brand<'LocalDateTime'>()
export type LocalDateTime = z.infer<typeof localDateTimeSchema>

const firstYear = '2000'
const lastYear = '2199'
const isInReach = (text: string) => {
  const year = text.slice(0, 4)
  return firstYear <= year && year <= lastYear
}
const outOfReach = { error: `must be between ${firstYear} and ${lastYear}`, abort }

/**
 * A day that somebody names: what every command and query takes. A year that was left half typed (26)
 * or cannot be meant (9999) is none; how far ahead a thing may lie is each command's own rule.
 */
export const namedDateSchema = localDateSchema.refine(isInReach, outOfReach)

/** A wall-clock time that somebody names; see {@link namedDateSchema}. */
export const namedDateTimeSchema = localDateTimeSchema.refine(isInReach, outOfReach)

/** An IANA time zone name that this machine knows, for example `Europe/Berlin`. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'is not a known time zone', abort })

/** The moment of a `Date`'s milliseconds. */
export function instantFrom(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString() as Instant
}

/** Adds elapsed minutes to a moment. */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return instantFrom(Date.parse(instant) + minutes * 60_000)
}

/** Elapsed minutes from `start` to `end`; negative when `end` is earlier. */
export function minutesBetween(start: Instant, end: Instant): number {
  return (Date.parse(end) - Date.parse(start)) / 60_000
}

/**
 * Finds the moment a wall-clock time means in a zone. An ambiguous time (clocks go back) is its
 * first occurrence; a time that the clocks skip is `null`.
 */
export function instantAt(local: LocalDateTime, timeZone: string): Instant | null {
  const wallMs = Date.parse(`${local}Z`)
  const offset = steadyOffsetAround(wallMs, timeZone)
  if (offset !== null && toIsoMinute(wallMs) === local) return instantFrom(wallMs - offset)
  const wall = Temporal.PlainDateTime.from(local)
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  if (!zoned.toPlainDateTime().equals(wall)) return null
  return instantFrom(zoned.epochMilliseconds)
}

/** The first wall-clock time after a gap that swallowed `local`: 02:30 → 03:00 in Berlin's spring. */
export function firstTimeAfterGap(local: LocalDateTime, timeZone: string): LocalDateTime {
  const before = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, {
    disambiguation: 'earlier',
  })
  const transition = before.getTimeZoneTransition('next')
  return toLocalMinute(transition ?? before)
}

/** What the clock on the studio's wall shows at a moment. */
export function localDateTimeOf(instant: Instant, timeZone: string): LocalDateTime {
  const ms = Date.parse(instant)
  const offset = offsetOn(Math.floor(ms / dayMs), timeZone)
  if (offset !== null) return toIsoMinute(ms + offset) as LocalDateTime
  return toLocalMinute(Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone))
}

/** The studio's calendar day at a moment. */
export function localDateOf(instant: Instant, timeZone: string): LocalDate {
  return localDateTimeOf(instant, timeZone).slice(0, 10) as LocalDate
}

/** The moments between which a studio day lies: `[start, end)`; 23 or 25 hours apart twice a year. */
export function dayBounds(date: LocalDate, timeZone: string): { start: Instant; end: Instant } {
  const day = Temporal.PlainDate.from(date)
  return {
    start: instantFrom(day.toZonedDateTime(timeZone).epochMilliseconds),
    end: instantFrom(day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds),
  }
}

/** The day `days` later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as LocalDate
}

/**
 * The day `months` later; the last day of a month that is too short for it.
 *
 * @example
 * addMonths('2026-01-31', 1) // '2026-02-28'
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ months }).toString() as LocalDate
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00Z`).getUTCDay() || 7
}

/** Joins a day and a minute of that day into a wall-clock time. `minute` may be 1440: next midnight. */
export function localDateTimeAt(date: LocalDate, minute: number): LocalDateTime {
  if (minute >= 0 && minute < 24 * 60) {
    const hours = String(Math.floor(minute / 60)).padStart(2, '0')
    return `${date}T${hours}:${String(minute % 60).padStart(2, '0')}` as LocalDateTime
  }
  return Temporal.PlainDate.from(date)
    .toPlainDateTime()
    .add({ minutes: minute })
    .toString({ smallestUnit: 'minute' }) as LocalDateTime
}

const dayMs = 24 * 60 * 60_000
const offsets = new Map<string, Map<number, number | null>>()

/**
 * How far a zone's clocks are ahead of UTC on a UTC day, in milliseconds; null when they change on
 * that day. Kept, because asking the zone's rules costs 10 µs and most days have one answer: a day of
 * the book asks hundreds of times.
 */
function offsetOn(utcDay: number, timeZone: string): number | null {
  let days = offsets.get(timeZone)
  if (!days) offsets.set(timeZone, (days = new Map()))
  let offset = days.get(utcDay)
  if (offset === undefined) {
    const [first, last] = [utcDay * dayMs, utcDay * dayMs + dayMs].map(
      (ms) =>
        Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offsetNanoseconds /
        1e6,
    )
    offset = first === last ? first! : null
    days.set(utcDay, offset)
  }
  return offset
}

/** The offset that holds the whole day before and after, so that a wall time has one meaning. */
function steadyOffsetAround(wallMs: number, timeZone: string): number | null {
  if (Number.isNaN(wallMs)) return null
  const utcDay = Math.floor(wallMs / dayMs)
  const offset = offsetOn(utcDay, timeZone)
  const steady =
    offset === offsetOn(utcDay - 1, timeZone) && offset === offsetOn(utcDay + 1, timeZone)
  return steady ? offset : null
}

function toIsoMinute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16)
}

function toLocalMinute(zoned: Temporal.ZonedDateTime): LocalDateTime {
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' }) as LocalDateTime
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
