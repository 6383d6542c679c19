import type { NewClient } from '../../../shared/clients.ts'
import { addDays, localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import { ClientList } from './client-list.ts'
import type { DeskAct } from './history.ts'
import { nameFrom } from './names.ts'
import { planActs } from './plan-acts.ts'
import { planClasses } from './plan-classes.ts'
import { longestLeadDays, planDay, type StudioPlan } from './plan-day.ts'
import { planExtras, type Extras } from './plan-extras.ts'
import { Random } from './random.ts'
import { trainersOf, type DemoTrainer } from './staff.ts'
import { StudioCalendar } from './studio-calendar.ts'

/** What kind of studio to make. The same options give the same studio, apart from its ids. */
export interface DemoOptions {
  readonly randomSeed: number
  readonly clients: number
  readonly trainers: number
  /** How many days of sessions there are: up to two weeks from today on, the rest before. */
  readonly days: number
  /** The moment up to which things have happened; what was planned later is not in the book. */
  readonly asOf: Instant
}

export const demoTimeZone = 'Europe/Berlin'

/** How many days of the book lie ahead, today among them. */
const mostDaysAhead = 14

/** A day's acts in the order of their time. */
interface HistoryDay {
  readonly acts: readonly TimedAct[]
  /** Days played after this one, as a share of all: 0 to 1. */
  readonly share: number
}

export type TimedAct = DeskAct & { readonly at: number }

/** A studio's past and its book, planned but not yet written: pure, and the same each time. */
export interface History {
  readonly calendar: StudioCalendar
  readonly trainers: readonly DemoTrainer[]
  /** The moment the studio is set up, in milliseconds: before everything else. */
  readonly setUpAt: number
  /** Who registers with the next `register` act; called once for each, in order. */
  nextClient(): NewClient
  /** Day by day from the first one to today, each planned when it is asked for. */
  days(): Generator<HistoryDay>
}

/** Plans a believable studio: its people, and what happened at its desk until `asOf`. */
export function planHistory(options: DemoOptions): History {
  const today = localDateOf(options.asOf, demoTimeZone)
  const ahead = Math.min(mostDaysAhead, Math.ceil(options.days / 2))
  // The calendar begins on the day FitFlow was set up, early enough for the first day's bookings.
  const firstSessions = longestLeadDays + 1
  const lastSessions = firstSessions + options.days - 1
  const setUpOn: LocalDate = addDays(today, ahead - options.days - firstSessions)
  const todayIndex = lastSessions + 1 - ahead
  const calendar = new StudioCalendar(setUpOn, lastSessions + 3, demoTimeZone)

  const clients = new ClientList(options.randomSeed)
  const trainerNames = new Random(options.randomSeed, 'trainers')
  const trainers = trainersOf(options.trainers, () => nameFrom(trainerNames))
  const arrivals = planArrivals(options, todayIndex)
  const extras = planExtras(options, trainers.length, {
    today: todayIndex,
    weekday: (day) => calendar.weekday(day),
  })
  const plan: StudioPlan = {
    seed: options.randomSeed,
    trainers,
    weekday: (day) => calendar.weekday(day),
    clientsBefore: (day) => arrivals.before[Math.max(1, day)]!,
    firstClients: arrivals.before[1]!,
    isAway: extras.isAway,
  }

  return {
    calendar,
    trainers,
    setUpAt: calendar.moment(0, 7 * 60 + 30),
    nextClient: () => clients.next(),
    *days() {
      const asOf = Date.parse(options.asOf)
      const agenda = new Agenda(calendar)
      agenda.add(extras.acts)
      let nextToPlay = 0
      for (let planned = 0; planned <= lastSessions; planned += 1) {
        agenda.add(arrivals.on(planned))
        if (planned >= firstSessions) agenda.add(actsOfDay(plan, extras, planned))
        // What is booked for later days was booked after this one.
        while (nextToPlay <= Math.min(planned - longestLeadDays, todayIndex)) {
          yield { acts: agenda.take(nextToPlay, asOf), share: (nextToPlay + 1) / (todayIndex + 1) }
          nextToPlay += 1
        }
      }
      for (; nextToPlay <= todayIndex; nextToPlay += 1) {
        yield { acts: agenda.take(nextToPlay, asOf), share: (nextToPlay + 1) / (todayIndex + 1) }
      }
    },
  }
}

function actsOfDay(plan: StudioPlan, extras: Extras, day: number): DeskAct[] {
  const seen = new Set<number>()
  const series = extras.seriesSession(day)
  if (series) seen.add(series.client)
  const sessions = [...(series ? [series] : []), ...planDay(plan, day, seen)]
  return [
    ...sessions.flatMap((session) => {
      const { trainer, minute } = session
      return planActs(new Random(plan.seed, `acts ${day} ${trainer} ${minute}`), session)
    }),
    ...planClasses(plan, day, seen),
  ]
}

/** What was planned, by the day it happens on. */
class Agenda {
  readonly #calendar: StudioCalendar
  readonly #days = new Map<number, DeskAct[]>()

  constructor(calendar: StudioCalendar) {
    this.#calendar = calendar
  }

  add(acts: readonly DeskAct[]): void {
    for (const act of acts) {
      const day = this.#days.get(act.day)
      if (day) day.push(act)
      else this.#days.set(act.day, [act])
    }
  }

  /** A day's acts until `asOf`, in order; forgets the day. */
  take(day: number, asOf: number): TimedAct[] {
    const acts = this.#days.get(day) ?? []
    this.#days.delete(day)
    return acts
      .map((act) => ({ ...act, at: this.#calendar.moment(act.day, act.minute) }))
      .filter(({ at }) => at <= asOf)
      .toSorted((a, b) => a.at - b.at)
  }
}

/**
 * When clients are registered: most on the first day, out of the studio's old card index, and the
 * others evenly until yesterday.
 */
function planArrivals(options: DemoOptions, todayIndex: number) {
  const first = Math.max(1, Math.ceil(options.clients * 0.85))
  const later = options.clients - first
  const countBefore = (day: number): number =>
    day <= 0
      ? 0
      : first + Math.floor((later * Math.min(day - 1, todayIndex - 1)) / (todayIndex - 1))
  const before = Array.from({ length: todayIndex + 1 }, (_, day) => countBefore(day))
  return {
    before,
    on(day: number): DeskAct[] {
      if (day >= todayIndex) return []
      const from = before[day]!
      const count = before[day + 1]! - from
      const opens = 8 * 60
      return Array.from({ length: count }, (_, index) => ({
        act: 'register',
        client: from + index,
        day,
        minute: opens + (index * 12 * 60) / count,
        desk: day === 0 ? 0 : 1,
      }))
    },
  }
}
