import type { Minor } from './money.ts'
import type { Instant, LocalDateTime } from './time.ts'

/** Why a client's balance changed. `refund` and `void` also take back what a top-up brought. */
export type AccountEntryKind = 'top_up' | 'spent' | 'refund' | 'void'

/** One change of a client's balance. */
interface AccountEntry {
  readonly id: string
  readonly kind: AccountEntryKind
  /** Signed: positive when the studio holds more for the client afterwards. */
  readonly amountMinor: number
  readonly createdAt: Instant
  /** Wall time in the studio's zone. */
  readonly localTime: LocalDateTime
  /** The receipt of the sale or refund it belongs to. */
  readonly receiptNumber: string | null
}

/** What the studio holds for a client, and how it came to that. */
export interface ClientAccount {
  readonly clientId: string
  readonly currency: string
  /** Never below nothing. */
  readonly balanceMinor: Minor
  /** The last 50 changes, newest first. */
  readonly entries: readonly AccountEntry[]
}
