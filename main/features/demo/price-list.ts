import { minor, type Minor } from '../../../shared/money.ts'

/** What the studio offers. Kinds that belong together share a colour. */
export interface Offer {
  readonly name: string
  readonly durationMinutes: number
  readonly priceMinor: Minor
  readonly hue: number
  /** Offered to people who came for the first time. */
  readonly firstVisit?: true
}

const offer = (
  name: string,
  durationMinutes: number,
  euros: number,
  hue: number,
  more: { readonly firstVisit?: true } = {},
): Offer => ({ name, durationMinutes, priceMinor: minor(euros * 100), hue, ...more })

/** The demo studio's twelve services, in the order of its price list. */
export const priceList = {
  personal60: offer('Personal training', 60, 75, 1),
  personal90: offer('Personal training, long', 90, 105, 1),
  duo: offer('Duo training', 60, 96, 2),
  strength: offer('Strength and lifting', 75, 88, 2),
  boxing: offer('Boxing, one to one', 45, 58, 3),
  yoga: offer('Yoga, one to one', 60, 68, 4),
  reformer: offer('Pilates reformer', 50, 64, 5),
  recovery: offer('Stretch and recovery', 30, 38, 6),
  assessment: offer('Movement assessment', 45, 62, 7),
  nutrition: offer('Nutrition consultation', 45, 55, 8),
  intro: offer('Intro session', 30, 19, 3, { firstVisit: true }),
  trial: offer('Free trial', 30, 0, 6, { firstVisit: true }),
} satisfies Record<string, Offer>

export type OfferKey = keyof typeof priceList

/** The keys in the order of the list. */
export const offerKeys = Object.keys(priceList) as OfferKey[]
