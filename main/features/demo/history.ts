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
  /** The group it is a seat of. */
  readonly group: PlannedGroup | null
  /** The series that books it. */
  readonly series: PlannedSeries | null
}

/** A group session of one day. */
export interface PlannedGroup extends PlannedSlot {
  readonly service: number
}

/** The same hour each week, for one client. */
export interface PlannedSeries {
  readonly trainer: number
  readonly client: number
  readonly service: number
  readonly minute: number
  /** The days it is on. */
  readonly days: readonly number[]
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
  | { readonly act: 'schedule'; readonly group: PlannedGroup }
  | { readonly act: 'wait'; readonly group: PlannedGroup; readonly client: number }
  | { readonly act: 'book_series'; readonly series: PlannedSeries }
  | { readonly act: 'settle_fee'; readonly session: PlannedSession; readonly tender: PlannedTender }
  | { readonly act: 'waive_fee'; readonly session: PlannedSession }
  | {
      readonly act: 'top_up'
      readonly client: number
      readonly amountMinor: Minor
      readonly tender: PlannedTender
    }
  | { readonly act: 'close_studio'; readonly on: number; readonly reason: string }
  | {
      readonly act: 'give_time_off'
      readonly trainer: number
      readonly on: number
      readonly reason: string
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
