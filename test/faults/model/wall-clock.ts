const dayLength = 86_400_000

/** A day of the calendar, so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayLength).toISOString().slice(0, 10)
}

/** The same day of a later month, or its last one. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const there = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)))
  return there.toISOString().slice(0, 10)
}

/** Monday is 1. */
export function weekdayOf(date: string): number {
  return new Date(date).getUTCDay() || 7
}

/** What the wall clock of a zone shows, from the computer's own tables and no code of FitFlow. */
export class WallClock {
  readonly timeZone: string
  readonly #format: Intl.DateTimeFormat

  constructor(timeZone: string) {
    this.timeZone = timeZone
    this.#format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
  }

  /** `2026-03-29T01:59`. */
  localOf(moment: number): string {
    return this.#format.format(moment).replace(' ', 'T')
  }

  dayOf(moment: number): string {
    return this.localOf(moment).slice(0, 10)
  }

  /** The first moment that shows a time; null for one that the clocks skip. */
  momentOf(local: string): number | null {
    const asUtc = Date.parse(`${local}:00Z`)
    const moments = [-dayLength, dayLength]
      .map((away) => asUtc - this.#offsetAt(asUtc + away))
      .filter((moment) => this.localOf(moment) === local)
    return moments.length === 0 ? null : Math.min(...moments)
  }

  /** The moment a wall time means where one is needed: the first after the gap that swallowed it. */
  momentAfter(local: string): number {
    const asUtc = Date.parse(`${local}:00Z`)
    for (let later = 0; later < 180; later += 1) {
      const text = new Date(asUtc + later * 60_000).toISOString().slice(0, 16)
      const moment = this.momentOf(text)
      if (moment !== null) return moment
    }
    throw new Error(`${local} never comes in ${this.timeZone}.`)
  }

  #offsetAt(moment: number): number {
    return Date.parse(`${this.localOf(moment)}:00Z`) - Math.floor(moment / 60_000) * 60_000
  }
}
