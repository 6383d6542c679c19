import { z } from 'zod'

/**
 * How the act that is taken back had left things, as its answer said: only a way back names it. When it is otherwise by now the undo is refused with
 * `undo_overtaken`, so that it does not wipe what somebody else has done since.
 */
export const asLeft = { asLeft: z.hash('sha256').optional() }
