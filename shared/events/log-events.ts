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
  /** What was written after the last event of a transaction; its metadata says it. */
  'log.rows_written': declare('write', z.strictObject({ writeId: idSchema })),
  /** What stood in a table when the log began to say what is written into it, or a migration had changed it. */
  'log.baseline': declare(
    'baseline',
    z.strictObject({
      baselineId: idSchema,
      table: z.string(),
      /** The newest one that the file had by then. */
      migration: z.string(),
      columns: z.array(z.string()),
      rows: z.int().min(0),
      /** Of the rows as they are logged, in the order of their keys. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
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
