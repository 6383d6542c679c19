import { z } from 'zod'
import { command, query, type WayBack } from './contract.ts'
import { emailSchema } from './email-address.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { idSchema } from './ids.ts'
import { topics } from './topics.ts'

/** A year: nothing is booked much further ahead. */
const mostHours = 365 * 24

/** Where somebody of the staff is written to, and of what. */
const messagesSchema = z.object({
  /** Null: they are not written to. */
  email: emailSchema.nullable(),
  booked: z.boolean(),
  moved: z.boolean(),
  cancelled: z.boolean(),
  /** Only of what begins within so many hours; null: however far ahead. */
  withinHours: z
    .int()
    .min(1, `must be 1 to ${mostHours}`)
    .max(mostHours, `must be 1 to ${mostHours}`)
    .nullable(),
})

export type StaffMessages = z.output<typeof messagesSchema>

export const staffMessagesContract = {
  /** A manager may ask for anybody, everybody else for themselves. */
  'staff.messages': query<StaffMessages & Versioned>()({
    access: ['trainer', 'manager'],
    input: z.object({ staffId: idSchema }),
    topics: () => [topics.staff],
  }),
  /** Not remembered: an address belongs to its row alone. */
  'staff.saveMessages': command<{ undo: WayBack }>()({
    access: ['trainer', 'manager'],
    input: messagesSchema.extend({ staffId: idSchema, ...expectedVersion }),
    edits: { subject: 'staffMessages', idIn: 'staffId' },
    remembered: false,
  }),
}
