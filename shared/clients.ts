import { z } from 'zod'
import { query } from './contract.ts'
import { idSchema } from './ids.ts'
import { nameSchema } from './studio.ts'
import type { Instant, LocalDate } from './time.ts'
import { topics } from './topics.ts'

export interface Client {
  readonly id: string
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
}

/** Everything the desk knows about one client. */
export interface ClientProfile extends Client {
  /** Whether they may be written to. */
  readonly messagesConsent: boolean
  /** Registered on, in the studio's calendar. */
  readonly since: LocalDate
  readonly createdAt: Instant
}

/** An empty field on a form means "not given". */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  )

/** A client met for the first time. */
export const newClientSchema = z.object({
  name: nameSchema,
  phone: optional(
    z
      .string()
      .trim()
      .max(40)
      .regex(/^[+\d][\d\s().\-/]{3,}$/, 'must be a phone number'),
  ),
  email: optional(z.email('must be an e-mail address').max(254)),
  /** Whether the client agreed to receive confirmations. Nobody is written to without it. */
  messagesConsent: z.boolean().default(false),
})

export type NewClient = z.output<typeof newClientSchema>

export const clientsContract = {
  /**
   * Finds clients by any part of name, phone or e-mail; accents and case do not matter, best match
   * first. An empty text answers the clients seen most recently.
   */
  'clients.search': query<readonly Client[]>()({
    access: ['front_desk', 'manager'],
    input: z.object({ text: z.string().max(100), limit: z.int().min(1).max(50).default(12) }),
    topics: () => [topics.clients],
  }),
  'clients.get': query<ClientProfile>()({
    access: ['front_desk', 'manager'],
    input: z.object({ clientId: idSchema }),
    topics: ({ clientId }) => [topics.client(clientId)],
  }),
}
