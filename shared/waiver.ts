import { z } from 'zod'
import { idSchema } from './ids.ts'
import { namedDateTimeSchema } from './time.ts'

/** Why a fee or a lateness is let go. A code, because it goes into the permanent log. */
export const waiverReasonSchema = z.enum([
  'illness',
  'emergency',
  'our_mistake',
  'goodwill',
  'other',
])
export type WaiverReason = z.output<typeof waiverReasonSchema>

/** Lets a late cancellation, a late move or a no-show go. Needs a manager. */
export const waiverSchema = z.object({
  reason: waiverReasonSchema,
  /** A manager's, for everybody else. */
  approvalId: idSchema.optional(),
})

/** How the desk knows when the client really told the studio. */
export const toldReasonSchema = z.enum(['voicemail', 'written', 'told_someone', 'other'])

/** "The client told us at …": a wall time in the studio's zone that counts instead of now. */
export const toldSchema = z.object({ at: namedDateTimeSchema, reason: toldReasonSchema })
