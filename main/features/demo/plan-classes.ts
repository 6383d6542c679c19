import type { DeskAct, PlannedGroup, PlannedSession } from './history.ts'
import { planActs } from './plan-acts.ts'
import type { StudioPlan } from './plan-day.ts'
import { offerKeys, priceList, type Offer } from './price-list.ts'
import { Random } from './random.ts'

/** So many days before a group stands in the book. */
const scheduledDays = 14

/**
 * Plans a day's groups: put into the book two weeks before, their seats sold one by one, and a line
 * of people who wait where more would like to come.
 *
 * @param seen who comes that day already: nobody comes twice on one day.
 */
export function planClasses(plan: StudioPlan, day: number, seen: Set<number>): DeskAct[] {
  const weekday = plan.weekday(day)
  return plan.trainers.flatMap((trainer, index) =>
    trainer.classes
      .filter((each) => each.weekday === weekday && !plan.isAway(index, day))
      .flatMap(({ minute, offer: key, demand }) => {
        const random = new Random(plan.seed, `class ${day} ${index} ${minute}`)
        const offer: Offer = priceList[key]
        const group = { trainer: index, day, minute, service: offerKeys.indexOf(key) }
        const wanted = Math.round((offer.capacity ?? 1) * demand)
        const clients = whoComes(plan, random, wanted, day, seen)
        const seats = clients
          .slice(0, offer.capacity)
          .map((client) => seatOf(random, group, offer, client))
        const waiting = clients.slice(offer.capacity)
        return [
          { act: 'schedule', group, day: day - scheduledDays, minute: 8 * 60, desk: 0 } as const,
          ...seats.flatMap((seat) =>
            planActs(new Random(plan.seed, `seat ${day} ${index} ${seat.client}`), seat),
          ),
          ...waiting.map(
            (client, place) =>
              ({
                act: 'wait',
                group,
                client,
                day: day - 2,
                minute: 11 * 60 + place * 47,
                desk: 1,
              }) as const,
          ),
        ]
      }),
  )
}

/** Some of those who were there before the group stood in the book. */
function whoComes(
  plan: StudioPlan,
  random: Random,
  count: number,
  day: number,
  seen: Set<number>,
): number[] {
  const known = plan.clientsBefore(day - scheduledDays)
  const clients: number[] = []
  for (let tries = 0; tries < count * 3 && clients.length < count; tries += 1) {
    const client = random.between(0, known - 1)
    if (seen.has(client)) continue
    seen.add(client)
    clients.push(client)
  }
  return clients
}

/** All seats of a group are sold before anybody has to wait for one. */
function seatOf(
  random: Random,
  group: PlannedGroup,
  { durationMinutes, priceMinor }: Offer,
  client: number,
): PlannedSession {
  const booked = {
    day: group.day - random.between(3, scheduledDays - 1),
    minute: random.between(8 * 60, 20 * 60) + random.next(),
  }
  return {
    ...group,
    client,
    durationMinutes,
    priceMinor,
    booked,
    movedFrom: null,
    group,
    series: null,
  }
}
