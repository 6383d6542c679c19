import { z } from 'zod'
import {
  allowance,
  cancellationReasonSchema,
  cancelledBySchema,
  type AppointmentChanged,
} from './appointments.ts'
import { command, query } from './contract.ts'
import { asLeft } from './as-left.ts'
import { formerChoice } from './former.ts'
import { idSchema } from './ids.ts'
import type { Minor } from './money.ts'
import { paymentSourceSchema } from './packages.ts'
import { shown, shownPrice } from './shown.ts'
import { namedDateTimeSchema, type Instant } from './time.ts'
import { topics } from './topics.ts'
import { toldSchema, waiverSchema } from './waiver.ts'
import { proseSchema } from './plain-text.ts'

/**
 * What lateness or not coming takes, by how the session was to be paid: a share of its price, its
 * credit, an unlimited member's flat fee, or one of the month's sessions. Never two of them.
 */
export type Stake = 'price' | 'credit' | 'flat_fee' | 'session'

/** Why it cost nothing although it might have. */
export type Excuse = 'forgiven' | 'waived'

/** What becomes of the money, whether a session is cancelled or nobody came. */
export interface Settlement {
  readonly stake: Stake
  /** Whether the stake is taken. With a fee of nothing it is not. */
  readonly isTaken: boolean
  /** What the client owes; nothing unless the stake is money. */
  readonly feeMinor: Minor
  /** What it would be without an excuse. */
  readonly atWorstMinor: Minor
  /** Captured and not yet refunded; a refund as goodwill leaves it paid. */
  readonly paidMinor: Minor
  /** What should go back to the client: what is still held less the fee, never negative. */
  readonly refundDueMinor: Minor
  readonly refundRequired: boolean
}

/** What cancelling means, to be shown before the button is pressed. */
export interface CancelConsequence extends Settlement {
  readonly late: boolean
  /** Until when cancelling costs nothing. */
  readonly freeUntil: Instant
  /** It was moved inside its window, so it is late whenever it is cancelled. */
  readonly movedLate: boolean
}

/** What marking a client as not come means. */
export interface NoShowConsequence extends Settlement {
  /** From when it may be marked. */
  readonly from: Instant
  readonly excuse: Excuse | null
  /** How many of the client's no-shows were forgiven in the 30 days around it. */
  readonly forgivenBefore: number
  /** How many are, by the policy. */
  readonly forgivenAtMost: number
  /** Until when the fee can be let go before it is due. */
  readonly dueAt: Instant
}

/** Names one client's part in a session: the seat only in a group. */
const attendanceKeySchema = z.object({
  appointmentId: idSchema,
  seatId: idSchema.optional(),
})

/** What is done with money that is due back. */
export const refundChoice = {
  /**
   * What becomes of what is due back, in the same transaction: it goes back the way it was paid, or,
   * without it, becomes the client's balance. An explicit choice; money never stays on a lost slot.
   */
  refund: z.boolean(),
  /** A manager's, for a refund above the policy's limit. */
  refundApprovalId: idSchema.optional(),
}

const desk = ['front_desk', 'manager'] as const
/** Trainers mark who came to their own sessions. */
const everyone = ['front_desk', 'trainer', 'manager'] as const

export const attendanceContract = {
  'appointments.checkIn': command<AppointmentChanged>()({
    access: everyone,
    input: attendanceKeySchema.extend(asLeft),
  }),
  'appointments.takeBackCheckIn': command<AppointmentChanged>()({
    access: everyone,
    input: attendanceKeySchema.extend(asLeft),
  }),
  'appointments.complete': command<AppointmentChanged>()({
    access: everyone,
    input: attendanceKeySchema.extend(asLeft),
  }),
  'appointments.takeBackCompletion': command<AppointmentChanged>()({
    access: everyone,
    input: attendanceKeySchema.extend(asLeft),
  }),
  'appointments.noShowConsequence': query<NoShowConsequence>()({
    access: desk,
    input: attendanceKeySchema.extend({ waived: z.boolean().default(false) }),
    // What is forgiven depends on the client's other sessions.
    topics: ({ appointmentId }) => [topics.appointment(appointmentId), topics.book, topics.clock],
  }),
  /** From the start and some minutes' grace on; never by itself. */
  'appointments.noShow': command<AppointmentChanged>()({
    access: desk,
    input: attendanceKeySchema.extend({
      waiver: waiverSchema.optional(),
      ...formerChoice,
      ...refundChoice,
      ...shown,
    }),
  }),
  /** A day after it was marked, whoever takes it back lets go what it cost: a manager's to allow. */
  'appointments.takeBackNoShow': command<AppointmentChanged>()({
    access: desk,
    input: attendanceKeySchema.extend({ approvalId: idSchema.optional(), ...asLeft }),
  }),
  'appointments.cancelConsequence': query<CancelConsequence>()({
    access: desk,
    input: attendanceKeySchema.extend({
      by: cancelledBySchema,
      toldAt: namedDateTimeSchema.optional(),
      waived: z.boolean().default(false),
    }),
    topics: ({ appointmentId }) => [topics.appointment(appointmentId), topics.clock],
  }),
  'appointments.cancel': command<AppointmentChanged>()({
    access: desk,
    input: attendanceKeySchema.extend({
      by: cancelledBySchema,
      reason: cancellationReasonSchema,
      note: proseSchema(500).optional(),
      told: toldSchema.optional(),
      /** Lets its lateness go. */
      waiver: waiverSchema.optional(),
      /** The place in the line that the seat was given from: its client stands there again. */
      waitlistId: idSchema.optional(),
      ...asLeft,
      ...formerChoice,
      ...refundChoice,
      ...shown,
    }),
  }),
  /** Pays a session from something bought or renewed since it was booked, or by itself again. */
  'appointments.changePaymentSource': command<AppointmentChanged>()({
    access: desk,
    input: attendanceKeySchema.extend({
      funding: paymentSourceSchema,
      ...formerChoice,
      ...shownPrice,
    }),
  }),
  /**
   * Takes a cancellation back, if the slot is still free. A refund stays refunded. A day after it was
   * late, whoever takes it back lets go what it cost: a manager's to allow.
   */
  'appointments.reinstate': command<AppointmentChanged>()({
    access: desk,
    input: attendanceKeySchema.extend({
      ...allowance,
      /** For that, where `approvalId` is for another exception. */
      waiveApprovalId: idSchema.optional(),
      ...asLeft,
    }),
  }),
}
