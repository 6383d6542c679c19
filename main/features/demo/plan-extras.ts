import { minor } from '../../../shared/money.ts'
import type { DeskAct, PlannedSeries, PlannedSession } from './history.ts'
import { tenderFor } from './plan-acts.ts'
import { offerKeys, priceList } from './price-list.ts'
import { Random } from './random.ts'
import { seriesSlot } from './staff.ts'

/** What happens once in a studio's four weeks, and what it keeps free for itself. */
export interface Extras {
  readonly acts: readonly DeskAct[]
  /** Whether the studio is closed on a day, or the trainer away. */
  readonly isAway: (trainer: number, day: number) => boolean
  /** The session that the series has on a day. */
  seriesSession(day: number): PlannedSession | null
}

/** A demo with fewer days, people or trainers than this has none of it. */
const least = { days: 28, clients: 40, trainers: 4 }

const noExtras: Extras = { acts: [], isAway: () => false, seriesSession: () => null }

/** Days around today, in the calendar's count. */
interface Around {
  readonly today: number
  /** Monday is 1. */
  readonly weekday: (day: number) => number
}

/** Plans a holiday, a trainer's day off, a series and two clients who paid ahead. */
export function planExtras(
  options: { readonly randomSeed: number; readonly days: number; readonly clients: number },
  trainers: number,
  { today, weekday }: Around,
): Extras {
  const { days, clients } = options
  if (days < least.days || clients < least.clients || trainers < least.trainers) return noExtras
  const next = (from: number, wanted: number): number => {
    let day = from
    while (weekday(day) !== wanted) day += 1
    return day
  }
  const closed = next(today + 6, 7)
  const timeOff = { trainer: 2, day: next(today + 2, 5) }
  const first = next(today - 13, seriesSlot.weekday)
  const series: PlannedSeries = {
    trainer: seriesSlot.trainer,
    client: 7,
    service: offerKeys.indexOf('personal60'),
    minute: seriesSlot.minute,
    days: [0, 1, 2, 3].map((week) => first + 7 * week),
  }
  const booked = { day: first - 1, minute: 17 * 60 }
  const random = new Random(options.randomSeed, 'extras')
  const topUp = (client: number, day: number, euros: number): DeskAct => {
    const amountMinor = minor(euros * 100)
    const tender = tenderFor(random, amountMinor)
    return { act: 'top_up', client, amountMinor, tender, day, minute: 16 * 60 + 20, desk: 2 }
  }
  return {
    acts: [
      {
        act: 'close_studio',
        on: closed,
        reason: 'Floors are polished',
        day: today - 16,
        minute: 8 * 60 + 10,
        desk: 0,
      },
      {
        act: 'give_time_off',
        trainer: timeOff.trainer,
        on: timeOff.day,
        reason: 'Training course',
        day: today - 18,
        minute: 8 * 60 + 20,
        desk: 0,
      },
      { act: 'book_series', series, ...booked, desk: 2 },
      topUp(3, today - 6, 100),
      topUp(11, today - 3, 50),
    ],
    isAway: (trainer, day) =>
      day === closed || (day === timeOff.day && trainer === timeOff.trainer),
    seriesSession: (day) =>
      series.days.includes(day)
        ? {
            trainer: series.trainer,
            day,
            minute: series.minute,
            client: series.client,
            service: series.service,
            durationMinutes: seriesSlot.durationMinutes,
            priceMinor: priceList.personal60.priceMinor,
            booked,
            movedFrom: null,
            group: null,
            series,
          }
        : null,
  }
}
