import { z } from 'zod'
import { lineSchema } from './plain-text.ts'

/** A name a person reads: one line of one to eighty characters. */
export const nameSchema = lineSchema(80)

/** The name looks like somebody else’s in another alphabet, and is meant. */
export const allowLookAlikeSchema = z.boolean().default(false)
