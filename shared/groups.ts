import { z } from 'zod'
import type { AppointmentChanged, AppointmentMoney, AppointmentStatus } from './appointments.ts'
import { allowance, cancellationReasonSchema, clientChoiceSchema, slot } from './appointments.ts'
import { refundChoice } from './attendance.ts'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion } from './expected-version.ts'
import { asLeft } from './as-left.ts'
import { formersSchema } from './former.ts'
import { idSchema } from './ids.ts'
import type { Minor } from './money.ts'
import { fundingWishSchema, type PaymentSource } from './packages.ts'
import type { Failure } from './result.ts'
import { shown, shownPrice } from './shown.ts'
import { namedDateTimeSchema, type Instant, type LocalDate } from './time.ts'
import { topics } from './topics.ts'
import { proseSchema } from './plain-text.ts'

/** How many seats a session may have; the tables hold the same bounds. */
const capacity = z.int().min(1).max(500)

/** One client's place in a group session. */
export interface Seat {
  readonly id: string
  readonly clientId: string
  readonly clientName: string
  /** What is noted about the client: also for whoever trains them. */
  readonly clientNote: string | null
  /** Null for trainers: they see names, notes and attendance only. */
  readonly phone: string | null
  readonly status: AppointmentStatus
  /** Null for trainers. */
  readonly money: AppointmentMoney | null
  /**
   * What can be taken now: the price with tax, less what is paid and was not refunded. 0 for
   * trainers, for what is covered or cancelled, and for who did not come.
   */
  readonly dueMinor: Minor
  /** Null for trainers. */
  readonly paymentSource: PaymentSource | null
}

/** Somebody who would like a seat, in the order in which they came. */
export interface Waiting {
  readonly id: string
  readonly clientId: string
  readonly clientName: string
  readonly phone: string | null
  readonly since: Instant
  /** When a free seat was last offered to them. */
  readonly offeredAt: Instant | null
  /** Whether they agreed to messages and have an address, so that an offer can be sent. */
  readonly canBeWrittenTo: boolean
}

/** Who is in a group session, and who would like to be. */
export interface GroupSession {
  readonly appointmentId: string
  /** What the next seat costs. Null for trainers. */
  readonly priceMinor: Minor | null
  readonly capacity: number
  /** Goes back when the seats are changed, as `expectedVersion`. */
  readonly capacityVersion: number
  /** In the order in which they were booked, without the cancelled ones. */
  readonly seats: readonly Seat[]
  /** Seats that were given up, the latest first. */
  readonly cancelled: readonly Seat[]
  /** Empty for trainers. */
  readonly waiting: readonly Waiting[]
}

/** What a command on a seat answers. */
export interface SeatChanged {
  readonly appointmentId: string
  readonly seatId: string
  readonly date: LocalDate
  readonly undo: WayBack | null
}

/** What checking everyone in answers. */
export interface AllCheckedIn {
  readonly appointmentId: string
  readonly count: number
  readonly undo: WayBack | null
}

/** A seat that cannot come back with its cancelled session. */
export interface LostSeat {
  readonly seatId: string
  readonly clientName: string
  readonly problem: Failure
}

/** What cancelling a whole session would come to: exactly what was said before the press. */
export interface GroupCancelConsequence {
  /** Money that goes back, or becomes the clients’ balance, in minor units. */
  readonly backMinor: number
  /** Credits of packages that are good again. */
  readonly creditsBack: number
}

/** What a command on the waitlist answers. */
export interface WaitlistChanged {
  readonly appointmentId: string
  readonly waitlistId: string
  readonly undo: WayBack | null
}

/** A cancelled session with what was cancelled with it. */
const cancelledWhole = {
  appointmentId: idSchema,
  seatIds: z.array(idSchema).max(500),
  /** In any order: everybody has their old place. */
  waitlistIds: z.array(idSchema).max(500),
  /** Where it goes instead, when its own slot is taken. */
  to: z.object({ trainerId: idSchema, start: namedDateTimeSchema }).optional(),
  ...allowance,
}

