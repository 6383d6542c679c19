import type { PlannedSession } from './history.ts'
import { demandAt, planRegulars, quarterAfter, type Regular } from './plan-regulars.ts'
import { offerKeys, priceList, type Offer } from './price-list.ts'
import { Random } from './random.ts'
import type { DaySpan, DemoTrainer } from './staff.ts'

/** What a day's planning needs to know. */
export interface StudioPlan {
  readonly seed: number
  readonly trainers: readonly DemoTrainer[]
  /** Monday is 1. */
  weekday(day: number): number
  /** How many clients were registered before a day began. */
  clientsBefore(day: number): number
  /** How many of them were there from the start: the regulars are among these. */
  readonly firstClients: number
  /** Whether the studio is closed on a day, or the trainer away. */
  isAway(trainer: number, day: number): boolean
}

/** After half a year, the regulars are other people at other times. */
const seasonDays = 26 * 7

/** Nobody books further ahead, so three weeks later a day's past is complete. */
export const longestLeadDays = 21

const desk = { opens: 7 * 60, closes: 20 * 60 + 30 }

/**
 * Plans a day's sessions for all trainers: regulars first, others in what is free. No two of a
 * trainer's overlap, all lie in working hours, and nobody comes twice on one day.
 *
 * @param seen who comes that day already; whoever is planned here is added.
 */
export function planDay(plan: StudioPlan, day: number, seen: Set<number>): PlannedSession[] {
  return plan.trainers.flatMap((trainer, index) => {
    if (plan.isAway(index, day)) return []
    const random = new Random(plan.seed, `day ${day} trainer ${index}`)
    const weekday = plan.weekday(day)
    const season = new Random(
      plan.seed,
      `season ${Math.floor(day / seasonDays)} ${index} ${weekday}`,
    )
    const regulars = planRegulars(season, trainer, weekday, plan.firstClients)
    const coming = regulars.filter((regular) => {
      if (!random.chance(0.88) || seen.has(regular.client)) return false
      seen.add(regular.client)
      return true
    })
    const free = (trainer.free[weekday] ?? []).flatMap((span) => gapsIn(span, coming))
    return [
      ...coming.map((regular) => regularSession(random, regular, index, day)),
      ...free.flatMap((gap) => fillGap(plan, random, trainer, index, day, gap, seen)),
    ]
  })
}

function regularSession(
  random: Random,
  regular: Regular,
  trainer: number,
  day: number,
): PlannedSession {
  // "The same time next week?" – booked at the desk right after an earlier session.
  const minute = regular.minute + regular.durationMinutes + random.between(2, 8)
  return {
    trainer,
    day,
    minute: regular.minute,
    client: regular.client,
    service: regular.service,
    durationMinutes: regular.durationMinutes,
    priceMinor: offerAt(regular.service).priceMinor,
    booked: { day: day - 7 * regular.weeksAhead, minute: minute + random.next() },
    movedFrom: null,
    group: null,
    series: null,
  }
}

function fillGap(
  plan: StudioPlan,
  random: Random,
  trainer: DemoTrainer,
  index: number,
  day: number,
  gap: DaySpan,
  seen: Set<number>,
): PlannedSession[] {
  const sessions: PlannedSession[] = []
  let minute = quarterAfter(gap.start)
  while (minute < gap.end) {
    const service = offerKeys.indexOf(random.pick(trainer.offers))
    const offer = offerAt(service)
    const end = minute + offer.durationMinutes
    const wanted = end <= gap.end && random.chance(demandAt(minute) * 0.9)
    const booked = bookedBefore(random, day, minute)
    const client = wanted ? whoComes(plan, random, offer, booked.day, seen) : null
    if (client === null) {
      minute += 30
      continue
    }
    // A session that was moved keeps its old place free as well: it was taken for a while.
    const before = quarterAfter(end)
    const room = before + offer.durationMinutes <= gap.end && booked.day < day
    const moved = room && random.chance(0.12)
    seen.add(client)
    sessions.push({
      trainer: index,
      day,
      minute,
      client,
      service,
      durationMinutes: offer.durationMinutes,
      priceMinor: offer.priceMinor,
      booked,
      movedFrom: moved ? { trainer: index, day, minute: before } : null,
      group: null,
      series: null,
    })
    minute = quarterAfter((moved ? before + offer.durationMinutes : end) + random.pick([0, 0, 15]))
  }
  return sessions
}

/** Somebody who is not here yet on that day; people on a first visit are among the newest. */
function whoComes(
  plan: StudioPlan,
  random: Random,
  offer: Offer,
  bookedDay: number,
  seen: ReadonlySet<number>,
): number | null {
  const known = plan.clientsBefore(bookedDay)
  const from = offer.firstVisit ? Math.max(0, known - 12) : 0
  for (let tries = 0; tries < 4; tries += 1) {
    const client = random.between(from, known - 1)
    if (!seen.has(client)) return client
  }
  return null
}

/** When somebody without a fixed time calls: mostly a few days before, some on the day itself. */
function bookedBefore(random: Random, day: number, minute: number) {
  const lead = random.pick([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 14, 18])
  const latest = lead === 0 ? minute - 45 : desk.closes
  if (latest < desk.opens) return { day: day - 1, minute: desk.closes - 1 + random.next() }
  return { day: day - lead, minute: random.between(desk.opens, latest) + random.next() }
}

function gapsIn(span: DaySpan, taken: readonly Regular[]): DaySpan[] {
  const gaps: DaySpan[] = []
  let start = span.start
  for (const { minute, durationMinutes } of taken) {
    if (minute < span.start || minute >= span.end) continue
    if (minute > start) gaps.push({ start, end: minute })
    start = minute + durationMinutes
  }
  return start < span.end ? [...gaps, { start, end: span.end }] : gaps
}

function offerAt(service: number): Offer {
  return priceList[offerKeys[service]!]
}
