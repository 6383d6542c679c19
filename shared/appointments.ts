import { z } from 'zod'
import type { Buffers, TimeAway, WorkingSpan } from './availability.ts'
import type { Client } from './clients.ts'
import { newClientSchema } from './clients.ts'
import { command, query, type WayBack } from './contract.ts'
import { formerChoice } from './former.ts'
import { idSchema } from './ids.ts'
import type { Minor } from './money.ts'
import { fundingWishSchema, type PaymentSource } from './packages.ts'
import type { PaymentSummary } from './payments.ts'
import { expectedVersion } from './expected-version.ts'
import { shown, shownPrice } from './shown.ts'
import { namedDateSchema, namedDateTimeSchema } from './time.ts'
import type { Instant, LocalDate, LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { waiverSchema } from './waiver.ts'
import { lineSchema, proseSchema } from './plain-text.ts'

export type AppointmentStatus = 'booked' | 'checked_in' | 'completed' | 'no_show' | 'cancelled'

/** `covered`: by a package's credit or a membership; no money moves for it. */
export type PaymentStatus = 'unpaid' | 'paid' | 'part_refunded' | 'refunded' | 'covered'

/** How a session is to be paid: by itself, with a credit of a package, or by a membership. */
export type Funding = 'single' | 'package' | 'membership'

/**
 * Why an appointment was cancelled. A code, because it goes into the permanent log, where no
 * personal remark may stand; what else is to be said goes into the note beside the appointment.
 */
const cancellationReasons = [
  'client_request',
  'client_ill',
  'trainer_unavailable',
  'studio_closed',
  'booked_by_mistake',
  'other',
] as const
export const cancellationReasonSchema = z.enum(cancellationReasons)
export type CancellationReason = z.output<typeof cancellationReasonSchema>

/** Whose wish the cancellation was: it decides whether a fee can arise. */
export const cancelledBySchema = z.enum(['client', 'studio'])
export type CancelledBy = z.output<typeof cancelledBySchema>

/** What money there is on an appointment. Null for trainers, who do not see payments. */
export interface AppointmentMoney {
  readonly priceMinor: Minor
  readonly status: PaymentStatus
}

/** How full a group session is. */
interface GroupCount {
  readonly taken: number
  readonly capacity: number
  /** On the waitlist. */
  readonly waiting: number
}

/** One block in the day grid. */
export interface AppointmentCard extends Buffers {
  readonly id: string
  readonly trainerId: string
  /** Null for a group session: its clients have seats. */
  readonly clientId: string | null
  /** Who it is with; a group session is called by its service. */
  readonly clientName: string
  /** What is noted about the client; null for a group session, whose seats have it. */
  readonly clientNote: string | null
  readonly serviceId: string
  readonly serviceName: string
  readonly hue: number
  readonly startTime: Instant
  readonly endTime: Instant
  readonly status: AppointmentStatus
  /** Where it takes place; null when its service needs no room. */
  readonly roomId: string | null
  readonly roomName: string | null
  /** Null for trainers, and for a group session, whose seats are paid one by one. */
  readonly money: AppointmentMoney | null
  /** Null for a private session. */
  readonly group: GroupCount | null
  /** Goes back with a move, as `expectedVersion`. */
  readonly version: number
}

export interface TrainerColumn {
  readonly id: string
  readonly name: string
  readonly hue: number
  /** Of this date's override, else of the week. Empty on a day off. */
  readonly hours: readonly WorkingSpan[]
  /** The hours are an override of this date. */
  readonly isDated: boolean
  /** The weekly hours that a dated override replaces on this day; empty unless `isDated`. */
  readonly usualHours: readonly WorkingSpan[]
  readonly timeOff: readonly TimeAway[]
}

/** Everything the day grid shows. Cancelled appointments are not in it: their slot is free. */
export interface DayView {
  readonly date: LocalDate
  readonly timeZone: string
  readonly currency: string
  /** The day's bounds as moments: 23, 24 or 25 hours apart. */
  readonly start: Instant
  readonly end: Instant
  /** When the whole studio is closed. */
  readonly closures: readonly TimeAway[]
  readonly trainers: readonly TrainerColumn[]
  readonly appointments: readonly AppointmentCard[]
}

/** One appointment with all that the panel shows. */
export interface AppointmentDetail extends AppointmentCard {
  readonly trainerName: string
  /** Null for a group session. */
  readonly client: Client | null
  readonly timeZone: string
  readonly currency: string
  readonly localStart: LocalDateTime
  readonly durationMinutes: number
  readonly note: string | null
  /** Why it is outside hours, too close to another or overlapping, if it is. */
  readonly exceptionReason: string | null
  readonly createdAt: Instant
  readonly createdBy: string
  readonly cancellation: {
    readonly at: Instant
    readonly by: CancelledBy
    readonly reason: CancellationReason
    readonly note: string | null
    readonly late: boolean
    readonly feeMinor: Minor
    /** When the client told the studio, where that was before it was written down. */
    readonly toldAt: Instant | null
  } | null
  /** Why lateness or not coming cost nothing after all. */
  readonly excused: 'forgiven' | 'waived' | null
  /** From when the client may be marked as not come. */
  readonly noShowFrom: Instant
  /** Oldest first. Empty for trainers. */
  readonly payments: readonly PaymentSummary[]
  /**
   * What can be taken now: the price with tax, less what is paid and was not refunded. 0 for
   * trainers, for what is cancelled or covered, and for who did not come.
   */
  readonly dueMinor: Minor
  /** Null for trainers, and for a group session, whose seats have their own. */
  readonly paymentSource: PaymentSource | null
}

/** A booking that a change of the catalogue would concern. It is never changed by it. */
export interface AffectedBooking {
  readonly appointmentId: string
  readonly localStart: LocalDateTime
  readonly durationMinutes: number
  readonly trainerName: string
  readonly serviceName: string
  /** Null: a group session. */
  readonly clientName: string | null
}

/** The first of the bookings concerned, and how many there are. */
export interface Affected {
  readonly count: number
  readonly bookings: readonly AffectedBooking[]
}

/** What a command on an appointment answers. */
export interface AppointmentChanged {
  readonly appointmentId: string
  /** The studio day to show afterwards. */
  readonly date: LocalDate
  readonly undo: WayBack | null
}

/** What may be overruled, and why. Needing none of it, a command uses none. */
export const allowance = {
  /**
   * Book outside the trainer's working hours, into time off or a closure: a manager's to allow, by
   * themselves or with `approvalId`. Needs a reason, and stands in the log.
   */
  allowOutsideHours: z.boolean().default(false),
  /** Leave less than the buffer between two sessions. As above. */
  allowNoBuffer: z.boolean().default(false),
  /** The client has another session then, and both are wanted. Needs a reason; stands in the log. */
  allowClientOverlap: z.boolean().default(false),
  /** Why. Kept beside the appointment when something was overruled, never in the log. */
  exceptionReason: lineSchema(200).optional(),
  approvalId: idSchema.optional(),
}

/** Where and when, as every command that books or moves says it. */
export const slot = {
  trainerId: idSchema,
  /** Wall time in the studio's zone. */
  start: namedDateTimeSchema,
  /** Left out: the service's (or the appointment's own) duration. */
  end: namedDateTimeSchema.optional(),
  /** This room or none. Left out: the first free one of those the service can use. */
  roomId: idSchema.optional(),
  /** This room if it is free, for example where the session was before. */
  preferredRoomId: idSchema.optional(),
  ...allowance,
}

/** Who it is for: somebody on the list, or somebody who is put on it by the same command. */
export const clientChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('existing'), clientId: idSchema }),
  z.object({ kind: z.literal('new'), client: newClientSchema }),
])

