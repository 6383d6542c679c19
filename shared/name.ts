import { z } from 'zod'
import { lineSchema } from './plain-text.ts'

/** A name a person reads: one line of one to eighty characters. */
export const nameSchema = lineSchema(80)

/** The name looks like somebody else’s in another alphabet, and is meant. */
export const allowLookAlikeSchema = z.boolean().default(false)

/** The lists of the catalogue on which no two are called the same. */
export type Named = 'trainer' | 'service' | 'room' | 'product'

/** One that is off its list is called the same, and this is meant to be another. */
export const allowRetiredSchema = z.boolean().default(false)
