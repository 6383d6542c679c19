import { z } from 'zod'
import { command, query } from './contract.ts'
import { instantSchema, type Instant, type LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { lineSchema, secretSchema } from './plain-text.ts'

/**
 * Why nothing more is sent until the manager decides.
 *
 * - `fork`: the endpoint knows other events in the same places: this file was copied, or it is a copy.
 * - `restored`: the endpoint has events that this file has lost: it was restored from a backup.
 */
export type SyncStop = 'fork' | 'restored' | 'device_revoked' | 'tenant_closed' | 'wrong_studio'

/** Why it is tried again later, by itself. */
export type SyncDelay =
  | 'unreachable'
  | 'busy'
  | 'server_error'
  | 'odd_answer'
  | 'not_found'
  /** Neither token is known there any more: pairing again helps. */
  | 'unauthorized'
  | 'upgrade_needed'
  /** Something went wrong on this computer; the log file says what. */
  | 'fault'

/** Why a pairing came to nothing. */
export type PairingProblem =
  | Exclude<SyncDelay, 'unauthorized' | 'upgrade_needed' | 'fault'>
  | 'pairing_refused'
  | 'studio_mismatch'
  | 'tenant_closed'
  | 'too_many_tries'
  | 'not_kept'

/** What the badge and the panel say. */
export interface SyncStatus {
  /** Null while this computer is not connected. */
  readonly link: {
    readonly endpointUrl: string
    readonly tenant: string
    readonly pairedAt: LocalDateTime
    /** False: the token cannot be read; a passphrase is asked for, or pairing again. */
    readonly token: 'ready' | 'locked' | 'held' | 'lost'
    /** Events that are not there yet. */
    readonly waiting: number
    /** True while the events that wait have been saved into a file, so that disconnecting loses none. */
    readonly isExported: boolean
    readonly lastSyncedAt: LocalDateTime | null
    readonly stopped: { readonly reason: SyncStop; readonly seq: number | null } | null
    /** When it is tried again, and why not now. */
    readonly delay: { readonly reason: SyncDelay; readonly until: Instant } | null
    readonly isSending: boolean
    /** How far the present catch-up is; null when little waits. */
    readonly progress: { readonly done: number; readonly total: number } | null
    /** Events of which the endpoint keeps only place and hash. */
    readonly rejected: number
    /** Minutes that this computer's clock is ahead of theirs; null when it is right enough. */
    readonly clockOffMinutes: number | null
  } | null
  readonly pairing:
    | { readonly state: 'running' }
    | { readonly state: 'failed'; readonly problem: PairingProblem }
    | null
  /** False: there is no key store on this computer, so a passphrase must seal the token. */
  readonly hasKeyStore: boolean
}

/** A file into which the waiting events are saved. */
export interface SyncExport {
  readonly state: 'choosing' | 'saving' | 'saved' | 'dismissed' | 'failed'
  readonly file: string | null
  readonly events: number
  readonly problem: string | null
}

const desk = ['front_desk', 'manager'] as const
const manager = ['manager'] as const
const passphraseSchema = secretSchema(8, 200)

export const syncContract = {
  'sync.status': query<SyncStatus>()({
    access: desk,
    input: z.object({}),
    topics: () => [topics.sync],
  }),
  /** Begins to pair; how it went is in `sync.status`. The code and the passphrase are kept nowhere. */
  'sync.pair': command<null>()({
    access: manager,
    input: z.object({
      endpointUrl: lineSchema(300).pipe(
        z.url({ protocol: /^https?$/, error: 'must be an address like https://sync.example.com' }),
      ),
      code: lineSchema(32).min(4, 'must be the code that was shown'),
      passphrase: passphraseSchema.optional(),
    }),
    remembered: false,
  }),
  /** Opens the token with the passphrase, after each start. */
  'sync.unlock': command<null>()({
    access: desk,
    input: z.object({ passphrase: secretSchema(1, 200) }),
    remembered: false,
  }),
  'sync.now': command<null>()({ access: desk, input: z.object({}), remembered: false }),
  /** Forgets the endpoint. Refused while something waits that was not saved into a file. */
  'sync.disconnect': command<null>()({ access: manager, input: z.object({}) }),
  /** After a fork or a restored backup: goes on as a new history, beside the one that is there. */
  'sync.beginEpoch': command<null>()({ access: manager, input: z.object({}) }),
  /** Saves the waiting events into a file that any CloudEvents program reads. */
  'sync.export': command<null>()({ access: manager, input: z.object({}) }),
  /** How the last export went; null before the first. */
  'sync.exportState': query<SyncExport | null>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.sync],
  }),
  /** The events that the endpoint did not store, newest first. */
  'sync.rejections': query<
    readonly { readonly seq: number; readonly code: string; readonly detail: string }[]
  >()({ access: manager, input: z.object({}), topics: () => [topics.sync] }),
}

/** Tokens as they are kept on this computer. */
export const syncTokensSchema = z.object({
  token: z.string(),
  refreshToken: z.string(),
  expiresAt: instantSchema,
})
export type StoredTokens = z.infer<typeof syncTokensSchema>
