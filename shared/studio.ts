import { z } from 'zod'
import { countrySchema } from './country.ts'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion } from './expected-version.ts'
import { currencySchema } from './money.ts'
import { priceSchema, sureOfSchema } from './sane-amounts.ts'
import { nameSchema } from './name.ts'
import type { PlaceQuestion } from './place.ts'
import { pinSchema, type StaffPin } from './staff.ts'
import { timeZoneSchema } from './time.ts'
import { topics } from './topics.ts'

export { nameSchema }

export interface Studio {
  readonly name: string
  /** Goes back when it is renamed, as `expectedVersion`. */
  readonly nameVersion: number
  readonly timeZone: string
  readonly currency: string
  /** Two letters of ISO 3166: how phones are read, and how files for spreadsheets are written. */
  readonly country: string
  /** As `nameVersion`. */
  readonly countryVersion: number
  /** FitFlow took the country from the time zone, and no manager has been told yet. */
  readonly countryAssumed: boolean
  /** A demo studio says so on every screen and shows its PINs at sign-in. */
  readonly demo: boolean
}

/** What the first screen needs before anyone has signed in. */
export type StudioStatus =
  | { readonly state: 'empty' }
  /** Somebody has to say first whether the file was moved, copied or put back. */
  | { readonly state: 'place_asked'; readonly question: PlaceQuestion }
  | { readonly state: 'ready'; readonly studio: Studio; readonly demoPins: readonly StaffPin[] }

/** Something that everybody at the window should know, and what to do about it. */
export interface Notice {
  /** Stable; a notice that was put away stays away until it says something else. */
  readonly code:
    | 'set_aside'
    | 'synced_folder'
    | 'erasure_traces'
    | 'archive_missing'
    | 'leftovers'
    | 'search_prepared'
  readonly message: string
  readonly nextStep: string
  /** It goes by itself in a moment, and cannot be put away. */
  readonly isPassing?: boolean
}

/** Whether the studio’s file can be relied on. */
export interface StudioCondition {
  /** Why nothing is accepted any more; null while all is well. */
  readonly trouble: { readonly message: string; readonly nextStep: string } | null
  readonly notices: readonly Notice[]
}

/** A weekday 1 (Monday) to 7, and the minutes of that day from which and until which a trainer works. */
const workingHoursSchema = z
  .object({
    weekday: z.int().min(1).max(7),
    startMinute: z.int().min(0).max(1439),
    endMinute: z.int().min(1).max(1440),
  })
  .refine(({ startMinute, endMinute }) => startMinute < endMinute, 'must end after they start')

const setUpSchema = z.object({
  name: nameSchema,
  timeZone: timeZoneSchema,
  currency: currencySchema,
  /** Left out: where the time zone is. */
  country: countrySchema.optional(),
  trainers: z
    .array(z.object({ name: nameSchema, pin: pinSchema.optional() }))
    .min(1, 'needs at least one trainer')
    .max(40),
  services: z
    .array(
      z.object({
        name: nameSchema,
        durationMinutes: z.int().min(5).max(480),
        priceMinor: priceSchema,
        /** Seats of a class; left out or null: one client to themselves. */
        capacity: z.int().min(1).max(500).nullable().optional(),
      }),
    )
    .min(1, 'needs at least one service')
    .max(100),
  /** When every trainer works until their own hours are set. */
  openingHours: z
    .array(workingHoursSchema)
    .max(14)
    .refine(startsDiffer, 'must not name the same start twice')
    .default(() => weekdays(8 * 60, 20 * 60)),
  manager: z.object({ name: nameSchema, pin: pinSchema }),
  /** Two names look alike in different alphabets, and are meant. */
  allowLookAlike: z.boolean().optional(),
  sureOfMinor: sureOfSchema,
})

export type StudioSetUp = z.output<typeof setUpSchema>

function startsDiffer(spans: readonly { weekday: number; startMinute: number }[]): boolean {
  const starts = spans.map(({ weekday, startMinute }) => `${weekday}:${startMinute}`)
  return new Set(starts).size === starts.length
}

function weekdays(startMinute: number, endMinute: number) {
  return [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startMinute, endMinute }))
}

export const studioContract = {
  'studio.status': query<StudioStatus>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.studio],
  }),
  'studio.condition': query<StudioCondition>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.condition],
  }),
  /** Only while the file holds no studio; afterwards refused with `studio_exists`. */
  'studio.setUp': command<{ managerId: string; recoveryCode: string }>()({
    access: 'anyone',
    input: setUpSchema,
    remembered: false,
  }),
  /** Fills an empty file with a believable studio: all of it, or nothing. */
  'studio.createDemo': command<{ pins: readonly StaffPin[] }>()({
    access: 'anyone',
    input: z.object({}),
    remembered: false,
  }),
  /** The zone and the currency are in every booking and every receipt, and stay. */
  'studio.rename': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({ name: nameSchema, ...expectedVersion }),
    edits: { subject: 'studioName' },
  }),
  /** Phones are read by the new country from then on; as they were typed, they stay. */
  'studio.setCountry': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({ country: countrySchema, ...expectedVersion }),
    edits: { subject: 'country' },
  }),
  /** A manager was told which country FitFlow took from the time zone. */
  'studio.countryTold': command<null>()({ access: ['manager'], input: z.object({}) }),
}
