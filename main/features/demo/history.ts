import type { CancellationReason, CancelledBy } from '../../../shared/appointments.ts'
import type { Minor } from '../../../shared/money.ts'
import type { RefundReason } from '../../../shared/payments.ts'

/** A stretch of one day of the demo's calendar: minutes of the studio's wall clock. */
export interface PlannedSlot {
  readonly trainer: number
  readonly day: number
  readonly minute: number
}

/** A session as it stands in the book in the end, before anybody cancels it. Indices, not ids. */
export interface PlannedSession extends PlannedSlot {
  readonly client: number
  readonly service: number
  readonly durationMinutes: number
  readonly priceMinor: Minor
  /** When it was booked. */
  readonly booked: Moment
  /** Where it stood at first, if it was moved later. */
  readonly movedFrom: PlannedSlot | null
}

/** A minute of a day of the demo's calendar; the minute may have a fraction. */
export interface Moment {
  readonly day: number
  readonly minute: number
}

/** How a planned payment is handed over. The amount is always the whole price. */
export type PlannedTender =
  | { readonly method: 'cash'; readonly tenderedMinor: Minor }
  | { readonly method: 'card'; readonly reference: string; readonly last4: string }

type Act =
  | { readonly act: 'register'; readonly client: number }
  | { readonly act: 'book'; readonly session: PlannedSession; readonly note: string | undefined }
  | { readonly act: 'move'; readonly session: PlannedSession }
  | {
      readonly act: 'cancel'
      readonly session: PlannedSession
      readonly by: CancelledBy
      readonly reason: CancellationReason
      readonly note: string | undefined
    }
  | { readonly act: 'check_in' | 'complete' | 'no_show'; readonly session: PlannedSession }
  | { readonly act: 'pay'; readonly session: PlannedSession; readonly tender: PlannedTender }
  | {
      readonly act: 'refund'
      readonly session: PlannedSession
      readonly amountMinor: Minor
      readonly reason: RefundReason
    }

/** One thing somebody did at the desk. The history is a list of these in the order of their time. */
export type DeskAct = Moment & {
  /** Index into the desk's staff. */
  readonly desk: number
} & Act
