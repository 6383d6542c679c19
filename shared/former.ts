import { z } from 'zod'
import { idSchema } from './ids.ts'

/**
 * Undoes an act as it was: by what the act kept of the time before it, and not by deciding anew. Only
 * the way back of a command names one.
 */
export const formerChoice = { formerId: idSchema.optional() }

/** As {@link formerChoice}, for several sessions or seats at once. */
export const formersSchema = z
  .array(z.object({ appointmentId: idSchema, seatId: idSchema.optional(), formerId: idSchema }))
  .max(500)
