import { z } from 'zod'
import { asLeft } from './as-left.ts'
import { command, query, type WayBack } from './contract.ts'
import { idSchema } from './ids.ts'
import type { Minor } from './money.ts'
import { shown } from './shown.ts'
import type { Instant, LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { waiverReasonSchema, type WaiverReason } from './waiver.ts'

export type FeeKind = 'late_cancellation' | 'no_show'

/**
 * Where a fee is. `pending` until it is due, when it can still be let go quietly; `kept` was taken
 * out of what had been paid before; `withdrawn` lost its cause.
 */
export type FeeState = 'pending' | 'due' | 'kept' | 'paid' | 'waived' | 'forgiven' | 'withdrawn'

/** A fee as a list shows it. `state` is as of now: what was pending until noon is due at noon. */
export interface FeeView {
  readonly id: string
  readonly clientId: string
  readonly clientName: string
  readonly appointmentId: string
  readonly seatId: string | null
  readonly serviceName: string
  /** When the session was, on the studio's wall clock. */
  readonly sessionLocal: LocalDateTime
  readonly kind: FeeKind
  readonly amountMinor: Minor
  readonly currency: string
  readonly state: FeeState
  /** How much of it can be let go now; null: nothing. */
  readonly waivableMinor: Minor | null
  readonly dueAt: Instant
  readonly waiverReason: WaiverReason | null
}

export interface FeeChanged {
  readonly feeId: string
  readonly undo: WayBack | null
}

const desk = ['front_desk', 'manager'] as const

export const feesContract = {
  /** All fees of a client, or of a session. Newest first. */
  'fees.list': query<readonly FeeView[]>()({
    access: desk,
    input: z.union([z.object({ clientId: idSchema }), z.object({ appointmentId: idSchema })]),
    topics: () => [topics.fees, topics.clock],
  }),
  /** What is still open, pending or due; the oldest first. How many there are stands in `day.closing`. */
  'fees.open': query<readonly FeeView[]>()({
    access: desk,
    input: z.object({ limit: z.int().min(1).max(200).default(100) }),
    topics: () => [topics.fees, topics.clock],
  }),
  /** Lets a fee go. What was kept of a payment becomes the client's balance again. */
  'fees.waive': command<FeeChanged>()({
    access: desk,
    input: z.object({
      feeId: idSchema,
      reason: waiverReasonSchema,
      approvalId: idSchema.optional(),
      ...asLeft,
      ...shown,
    }),
  }),
  /** The fee stands again, as if it had not been let go. */
  'fees.takeBackWaiver': command<FeeChanged>()({
    access: desk,
    input: z.object({ feeId: idSchema, ...asLeft, ...shown }),
  }),
}
