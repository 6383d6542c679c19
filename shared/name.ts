import { z } from 'zod'

/** A name a person reads: trimmed, on one line, one to eighty characters of which one can be seen. */
export const nameSchema = z
  .string()
  .trim()
  .regex(/[^\p{C}\p{Z}]/u, 'must not be empty')
  .regex(/^\P{Cc}*$/u, 'must be on one line')
  .max(80)
