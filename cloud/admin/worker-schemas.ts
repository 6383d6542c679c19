import { z } from 'zod'
import { localDateSchema } from '../../shared/time.ts'
import { webhookSecretPattern } from '../workers/notifications/send-webhook.ts'

export const workerNameSchema = z
  .string()
  .max(64)
  .regex(/^[\w.-]+$/, 'must be letters, digits, hyphens, underscores and dots')

/** What a person writes. */
export const reasonSchema = z
  .string()
  .min(1)
  .max(500)
  .regex(/^\P{Cc}+$/u, 'must not hold control characters')

export const webhookRequestSchema = z.strictObject({
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/[!-~]+$/, 'must be an https:// address in visible ASCII')
    .describe(
      'An https:// address of the public internet, without a user or a password; plain http:// only ' +
        'to this very machine (localhost, 127.…, [::1]). All else is refused as unreadable.',
    ),
  /** As Standard Webhooks writes it; without one, the old one stays or a new one is made. */
  secret: z
    .string()
    .regex(webhookSecretPattern, 'must be whsec_ and 24 to 64 bytes in base64')
    .optional(),
})

export const webhookSchema = z.object({
  url: z.string(),
  /** Events that were stored earlier are not sent. */
  since: z.string(),
  changed_at: z.string(),
  /** The other side answered 410: nothing is sent until it is set again. */
  turned_off_at: z.string().nullable(),
})

/** The only answer that holds the secret. */
export const webhookAnswerSchema = webhookSchema.extend({ secret: z.string() })

export const deadLetterSchema = z.object({
  id: z.string(),
  worker: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  subject: z.string(),
  attempts: z.number(),
  /** What was wrong at the last attempt. */
  error: z.string(),
  first_failed_at: z.string(),
  dead_at: z.string(),
  /** Later events of the same subject, which wait behind it. */
  waiting: z.number(),
})

export const figuresRequestSchema = z
  .object({
    from: localDateSchema.describe('The first day.'),
    to: localDateSchema.describe('The last day; not before `from`, otherwise it is unreadable.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' })

const count = z.number()
export const figuresSchema = z.array(
  z.object({
    /** Of the studio's calendar. */
    day: z.string(),
    currency: z.string(),
    booked: count,
    cancelled: count,
    no_shows: count,
    completed: count,
    /** Taken, in minor units. */
    revenue: count,
    /** Given back, in minor units. */
    refunds: count,
  }),
)
