import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { declare } from './declare-event.ts'

const epoch = z.string().regex(/^[0-9a-f]{32}$/)

/** Where the log itself goes. Neither the address nor a token stands in it. */
export const syncEvents = {
  'sync.connected': declare('studio', z.strictObject({ studioId: idSchema })),
  'sync.disconnected': declare('studio', z.strictObject({ studioId: idSchema })),
  /** The log goes on as a history of its own from here. */
  'sync.epoch_began': declare(
    'studio',
    z.strictObject({
      studioId: idSchema,
      previousEpoch: epoch,
      epoch,
      /** `put_back` and `copied` were seen at the start; the others by the endpoint. */
      cause: z.enum(['fork', 'restored', 'put_back', 'copied']),
    }),
  ),
}
