import {
  addDays,
  dayBounds,
  instantAt,
  weekdayOf,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'

const minuteMs = 60_000
const ordinaryDayMs = 24 * 60 * minuteMs

/**
 * Counts the studio's days from 0 and turns a day and a minute of it into wall time and moments.
 * The bounds of each day are worked out once: a long history asks for them a million times.
 */
export class StudioCalendar {
  readonly timeZone: string
  readonly #days: {
    readonly date: LocalDate
    readonly weekday: number
    readonly start: number
    readonly ordinary: boolean
  }[] = []

  constructor(first: LocalDate, days: number, timeZone: string) {
    this.timeZone = timeZone
    for (let day = 0, date = first; day < days; day += 1, date = addDays(date, 1)) {
      const { start, end } = dayBounds(date, timeZone)
      const startMs = Date.parse(start)
      const ordinary = Date.parse(end) - startMs === ordinaryDayMs
      this.#days.push({ date, weekday: weekdayOf(date), start: startMs, ordinary })
    }
  }

  /** Monday is 1. */
  weekday(day: number): number {
    return this.#at(day).weekday
  }

  /** What the wall clock shows. */
  local(day: number, minute: number): LocalDateTime {
    const hours = String(Math.floor(minute / 60)).padStart(2, '0')
    return `${this.#at(day).date}T${hours}:${String(minute % 60).padStart(2, '0')}` as LocalDateTime
  }

  /** The moment in milliseconds; `minute` may have a fraction. Only for times that exist. */
  moment(day: number, minute: number): number {
    const { start, ordinary } = this.#at(day)
    if (ordinary) return start + Math.round(minute * minuteMs)
    const whole = Math.floor(minute)
    const instant = instantAt(this.local(day, whole), this.timeZone)
    if (!instant) throw new Error(`No such time on the wall: ${this.local(day, whole)}.`)
    return Date.parse(instant) + Math.round((minute - whole) * minuteMs)
  }

  #at(day: number) {
    const found = this.#days[day]
    if (!found) throw new Error(`Day ${day} is outside the calendar.`)
    return found
  }
}
