import { z } from 'zod'
import { command, query } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { idSchema } from './ids.ts'
import { nameSchema } from './studio.ts'
import type { Instant, LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { emailSchema } from './email-address.ts'
import { lineSchema, secretSchema } from './plain-text.ts'

/** How the way to the mail server is kept private. */
export const mailSecuritySchema = z.enum(['none', 'starttls', 'tls'])
export type MailSecurity = z.infer<typeof mailSecuritySchema>

export type MessageKind = 'confirmation' | 'change' | 'cancellation' | 'reminder' | 'waitlist_offer'
export type MessageState = 'queued' | 'sending' | 'sent' | 'failed' | 'skipped'

/**
 * Why a message was not sent at all:
 * - `no_consent`, `no_address`, `not_wanted`: its recipient did not agree, has none, or chose not to
 *   hear of it;
 * - `own_act`: the trainer did it themselves;
 * - `too_late`: the session had begun, or was over where it was cancelled or changed before it began;
 * - `superseded`: a later message about the same session says how things stand;
 * - `cancelled`: there is no session and they know of none, because it was undone or cancelled meanwhile;
 * - `unchanged`: they know already how things stand;
 * - `outdated`: the time it reminds of holds no longer, or its client is there;
 * - `moved`, `seat_taken`, `not_waiting`: what became of an offered seat.
 */
export type SkipReason =
  | 'no_consent'
  | 'no_address'
  | 'not_wanted'
  | 'own_act'
  | 'too_late'
  | 'superseded'
  | 'cancelled'
  | 'unchanged'
  | 'outdated'
  | 'moved'
  | 'seat_taken'
  | 'not_waiting'

/** One message, as the desk sees it. */
export interface OutboxMessage {
  readonly id: string
  /** Rises in the order of queueing; the next page starts below it. */
  readonly position: number
  readonly kind: MessageKind
  readonly state: MessageState
  readonly recipientType: 'client' | 'trainer'
  /** Null when the client does not exist any more. */
  readonly recipientName: string | null
  readonly serviceName: string
  readonly trainerName: string
  /** When the session is, as it stands in the book now. */
  readonly localStart: LocalDateTime
  readonly queuedAt: LocalDateTime
  readonly sentAt: LocalDateTime | null
  readonly attempts: number
  /** When it is tried again; null for now. */
  readonly nextAttemptAt: LocalDateTime | null
  readonly lastError: string | null
  readonly skipReason: SkipReason | null
  /** It waits until somebody has decided about the time of its session. */
  readonly isUndecided: boolean
}

/** What holds back every message: the server cannot be reached, or does not accept the studio. */
interface SendingProblem {
  readonly reason: string
  readonly since: LocalDateTime
  readonly nextTryAt: LocalDateTime
}

export interface Outbox {
  /** `off`: set up, but switched off. Messages wait while it is not `on`. */
  readonly sending: 'not_set_up' | 'off' | 'on'
  readonly problem: SendingProblem | null
  readonly counts: {
    readonly waiting: number
    readonly sent: number
    readonly failed: number
    readonly skipped: number
  }
  /** Newest first. */
  readonly messages: readonly OutboxMessage[]
  readonly nextBefore: number | null
}

/** The password never leaves main: only whether there is one. */
export interface MessageSettings {
  readonly enabled: boolean
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly userName: string | null
  readonly hasPassword: boolean
  readonly fromName: string
  readonly fromAddress: string
}

/** What became of the last test message of this run. */
export interface TestMessage {
  readonly state: 'sending' | 'accepted' | 'refused'
  readonly to: string
  /** The server's own words, or why it was not reached. */
  readonly answer: string | null
  readonly at: Instant
}

const settingsSchema = z.object({
  enabled: z.boolean(),
  host: z
    .string()
    .trim()
    .max(253)
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be the name of a computer, like mail.example.com'),
  port: z.int().min(1, 'must be 1 to 65535').max(65_535, 'must be 1 to 65535'),
  security: mailSecuritySchema,
  userName: lineSchema(254).nullable(),
  /** Left out: the stored one stays. Null: none is stored any more. */
  password: secretSchema(1, 500).nullable().optional(),
  fromName: nameSchema,
  fromAddress: emailSchema,
})

export type MessageSettingsInput = z.output<typeof settingsSchema>

const desk = ['front_desk', 'manager'] as const
const manager = ['manager'] as const

export const messagesContract = {
  'messages.outbox': query<Outbox>()({
    access: desk,
    input: z.object({
      show: z.enum(['all', 'waiting', 'sent', 'failed', 'skipped']).default('all'),
      before: z.int().min(1).nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
    }),
    topics: () => [topics.messages],
  }),
  /** Queues a failed message once more, as if it had never been tried. */
  'messages.retry': command<null>()({ access: desk, input: z.object({ messageId: idSchema }) }),
  'messages.settings': query<(MessageSettings & Versioned) | null>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.messages],
  }),
  /** Not remembered by its commandId: its input may hold a password. */
  'messages.saveSettings': command<null>()({
    access: manager,
    input: settingsSchema.extend(expectedVersion),
    edits: { subject: 'mailServer' },
    remembered: false,
  }),
  /** Begins to send a test message with the saved settings; `messages.testResult` says how it went. */
  'messages.test': command<null>()({
    access: manager,
    input: z.object({ to: emailSchema }),
    remembered: false,
  }),
  'messages.testResult': query<TestMessage | null>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.messages],
  }),
}
