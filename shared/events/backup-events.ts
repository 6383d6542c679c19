import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { declare } from './declare-event.ts'

/** Copies of the whole studio. Where they lie stays out of the log: a path may hold a name. */
export const backupEvents = {
  'backup.made': declare(
    'backup',
    z.strictObject({
      backupId: idSchema,
      bytes: z.int().min(1),
      /** The last event in it. */
      headSeq: z.int().min(0),
    }),
  ),
}
