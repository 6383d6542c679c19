import { ok, refuse, type Result } from '../../../shared/result.ts'
import { addDays, addMonths, daysBetween, type LocalDate } from '../../../shared/time.ts'
import { sayDay } from '../../../shared/words/say-day.ts'

/** Days on which a membership rests, both inclusive. */
export interface Pause {
  readonly fromOn: LocalDate
  readonly untilOn: LocalDate
}

/** What was agreed with a member. Days of the studio's calendar; first and last are inclusive. */
export interface MembershipTerms {
  readonly name: string
  readonly startsOn: LocalDate
  readonly endsOn: LocalDate
  /** Null: as many as they like. */
  readonly sessionsPerMonth: number | null
  /** A pause moves the end by its own length, and the months stand still in it. */
  readonly pauses: readonly Pause[]
}

/**
 * Whether a membership pays for one more session on a day, and how many the month then has left
 * (null: no limit). Refuses `membership_not_valid`, `membership_paused` and `membership_used_up`.
 *
 * @param booked the days of the sessions it pays for already.
 */
export function decideCoverage(
  terms: MembershipTerms,
  date: LocalDate,
  booked: readonly LocalDate[],
): Result<{ readonly leftAfter: number | null }> {
  const { name, startsOn, endsOn, sessionsPerMonth } = terms
  if (date < startsOn || endsOn < date) {
    return refuse('membership_not_valid', { name, from: sayDay(startsOn), until: sayDay(endsOn) })
  }
  const pause = terms.pauses.find(({ fromOn, untilOn }) => fromOn <= date && date <= untilOn)
  if (pause) {
    return refuse('membership_paused', {
      name,
      from: sayDay(pause.fromOn),
      until: sayDay(pause.untilOn),
    })
  }
  if (sessionsPerMonth === null) return ok({ leftAfter: null })
  const month = monthOf(terms, date)
  const inMonth = booked.filter((other) => monthOf(terms, other) === month).length
  if (inMonth >= sessionsPerMonth) {
    return refuse('membership_used_up', {
      name,
      count: sessionsPerMonth,
      next: sayDay(firstDayOf(terms, month + 1)),
    })
  }
  return ok({ leftAfter: sessionsPerMonth - inMonth - 1 })
}

/**
 * Which month of the membership a day is in, from 0. Months run from the day it began, not from the
 * calendar's first; paused days are in none, so that a pause brings no sessions of its own.
 */
export function monthOf({ startsOn, pauses }: MembershipTerms, date: LocalDate): number {
  const paused = pauses.reduce((days, pause) => days + pausedBefore(pause, date), 0)
  const day = addDays(date, -paused)
  let month = Math.floor(daysBetween(startsOn, day) / 31)
  while (addMonths(startsOn, month + 1) <= day) month += 1
  return month
}

/** The last day after one more month is paid. Counted from the first day: the 31st stays the 31st. */
export function endAfterRenewal(terms: MembershipTerms): LocalDate {
  return endOfMonths(terms, monthsOf(terms) + 1)
}

/**
 * The last day once the last month is taken off again. Of the only month that is the day before the
 * first: a membership without a day is void.
 */
export function endBeforeLastMonth(terms: MembershipTerms): LocalDate {
  const months = monthsOf(terms)
  return months <= 1 ? addDays(terms.startsOn, -1) : endOfMonths(terms, months - 1)
}

/** Whether nothing is left of it, because its only sale was voided or refunded. */
export function isVoid({
  startsOn,
  endsOn,
}: Pick<MembershipTerms, 'startsOn' | 'endsOn'>): boolean {
  return endsOn < startsOn
}

const startsAhead = 366
const longestPause = 366
const reachAhead = 3 * 366

/**
 * Refuses `membership_too_far` when a membership would run on after the days the book is kept for: by
 * then nothing can be booked with it.
 */
export function decideReach(endsOn: LocalDate, today: LocalDate): Result<null> {
  const until = addDays(today, reachAhead)
  return endsOn <= until ? ok(null) : refuse('membership_too_far', { until: sayDay(until) })
}

/**
 * Refuses `start_outside` for a first day whose month is over by today, so that nothing could come of
 * it, or further away than a year.
 */
export function decideStart(startsOn: LocalDate, today: LocalDate): Result<null> {
  const until = addDays(today, startsAhead)
  let from = addMonths(today, -1)
  while (endOfFirstMonth(from) < today) from = addDays(from, 1)
  if (from <= startsOn && startsOn <= until) return ok(null)
  return refuse('start_outside', { from: sayDay(from), until: sayDay(until) })
}

/** The last day of a membership of one month. */
export function endOfFirstMonth(startsOn: LocalDate): LocalDate {
  return addDays(addMonths(startsOn, 1), -1)
}

/**
 * Decides a pause: the end that follows from it. Refuses `pause_outside` when it does not lie inside
 * the membership or begins before today, `pause_too_long` for more than a year, and `pause_overlaps`.
 */
