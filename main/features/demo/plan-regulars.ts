import { priceList, offerKeys } from './price-list.ts'
import type { Random } from './random.ts'
import type { DemoTrainer } from './staff.ts'

/** Somebody who comes each week at the same time to the same trainer. */
export interface Regular {
  readonly client: number
  readonly service: number
  readonly minute: number
  readonly durationMinutes: number
  /** How many weeks ahead they book. */
  readonly weeksAhead: number
}

/**
 * Fills a trainer's weekday with people who come every week: many before work and after it, few
 * at noon.
 *
 * @param clients how many clients there are to choose from.
 */
export function planRegulars(
  random: Random,
  trainer: DemoTrainer,
  weekday: number,
  clients: number,
): Regular[] {
  const regulars: Regular[] = []
  const offers = trainer.offers.filter((key) => !('firstVisit' in priceList[key]))
  for (const span of trainer.free[weekday] ?? []) {
    let minute = span.start
    while (minute < span.end) {
      const key = random.pick(offers)
      const { durationMinutes } = priceList[key]
      if (minute + durationMinutes > span.end || !random.chance(demandAt(minute) * 0.75)) {
        minute += 30
        continue
      }
      regulars.push({
        client: random.between(0, clients - 1),
        service: offerKeys.indexOf(key),
        minute,
        durationMinutes,
        weeksAhead: random.between(1, 3),
      })
      minute = quarterAfter(minute + durationMinutes + (random.chance(0.4) ? 15 : 0))
    }
  }
  return regulars
}

/** How likely a free half hour finds somebody, 0 to 1. */
export function demandAt(minute: number): number {
  const hour = minute / 60
  if (hour < 9) return 0.95
  if (hour < 11.5) return 0.7
  if (hour < 14) return 0.4
  if (hour < 16.5) return 0.55
  return hour < 20 ? 0.95 : 0.6
}

/** Sessions begin at a quarter of an hour. */
export function quarterAfter(minute: number): number {
  return Math.ceil(minute / 15) * 15
}
