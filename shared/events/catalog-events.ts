import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { minorSchema } from '../money.ts'
import { declare } from './declare-event.ts'

/** What is offered, by whom and when. */
export const catalogEvents = {
  'catalog.trainer_added': declare('trainer', z.strictObject({ trainerId: idSchema })),
  'catalog.service_added': declare(
    'service',
    z.strictObject({ serviceId: idSchema, durationMinutes: z.int(), priceMinor: minorSchema }),
  ),
}
