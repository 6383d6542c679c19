import { z } from 'zod'
import { command, query } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import type { ExportState } from './export-state.ts'
import { idSchema } from './ids.ts'
import { nameSchema } from './studio.ts'
import type { Minor } from './money.ts'
import type { Instant, LocalDate, LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { emailSchema } from './email-address.ts'
import { phoneSchema } from './phone-number.ts'
import { optionalField, proseSchema, searchTextSchema } from './plain-text.ts'

export interface Client {
  readonly id: string
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
}

/** Everything the desk knows about one client. */
export interface ClientProfile extends Client, Versioned {
  /** Whether they may be written to. */
  readonly messagesConsent: boolean
  /** Registered on, in the studio's calendar. */
  readonly since: LocalDate
  readonly createdAt: Instant
  readonly notes: string | null
  /** Their data is gone for good; only what the law wants kept is left. */
  readonly isErased: boolean
  /** How often they came, did not come, and what is still to come. */
  readonly counts: {
    readonly upcoming: number
    readonly visits: number
    readonly noShows: number
    readonly cancelled: number
  }
  readonly lastVisit: LocalDateTime | null
}

/** One session of a client: private, or a seat in a group. */
export interface ClientSession {
  readonly appointmentId: string
  readonly seatId: string | null
  readonly localStart: LocalDateTime
  readonly serviceName: string
  readonly hue: number
  readonly trainerName: string
  readonly status: 'booked' | 'checked_in' | 'completed' | 'no_show' | 'cancelled'
}

/** Why two clients may be one person. */
export type SimilarBecause = 'phone' | 'email' | 'name'

/** Somebody on the list who may be the same person. */
export interface SimilarClient extends Client {
  readonly because: readonly SimilarBecause[]
}

/** Clients who may be one person. */
export interface SuspectedDuplicate {
  readonly because: SimilarBecause
  readonly clients: readonly Client[]
}

/** What merging would do, shown before it is done. */
export interface MergePreview {
  readonly keep: ClientProfile
  readonly merge: ClientProfile
  /** Rows that go over to the one who stays, by table; tables without any are left out. */
  readonly moves: Readonly<Record<string, number>>
  /** What both have on their accounts together. */
  readonly balanceMinor: Minor
  readonly currency: string
}

/** What must be settled before a client can be erased. */
export type ErasureObstacle =
  | 'upcoming_sessions'
  | 'waiting'
  | 'open_fees'
  | 'balance'
  | 'credits'
  | 'membership'

/** What erasing would mean, shown before it is done. */
export interface ErasurePreview {
  readonly obstacles: readonly { readonly code: ErasureObstacle; readonly count: number }[]
  /** Receipts that stay as they are, without the name. */
  readonly receipts: number
  readonly sessions: number
  /** Copies FitFlow made by itself before an update; they hold the person and are deleted. */
  readonly oldCopies: number
}

/** A client met for the first time. */
export const newClientSchema = z.object({
  name: nameSchema,
  phone: optionalField(phoneSchema),
  email: optionalField(emailSchema),
  /** Whether the client agreed to receive confirmations. Nobody is written to without it. */
  messagesConsent: z.boolean().default(false),
})

export type NewClient = z.output<typeof newClientSchema>

/** Everything about a client that the desk may change. */
const clientFields = {
  ...newClientSchema.shape,
  notes: optionalField(proseSchema(2000)),
}

/** What a client's edit form holds. */
export const clientDetailsSchema = z.object(clientFields)

/** Which of two clients a field is taken from. */
const winner = z.enum(['keep', 'merge'])

const desk = ['front_desk', 'manager'] as const

export const clientsContract = {
  /**
   * Finds clients by any part of name, phone or e-mail; accents and case do not matter, best match
   * first. An empty text answers the clients seen most recently.
   */
  'clients.search': query<readonly Client[]>()({
    access: desk,
    input: z.object({ text: searchTextSchema(100), limit: z.int().min(1).max(50).default(12) }),
    topics: () => [topics.clients],
  }),
  /** The id of somebody who was merged into another answers that other one. */
  'clients.get': query<ClientProfile>()({
    access: desk,
    input: z.object({ clientId: idSchema }),
    topics: ({ clientId }) => [topics.client(clientId), topics.clients],
  }),
  /** Upcoming ones soonest first, past and cancelled ones newest first. */
  'clients.sessions': query<readonly ClientSession[]>()({
    access: desk,
    input: z.object({
      clientId: idSchema,
      when: z.enum(['upcoming', 'past']),
      limit: z.int().min(1).max(200).default(10),
    }),
    topics: ({ clientId }) => [topics.client(clientId), topics.clients],
  }),
  /** Who on the list may be the same person as this one, before they are registered or changed. */
  'clients.similar': query<readonly SimilarClient[]>()({
    access: desk,
    input: z.object({
      name: searchTextSchema(80),
      phone: searchTextSchema(60).default(''),
      email: searchTextSchema(254).default(''),
      exceptId: idSchema.optional(),
    }),
    topics: () => [topics.clients],
  }),
  'clients.register': command<{ readonly clientId: string }>()({
    access: desk,
    input: clientDetailsSchema,
  }),
  /**
   * Replaces everything the form holds. It names no undo, because what a result names is remembered,
   * and personal data is not: whoever holds the old values sends them again.
   */
  'clients.update': command<{ readonly clientId: string; readonly version: number }>()({
    access: desk,
    input: z.object({ ...clientFields, clientId: idSchema, ...expectedVersion }),
    edits: { subject: 'client', idIn: 'clientId' },
  }),
  /** Clients who may be one person, those with the same phone or e-mail first. */
  'clients.duplicates': query<readonly SuspectedDuplicate[]>()({
    access: desk,
    input: z.object({}),
    topics: () => [topics.clients],
  }),
  'clients.mergePreview': query<MergePreview>()({
    access: desk,
    input: z.object({ keepId: idSchema, mergeId: idSchema }),
    topics: ({ keepId, mergeId }) => [topics.client(keepId), topics.client(mergeId)],
  }),
  /** Makes two clients one. Everything of the second goes over to the first. Cannot be taken back. */
  'clients.merge': command<{ readonly clientId: string }>()({
    access: desk,
    input: z.object({
      keepId: idSchema,
      mergeId: idSchema,
      fields: z.object({ name: winner, phone: winner, email: winner }),
      ...expectedVersion,
    }),
    edits: { subject: 'client', idIn: 'keepId', alsoIdIn: 'mergeId' },
  }),
  /** Everything that is known of a person, into a file whose place is asked for. */
  'clients.export': command<null>()({
    access: ['manager'],
    input: z.object({ clientId: idSchema, format: z.enum(['json', 'html']) }),
    remembered: false,
  }),
  /** How the last export went; null before the first. */
  'clients.exportState': query<ExportState | null>()({
    access: ['manager'],
    input: z.object({}),
    topics: () => [topics.clientExport],
  }),
  'clients.erasurePreview': query<ErasurePreview>()({
    access: ['manager'],
    input: z.object({ clientId: idSchema }),
    topics: ({ clientId }) => [topics.client(clientId), topics.clients],
  }),
  /** Erases who somebody was, for good. What they bought stays, without them. */
  'clients.erase': command<{ readonly clientId: string }>()({
    access: ['manager'],
    input: z.object({
      clientId: idSchema,
      /** The client's name, typed again. */
      confirmation: searchTextSchema(80),
    }),
    remembered: false,
  }),
}
