import type { Minor } from './money.ts'
import type { Receipt, ReceiptLine } from './receipt.ts'
import type { PaymentMethod } from './tenders.ts'
import type { Instant, LocalDateTime } from './time.ts'

/** Why a client's balance changed. `refund` and `void` also take back what a top-up brought. */
export type AccountEntryKind = 'top_up' | 'spent' | 'refund' | 'void' | 'pay_out'

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

/** One receipt of a client, as their profile lists it. */
export interface ClientReceipt {
  readonly receiptNumber: string
  readonly kind: Receipt['kind']
  /** Wall time in the studio's zone. */
  readonly localTime: LocalDateTime
  readonly totalMinor: Minor
  /** Taken back, so that it counts as nothing. */
  readonly isVoided: boolean
  readonly lines: readonly ReceiptLine[]
  /** How it was paid or given back, each once. */
  readonly methods: readonly PaymentMethod[]
}

/** What a client paid and got back, what they owe, and every receipt of it. */
export interface ClientMoney {
  readonly currency: string
  /** What came in from them, top-ups too; what was paid out of the balance came in before. */
  readonly paidMinor: Minor
  /** What left the studio again, out of the balance too; what went into the balance did not. */
  readonly refundedMinor: Minor
  readonly balanceMinor: Minor
  /** Fees that are pending or due. */
  readonly openFeesMinor: Minor
  readonly receiptCount: number
  /** Newest first, as many as were asked for. */
  readonly receipts: readonly ClientReceipt[]
}