const desk = ['front_desk', 'manager'] as const

export const groupsContract = {
  /** A trainer gets their own sessions only, with names and attendance. */
  'groups.get': query<GroupSession>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({ appointmentId: idSchema }),
    topics: ({ appointmentId }) => [
      topics.appointment(appointmentId),
      topics.clients,
      topics.catalog,
    ],
  }),
  /** Puts a group session into the day. Its clients get their seats afterwards. */
  'groups.schedule': command<AppointmentChanged>()({
    access: desk,
    input: z.object({
      ...slot,
      serviceId: idSchema,
      /** Left out: as many as the service says. */
      capacity: capacity.optional(),
      note: proseSchema(500).optional(),
    }),
  }),
  /** Refuses `session_full`: then the waitlist is offered. Whoever was waiting leaves the list. */
  'groups.addSeat': command<SeatChanged>()({
    access: desk,
    input: z.object({
      appointmentId: idSchema,
      client: clientChoiceSchema,
      allowClientOverlap: slot.allowClientOverlap,
      exceptionReason: slot.exceptionReason,
      /** How it is to be paid: by itself unless something that was bought ahead is named. */
      funding: fundingWishSchema,
      ...shownPrice,
    }),
  }),
  /** Never fewer than the seats that are taken. */
  'groups.changeCapacity': command<AppointmentChanged>()({
    access: desk,
    input: z.object({ appointmentId: idSchema, capacity, ...expectedVersion }),
    edits: { subject: 'capacity', idIn: 'appointmentId' },
  }),
  /** Everyone who is expected is here. */
  'groups.checkInAll': command<AllCheckedIn>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({ appointmentId: idSchema }),
  }),
  'groups.takeBackCheckIns': command<AllCheckedIn>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({ appointmentId: idSchema, seatIds: z.array(idSchema).max(500), ...asLeft }),
  }),
  /** The studio cancels the whole session: no seat costs a fee, credits go back. */
  'groups.cancel': command<AppointmentChanged>()({
    access: desk,
    input: z.object({
      appointmentId: idSchema,
      reason: cancellationReasonSchema,
      note: proseSchema(500).optional(),
      /** Undoes that it was put back: each seat as it was cancelled before. */
      formers: formersSchema.optional(),
      ...asLeft,
      ...refundChoice,
      ...shown,
    }),
  }),
  'groups.cancelConsequence': query<GroupCancelConsequence>()({
    access: desk,
    input: z.object({ appointmentId: idSchema }),
    topics: ({ appointmentId }) => [topics.appointment(appointmentId), topics.activity],
  }),
  /** Which seats could not come back with a cancelled session, and why. Changes nothing. */
  'groups.lostSeats': query<readonly LostSeat[]>()({
    access: desk,
    input: z.object(cancelledWhole),
    topics: ({ appointmentId }) => [topics.appointment(appointmentId), topics.book],
  }),
  /** Takes its cancellation back with the seats and the line that are named, all or nothing. */
  'groups.reinstate': command<AppointmentChanged>()({
    access: desk,
    input: z.object({ ...cancelledWhole, ...asLeft }),
  }),
  'groups.joinWaitlist': command<WaitlistChanged>()({
    access: desk,
    input: z.object({ appointmentId: idSchema, client: clientChoiceSchema }),
  }),
  'groups.leaveWaitlist': command<WaitlistChanged>()({
    access: desk,
    input: z.object({ waitlistId: idSchema, ...asLeft }),
  }),
  /** Takes it back that they left: they stand where they stood. */
  'groups.rejoinWaitlist': command<WaitlistChanged>()({
    access: desk,
    input: z.object({ waitlistId: idSchema, ...asLeft }),
  }),
  /** Writes to a waiting client that a seat is free. They keep their place in the line. */
  'groups.offerSeat': command<WaitlistChanged>()({
    access: desk,
    input: z.object({ waitlistId: idSchema }),
  }),
}
