import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { declare } from './declare-event.ts'

/** Events that the log reports about itself. */
export const logEvents = {
  'log.erased': declare(
    'erasure',
    z.strictObject({
      erasureId: idSchema,
      /** The events whose data is gone. */
      seqs: z.array(z.int().min(1)).min(1),
    }),
  ),
  'log.pruned': declare(
    'archive',
    z.strictObject({
      archiveId: idSchema,
      /** File name inside the studio's `archive` folder. */
      file: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      fromSeq: z.int().min(1),
      throughSeq: z.int().min(1),
    }),
  ),
  'delivery.replayed': declare(
    'deadLetter',
    z.strictObject({ deadLetterId: idSchema, subscription: z.string(), seq: z.int() }),
  ),
  'delivery.discarded': declare(
    'deadLetter',
    z.strictObject({ deadLetterId: idSchema, subscription: z.string(), seq: z.int() }),
  ),
}
