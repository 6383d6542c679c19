import type { Role } from '../../../shared/roles.ts'
import type { OfferKey } from './price-list.ts'

/** Working time in minutes of the day. */
export interface DaySpan {
  readonly start: number
  readonly end: number
}

/** A trainer with weekly hours (Monday is 1) and what they give. */
export interface DemoTrainer {
  readonly name: string
  readonly pin: string
  readonly week: Readonly<Record<number, readonly DaySpan[]>>
  readonly offers: readonly OfferKey[]
  /** The groups they give, by weekday. */
  readonly classes: readonly WeeklyClass[]
  /** Their hours without the groups and without what a series keeps: where the others are planned. */
  readonly free: Readonly<Record<number, readonly DaySpan[]>>
}

/** A group that takes place each week. */
interface WeeklyClass {
  readonly weekday: number
  readonly minute: number
  readonly offer: OfferKey
  /** How many of its seats are asked for; above 1 people wait. */
  readonly demand: number
}

/** The hour that a series of sessions keeps, with the fourth trainer. */
export const seriesSlot = { trainer: 3, weekday: 3, minute: 18 * 60, durationMinutes: 60 } as const

/** Who stands at the desk: index 0 is the manager. All PINs are one digit four times: it is a demo. */
export const deskStaff: readonly {
  readonly name: string
  readonly role: Role
  readonly pin: string
}[] = [
  { name: 'Mara Lindqvist', role: 'manager', pin: '1111' },
  { name: 'Leila Haddad', role: 'front_desk', pin: '8888' },
  { name: 'Tim Osei', role: 'front_desk', pin: '9999' },
]

const early = spans('06:30-12:30')
const split = spans('07:00-12:00', '16:00-20:00')
const late = spans('12:00-16:00', '16:30-21:00')
const office = spans('08:30-12:30', '13:30-18:00')
const long = spans('09:00-13:00', '14:00-19:30')
const evening = spans('14:00-21:00')
const weekend = spans('09:30-14:00')
const off: readonly DaySpan[] = []

type Model = Omit<DemoTrainer, 'classes' | 'free'> & Partial<Pick<DemoTrainer, 'classes'>>

const firstSix: readonly Model[] = [
  {
    name: 'Ana Ruiz',
    pin: '2222',
    week: { 1: split, 2: early, 3: split, 4: early, 5: early, 6: weekend, 7: off },
    offers: ['personal60', 'personal60', 'personal90', 'strength', 'duo', 'intro', 'trial'],
  },
  {
    name: 'Ben Okafor',
    pin: '3333',
    week: { 1: late, 2: late, 3: off, 4: late, 5: late, 6: weekend, 7: off },
    offers: ['boxing', 'boxing', 'personal60', 'strength', 'duo', 'intro'],
    classes: [
      { weekday: 2, minute: 18 * 60 + 30, offer: 'circuit', demand: 0.8 },
      { weekday: 4, minute: 18 * 60 + 30, offer: 'circuit', demand: 1.5 },
    ],
  },
  {
    name: 'Chiara Conti',
    pin: '4444',
    week: { 1: office, 2: office, 3: off, 4: office, 5: office, 6: weekend, 7: off },
    offers: ['reformer', 'reformer', 'reformer', 'duo', 'recovery', 'intro'],
    classes: [
      { weekday: 1, minute: 9 * 60, offer: 'mat', demand: 0.7 },
      { weekday: 4, minute: 9 * 60, offer: 'mat', demand: 0.9 },
    ],
  },
  {
    name: 'Jonas Böhm',
    pin: '5555',
    week: { 1: off, 2: long, 3: long, 4: long, 5: long, 6: weekend, 7: off },
    offers: ['assessment', 'personal60', 'recovery', 'personal90', 'nutrition', 'trial'],
  },
  {
    name: 'Mei Tanaka',
    pin: '6666',
    week: { 1: early, 2: off, 3: split, 4: off, 5: split, 6: off, 7: spans('10:00-15:00') },
    offers: ['yoga', 'yoga', 'yoga', 'recovery', 'reformer', 'trial'],
    classes: [
      { weekday: 1, minute: 7 * 60 + 30, offer: 'flow', demand: 0.8 },
      { weekday: 3, minute: 18 * 60 + 30, offer: 'flow', demand: 1.4 },
      { weekday: 5, minute: 7 * 60 + 30, offer: 'flow', demand: 0.6 },
    ],
  },
  {
    name: 'Amélie Laurent',
    pin: '7777',
    week: {
      1: evening,
      2: evening,
      3: evening,
      4: evening,
      5: off,
      6: off,
      7: spans('10:00-14:00'),
    },
    offers: ['personal60', 'yoga', 'nutrition', 'duo', 'personal90', 'intro'],
  },
]

/** More trainers than this have not been tried; the desk's day would not show them anyway. */
export const mostTrainers = 60

/** The first so many trainers: six people with a life of their own, then others who take after them. */
export function trainersOf(count: number, nameOf: (index: number) => string): DemoTrainer[] {
  return Array.from({ length: count }, (_, index) => {
    const model = firstSix[index % firstSix.length]!
    // Groups need the hall, which there is once: only the first six give them.
    if (index >= firstSix.length) {
      const other = { ...model, name: nameOf(index), pin: String(1_994 + index) }
      return { ...other, classes: [], free: model.week }
    }
    const classes = model.classes ?? []
    const kept = classes.map(({ weekday, minute }) => ({ weekday, minute, durationMinutes: 60 }))
    if (index === seriesSlot.trainer) kept.push(seriesSlot)
    return { ...model, classes, free: without(model.week, kept) }
  })
}

/** Hours less what is kept in them. */
function without(
  week: DemoTrainer['week'],
  kept: readonly { weekday: number; minute: number; durationMinutes: number }[],
): DemoTrainer['week'] {
  const left: Record<number, readonly DaySpan[]> = { ...week }
  for (const { weekday, minute, durationMinutes } of kept) {
    const end = minute + durationMinutes
    left[weekday] = (left[weekday] ?? []).flatMap((span) =>
      span.end <= minute || span.start >= end
        ? [span]
        : [
            { start: span.start, end: minute },
            { start: end, end: span.end },
          ].filter((part) => part.end > part.start),
    )
  }
  return left
}

function spans(...texts: readonly string[]): readonly DaySpan[] {
  return texts.map((text) => {
    const [start, end] = text.split('-').map((clock) => {
      const [hours, minutes] = clock.split(':').map(Number)
      return hours! * 60 + minutes!
    })
    return { start: start!, end: end! }
  })
}
