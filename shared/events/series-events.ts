import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { declare } from './declare-event.ts'

/** Sessions that repeat. Each of them has its own events besides. */
export const seriesEvents = {
  'series.created': declare(
    'series',
    z.strictObject({
      seriesId: idSchema,
      clientId: idSchema,
      serviceId: idSchema,
      weekdays: z.array(z.int().min(1).max(7)),
      intervalWeeks: z.int().min(1),
      appointmentIds: z.array(idSchema).min(1),
    }),
  ),
  'series.changed': declare(
    'series',
    z.strictObject({ seriesId: idSchema, appointmentIds: z.array(idSchema).min(1) }),
  ),
  /** That the rest was cancelled or moved was taken back. */
  'series.put_back': declare(
    'series',
    z.strictObject({ seriesId: idSchema, appointmentIds: z.array(idSchema).min(1) }),
  ),
  'series.ended': declare(
    'series',
    z.strictObject({ seriesId: idSchema, appointmentIds: z.array(idSchema).min(1) }),
  ),
}
