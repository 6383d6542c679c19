import { z } from 'zod'
import { countrySchema } from '../country.ts'
import { idSchema } from '../ids.ts'
import { currencySchema } from '../money.ts'
import { policySchema, type Policy } from '../policy.ts'
import { localDateSchema, timeZoneSchema } from '../time.ts'
import { declare } from './declare-event.ts'

const settings = z.strictObject({
  studioId: idSchema,
  timeZone: timeZoneSchema,
  currency: currencySchema,
  lateCancelWindowMinutes: z.int().min(0),
  /** Share of the price, in hundredths of a percent. */
  lateCancelFeeBasisPoints: z.int().min(0).max(10_000),
})

const policyChanged = z.strictObject({
  studioId: idSchema,
  effectiveFrom: localDateSchema,
  policy: policySchema,
  /** What was planned for the day is called off: nothing begins on it. */
  withdrawn: z.literal(true).optional(),
})

/** The studio's own terms. */
export const studioEvents = {
  'settings.changed': declare('studio', settings, {
    version: '1.1',
    older: [
      {
        version: '1.0',
        data: settings.omit({ lateCancelWindowMinutes: true, lateCancelFeeBasisPoints: true }),
        // Version 1.0 is from when the terms could not be chosen: a day before, half the price.
        upcast: (data) => ({
          ...data,
          lateCancelWindowMinutes: 24 * 60,
          lateCancelFeeBasisPoints: 5_000,
        }),
      },
    ],
  }),

  /** Somebody confirmed which day it is, before a receipt was numbered by it. */
  'studio.clock_confirmed': declare(
    'studio',
    z.strictObject({ studioId: idSchema, day: localDateSchema }),
  ),
  'studio.renamed': declare('studio', z.strictObject({ studioId: idSchema })),

  'studio.country_changed': declare(
    'studio',
    z.strictObject({ studioId: idSchema, country: countrySchema }),
  ),

  /** The whole policy that holds from a day of the studio's calendar on. */
  'policy.changed': declare('studio', policyChanged, {
    version: '1.1',
    older: [
      {
        version: '1.0',
        // Some of its settings came later, too.
        data: policyChanged.extend({ policy: policySchema.partial() }),
        // Version 1.0 is from when messages left at once, and the first of them from before reminders.
        upcast: ({ policy, ...data }) => ({
          ...data,
          policy: { reminderHours: 0, messageDelayMinutes: 0, ...(policy as Partial<Policy>) },
        }),
      },
    ],
  }),
}
