import type { Minor } from './money.ts'
import type { SaleLineKind } from './payments.ts'
import type { PaymentMethod } from './tenders.ts'
import type { Instant, LocalDateTime } from './time.ts'

/** What was sold, as the receipt says it. */
export interface ReceiptLine {
  readonly id: string
  readonly kind: SaleLineKind | 'pay_out'
  /** The service, package or membership; for a fee, the service it came from; null for a balance. */
  readonly name: string | null
  readonly feeKind: 'late_cancellation' | 'no_show' | null
  /** Sessions and fees: which session. */
  readonly sessionLocal: LocalDateTime | null
  readonly trainerName: string | null
  readonly grossMinor: Minor
}

/** How a part of it was paid, or given back. */
export interface ReceiptTender {
  readonly id: string
  readonly method: PaymentMethod
  readonly amountMinor: Minor
  /** Cash only: what the client handed over, and what went back. */
  readonly tenderedMinor: Minor | null
  readonly changeMinor: Minor | null
  readonly cardReference: string | null
  readonly cardLast4: string | null
  readonly transferReference: string | null
}

/**
 * Everything printed on a receipt, of a sale, a refund or a balance that was paid out. It never changes
 * once it was issued, but that a sale may be voided, that what is printed again is a copy, and that
 * somebody who is erased loses their name.
 */
export interface Receipt {
  readonly kind: 'sale' | 'refund' | 'pay_out'
  readonly receiptNumber: string
  readonly studioName: string
  readonly currency: string
  readonly issuedAt: Instant
  /** Wall time in the studio's zone. */
  readonly issuedLocal: LocalDateTime
  readonly clientName: string
  readonly lines: readonly ReceiptLine[]
  readonly totalMinor: Minor
  /** The tax in the total by rate, lowest first; none without tax. Of a refund: what goes back. */
  readonly taxes: readonly {
    readonly basisPoints: number
    readonly netMinor: Minor
    readonly taxMinor: Minor
  }[]
  readonly tenders: readonly ReceiptTender[]
  readonly takenBy: string
  /** For a refund: the receipt it gives money back on. */
  readonly refundOf: string | null
  /** Set when the sale was voided: then nothing of it stands but its number. */
  readonly voidedLocal: LocalDateTime | null
  /** It has been on paper: what is printed from now on is a copy, and says so. */
  readonly isPrinted: boolean
}
