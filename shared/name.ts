import { lineSchema } from './plain-text.ts'

/** A name a person reads: one line of one to eighty characters. */
export const nameSchema = lineSchema(80)
