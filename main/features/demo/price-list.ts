import { minor, type Minor } from '../../../shared/money.ts'

/** The kinds of rooms; a studio has as many of a kind as it has trainers who need one. */
export type RoomKind = 'reformer' | 'treatment' | 'hall'

/** What the studio offers. Kinds that belong together share a colour. */
export interface Offer {
  readonly name: string
  readonly durationMinutes: number
  readonly priceMinor: Minor
  readonly hue: number
  /** Offered to people who came for the first time. */
  readonly firstVisit?: true
  /** Where it takes place; left out: anywhere. */
  readonly room?: RoomKind
  /** Time to tidy up. Planned sessions begin at a quarter, so it is only for lengths that leave it. */
  readonly bufferAfterMinutes?: number
  /** Seats of a group; left out: one client to themselves. */
  readonly capacity?: number
}

const offer = (
  name: string,
  durationMinutes: number,
  euros: number,
  hue: number,
  more: Pick<Offer, 'firstVisit' | 'room' | 'bufferAfterMinutes' | 'capacity'> = {},
): Offer => ({ name, durationMinutes, priceMinor: minor(euros * 100), hue, ...more })

/** The demo studio's services, in the order of its price list: twelve for one, then three for many. */
export const priceList = {
  personal60: offer('Personal training', 60, 75, 1),
  personal90: offer('Personal training, long', 90, 105, 1),
  duo: offer('Duo training', 60, 96, 2),
  strength: offer('Strength and lifting', 75, 88, 2),
  boxing: offer('Boxing, one to one', 45, 58, 3),
  yoga: offer('Yoga, one to one', 60, 68, 4),
  reformer: offer('Pilates reformer', 50, 64, 5, { room: 'reformer', bufferAfterMinutes: 10 }),
  recovery: offer('Stretch and recovery', 30, 38, 6),
  assessment: offer('Movement assessment', 45, 62, 7, { room: 'treatment' }),
  nutrition: offer('Nutrition consultation', 45, 55, 8),
  intro: offer('Intro session', 30, 19, 3, { firstVisit: true }),
  trial: offer('Free trial', 30, 0, 6, { firstVisit: true }),
  flow: offer('Morning yoga flow', 60, 18, 4, { room: 'hall', capacity: 8 }),
  circuit: offer('Boxing circuit', 60, 16, 3, { room: 'hall', capacity: 6 }),
  mat: offer('Pilates on the mat', 50, 18, 5, {
    room: 'hall',
    bufferAfterMinutes: 10,
    capacity: 8,
  }),
} satisfies Record<string, Offer>

export type OfferKey = keyof typeof priceList

/** The keys in the order of the list. */
export const offerKeys = Object.keys(priceList) as OfferKey[]

/** What is sold ahead: which services it pays, and who among the clients buys it. */
export interface Pass {
  readonly kind: 'package' | 'membership'
  readonly name: string
  readonly priceMinor: Minor
  /** Of a package; null for a membership, which is without limit. */
  readonly credits: number | null
  readonly validityDays: number
  readonly services: readonly OfferKey[]
  /** Every so-manieth client pays with it what it can pay. */
  readonly every: number
  readonly from: number
}

/** A pass has a colour of its own clients: nobody buys two that pay the same. */
export const passes: readonly Pass[] = [
  {
    kind: 'package',
    name: 'Ten personal trainings',
    priceMinor: minor(66_000),
    credits: 10,
    validityDays: 365,
    services: ['personal60'],
    every: 6,
    from: 1,
  },
  {
    kind: 'package',
    name: 'Five on the reformer, 30 days',
    priceMinor: minor(28_500),
    credits: 5,
    validityDays: 30,
    services: ['reformer'],
    every: 3,
    from: 2,
  },
  {
    kind: 'package',
    name: 'Ten classes',
    priceMinor: minor(15_000),
    credits: 10,
    validityDays: 180,
    services: ['flow', 'circuit', 'mat'],
    every: 4,
    from: 0,
  },
  {
    kind: 'membership',
    name: 'All classes',
    priceMinor: minor(7_900),
    credits: null,
    validityDays: 28,
    services: ['flow', 'circuit', 'mat'],
    every: 4,
    from: 1,
  },
]