const note = proseSchema(500).optional()
const desk = ['front_desk', 'manager'] as const
const everyone = ['front_desk', 'trainer', 'manager'] as const

export const appointmentsContract = {
  /** A trainer gets their own column only. */
  'appointments.day': query<DayView>()({
    access: everyone,
    input: z.object({ date: namedDateSchema }),
    topics: ({ date }) => [topics.day(date), topics.catalog],
  }),
  'appointments.get': query<AppointmentDetail>()({
    access: everyone,
    input: z.object({ appointmentId: idSchema }),
    topics: ({ appointmentId }) => [topics.appointment(appointmentId), topics.catalog],
  }),
  /** The sessions to come that a closure, time off or a retirement would concern. */
  'appointments.affected': query<Affected>()({
    access: ['manager'],
    input: z.object({
      trainerId: idSchema.optional(),
      serviceId: idSchema.optional(),
      roomId: idSchema.optional(),
      /** Those that are in none of these rooms. */
      notInRoomIds: z.array(idSchema).max(50).optional(),
      /** Wall time; left out: from now on, and for ever. */
      start: namedDateTimeSchema.optional(),
      end: namedDateTimeSchema.optional(),
    }),
    // Catalogue changes ask again; a booking made meanwhile is refused or allowed by itself.
    topics: () => [topics.catalog],
  }),
  'appointments.create': command<AppointmentChanged>()({
    access: desk,
    input: z.object({
      ...slot,
      serviceId: idSchema,
      client: clientChoiceSchema,
      /** How it is to be paid: by itself unless something that was bought ahead is named. */
      funding: fundingWishSchema,
      note,
      ...shownPrice,
    }),
  }),
  'appointments.reschedule': command<AppointmentChanged>()({
    access: desk,
    input: z.object({
      ...slot,
      appointmentId: idSchema,
      /** Undoes a move: back where it was, credit and lateness as they were. */
      ...formerChoice,
      /** Lets a move inside the cancellation window go, so that it does not count as late. */
      waiver: waiverSchema.optional(),
      ...shown,
      ...expectedVersion,
    }),
    edits: { subject: 'appointment', idIn: 'appointmentId' },
  }),
}
