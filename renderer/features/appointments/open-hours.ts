import type { DayView, TrainerColumn } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { cutOut, stretchOf, wallTimeAt, type DayFrame, type Stretch } from './day-geometry.ts'

type Day = DayFrame & Pick<DayView, 'closures'>
type Hours = Pick<TrainerColumn, 'hours' | 'timeOff'>

/** When a trainer can really be booked that day: the hours without closures and time off. */
export function openHours(day: Day, trainer: Hours): Stretch[] {
  const stretches = (spans: Hours['hours'] | Hours['timeOff']) =>
    spans.flatMap((span) => stretchOf(day, span) ?? [])
  return cutOut(stretches(trainer.hours), [
    ...stretches(day.closures),
    ...stretches(trainer.timeOff),
  ])
}

/** {@link openHours} as `08:00 – 12:00, 13:00 – 17:00`; why not, when there are none. */
export function hoursText(day: Day, trainer: Hours): string {
  const open = openHours(day, trainer)
  return open.length === 0 ? whyNone(day, trainer) : open.map((span) => said(day, span)).join(', ')
}

/** From the first to the last of {@link openHours}; the break between is seen in the column. */
export function outerHours(day: Day, trainer: Hours): string {
  const open = openHours(day, trainer)
  const [first] = open
  const last = open.at(-1)
  if (!first || !last) return whyNone(day, trainer)
  return said(day, { from: first.from, to: last.to })
}

function whyNone(day: Day, trainer: Hours): string {
  if (trainer.hours.length === 0) return words.day.dayOff
  const isAway = openHours({ ...day, closures: [] }, trainer).length === 0
  return isAway ? words.day.away(null) : words.day.studioClosed(null)
}

function said(day: Day, { from, to }: Stretch): string {
  return words.day.worksUntil(wallTimeAt(day, from), wallTimeAt(day, to))
}
