import {
  addMinutes,
  firstTimeAfterGap,
  instantAt,
  localDateTimeOf,
  type Instant,
  type LocalDateTime,
} from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'

/*
 * A session keeps the moment it begins and the wall time that was agreed. They part when the rules of
 * the clock change after it was booked: with a newer FitFlow, or in a row that another program wrote.
 * Everything else with a time keeps only one of the two (hours and series are wall times, closures and
 * time off are moments), so nothing can part there.
 */

/** A session whose two times have parted. */
export interface DifferingTime {
  readonly appointmentId: string
  readonly startTime: Instant
  readonly localStart: LocalDateTime
  /** The moment that the agreed wall time means by today's rules; the first after a gap. */
  readonly agreedTime: Instant
}

/**
 * The moment that the agreed wall time means by today's rules, where it is not the one that is kept;
 * null: the two agree.
 */
export function partedTime(
  { startTime, localStart }: Pick<DifferingTime, 'startTime' | 'localStart'>,
  timeZone: string,
): Instant | null {
  const agrees = localDateTimeOf(startTime, timeZone) === localStart
  return agrees ? null : momentOf(localStart, timeZone)
}

/**
 * Finds the sessions to come whose times have parted, soonest first. The rules of the clock stay what
 * they are while the program runs, so all that is to come is read once, at the first question
 * (2 µs a session); after that only what was found, and what an undo may bring back.
 */
export class DifferingTimes {
  readonly #database: StudioDatabase
  #suspects: string[] | null = null

  constructor(database: StudioDatabase) {
    this.#database = database
  }

  find(now: Instant): DifferingTime[] {
    const { time_zone: timeZone } = readStudio(this.#database)
    const known = this.#suspects
    const read = this.#database.prepare(known === null ? allToCome : thoseNamed)
    const earliest = addMinutes(now, -24 * 60)
    const rows = (
      known === null ? read.iterate(earliest) : read.iterate(JSON.stringify(known), earliest)
    ) as Iterable<Omit<DifferingTime, 'agreedTime'> & { readonly status: string }>
    const found: DifferingTime[] = []
    const suspects: string[] = []
    for (const row of rows) {
      const agreedTime = partedTime(row, timeZone)
      if (agreedTime === null) continue
      const { appointmentId, startTime, localStart, status } = row
      suspects.push(appointmentId)
      const isBooked = status === 'booked' || status === 'checked_in'
      const isToCome = startTime > now || agreedTime > now
      if (isBooked && isToCome) found.push({ appointmentId, startTime, localStart, agreedTime })
    }
    this.#suspects ??= [...new Set([...suspects, ...this.#former()])]
    return found
  }

  /** Those whose last move, in an earlier run, may be taken back. */
  #former(): string[] {
    const query = 'SELECT DISTINCT appointment_id FROM former_states'
    return this.#database.prepare(query).pluck().all() as string[]
  }
}

const columns = `a.id AS appointmentId, start_time AS startTime, local_start AS localStart, status`
const allToCome = `SELECT ${columns} FROM appointments a WHERE start_time > ? ORDER BY start_time`
const thoseNamed = `SELECT ${columns} FROM json_each(?) JOIN appointments a ON a.id = value
  WHERE start_time > ? ORDER BY start_time`

/** The moment a wall time means; where the clocks skip it, the first after it. */
export function momentOf(local: LocalDateTime, timeZone: string): Instant {
  return instantAt(local, timeZone) ?? instantAt(firstTimeAfterGap(local, timeZone), timeZone)!
}