export function decidePause(
  terms: MembershipTerms,
  pause: Pause,
  today: LocalDate,
): Result<{ readonly endsOn: LocalDate }> {
  const earliest = terms.startsOn < today ? today : terms.startsOn
  if (pause.untilOn < pause.fromOn || pause.fromOn < earliest || terms.endsOn < pause.fromOn) {
    return refuse('pause_outside', { from: sayDay(earliest), until: sayDay(terms.endsOn) })
  }
  if (lengthOf(pause) > longestPause) return refuse('pause_too_long', { days: longestPause })
  const other = terms.pauses.find(
    ({ fromOn, untilOn }) => fromOn <= pause.untilOn && pause.fromOn <= untilOn,
  )
  if (other) {
    return refuse('pause_overlaps', { from: sayDay(other.fromOn), until: sayDay(other.untilOn) })
  }
  return ok({ endsOn: endWith(terms, [...terms.pauses, pause]) })
}

/**
 * Decides what is left of a pause when the member comes back today: what has not begun goes, of one
 * that runs the days until yesterday stay. Another pause that then lies behind the end moves it no
 * more. Refuses `pause_over`.
 *
 * @param isUndone it was never meant: the days that have passed go as well.
 */
export function decideResume(
  terms: MembershipTerms,
  pause: Pause,
  today: LocalDate,
  isUndone = false,
): Result<{
  readonly untilOn: LocalDate | null
  readonly endsOn: LocalDate
  /** All that are left of it. */
  readonly pauses: readonly Pause[]
}> {
  if (!isUndone && pause.untilOn < today) {
    return refuse('pause_over', { until: sayDay(pause.untilOn) })
  }
  const untilOn = !isUndone && pause.fromOn < today ? addDays(today, -1) : null
  const others = terms.pauses.filter(({ fromOn }) => fromOn !== pause.fromOn)
  const left = untilOn === null ? others : [...others, { fromOn: pause.fromOn, untilOn }]
  return ok({ untilOn, endsOn: endWith(terms, left), pauses: left })
}

/**
 * Decides whether the months still hold what is booked when the pauses change, which move every day
 * after them. Refuses `pause_moves_sessions`, naming those that would fall into a month that has no
 * session left for them: a pause brings no sessions of its own.
 *
 * @param booked the days of the sessions it pays for already.
 */
export function decideMonths(
  terms: MembershipTerms,
  pauses: readonly Pause[],
  booked: readonly LocalDate[],
): Result<null> {
  const { name, sessionsPerMonth } = terms
  if (sessionsPerMonth === null) return ok(null)
  const after = { ...terms, pauses }
  const perMonth = Map.groupBy(booked, (day) => monthOf(after, day))
  const moved = [...perMonth.values()].flatMap((days) =>
    days.length <= sessionsPerMonth ? [] : movedBy(terms, pauses, days),
  )
  if (moved.length === 0) return ok(null)
  const days = moved.toSorted().map((day) => sayDay(day))
  return refuse('pause_moves_sessions', { name, count: sessionsPerMonth, days: days.join(', ') })
}

/** The days of what is booked that count in another month once the pauses change. */
export function movedBy(
  terms: MembershipTerms,
  pauses: readonly Pause[],
  booked: readonly LocalDate[],
): LocalDate[] {
  const after = { ...terms, pauses }
  return booked.filter((day) => monthOf(terms, day) !== monthOf(after, day)).toSorted()
}

/** Refuses `end_outside` for a last day that is over, or later than what is paid. */
export function decideEnd(
  terms: Pick<MembershipTerms, 'endsOn'>,
  lastDay: LocalDate,
  today: LocalDate,
): Result<null> {
  const yesterday = addDays(today, -1)
  if (yesterday <= lastDay && lastDay < terms.endsOn) return ok(null)
  return refuse('end_outside', {
    from: sayDay(yesterday),
    until: sayDay(addDays(terms.endsOn, -1)),
  })
}

/**
 * How many months were paid and not taken back: the day after the last is of the next one. None of a
 * membership whose only month was given back, whatever was used of it.
 */
export function monthsOf(terms: MembershipTerms): number {
  return monthOf(terms, addDays(terms.endsOn, 1))
}

function endOfMonths(terms: MembershipTerms, months: number): LocalDate {
  return addDays(firstDayOf(terms, months), -1)
}

/** The last day with other pauses: only what rests before it moves it. */
function endWith(terms: MembershipTerms, pauses: readonly Pause[]): LocalDate {
  const months = monthsOf(terms)
  const by = daysBetween(endOfMonths(terms, months), endOfMonths({ ...terms, pauses }, months))
  return addDays(terms.endsOn, by)
}

/** How many days a pause takes. */
function lengthOf({ fromOn, untilOn }: Pause): number {
  return daysBetween(fromOn, untilOn) + 1
}

/** The first day of a month of the membership; a pause before or on it moves it. */
function firstDayOf({ startsOn, pauses }: MembershipTerms, month: number): LocalDate {
  const inOrder = pauses.toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  return inOrder.reduce(
    (day, pause) => (pause.fromOn <= day ? addDays(day, lengthOf(pause)) : day),
    addMonths(startsOn, month),
  )
}

function pausedBefore(pause: Pause, date: LocalDate): number {
  return Math.min(Math.max(0, daysBetween(pause.fromOn, date)), lengthOf(pause))
}
