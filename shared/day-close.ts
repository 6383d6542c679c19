import { z } from 'zod'
import { command, query } from './contract.ts'
import { idSchema } from './ids.ts'
import type { Minor } from './money.ts'
import { namedDateSchema, type LocalDate, type LocalDateTime } from './time.ts'
import { topics } from './topics.ts'

/** What one kind of tender brought on a day. */
export interface DayTender {
  readonly method: string
  readonly takenMinor: Minor
  /** Given back on this day, whenever it was taken. */
  readonly refundedMinor: Minor
  /** Of sales that were voided on this day. */
  readonly voidedMinor: Minor
  /** Of clients' balances, paid out on this day less what was voided; missing in reports kept earlier. */
  readonly paidOutMinor?: number
}

/** What one rate of tax came to. Below nothing when more went back than was sold. */
interface DayTax {
  readonly basisPoints: number
  readonly netMinor: number
  readonly taxMinor: number
}

/** How much of the log the cloud endpoint has not got yet. */
export interface DaySync {
  readonly waiting: number
  /** Nothing more is sent before the manager has decided something. */
  readonly isStopped: boolean
}

/** A day in figures, as its report keeps them. No name of a client stands in it. */
export interface DayFigures {
  readonly date: LocalDate
  readonly currency: string
  readonly tenders: readonly DayTender[]
  /**
   * What sales brought: taken less given back and voided, of all tenders, without what was put into
   * balances ({@link toppedUpMinor}), which counts when it is spent. In reports kept earlier it counts.
   */
  readonly netMinor: number
  /** Put into clients' balances by top-ups, less those given back and voided. */
  readonly toppedUpMinor?: number
  /** In the sales of the day, less what went back with refunds and voids. */
  readonly taxMinor: number
  /** The same by rate, lowest first; missing in reports kept earlier. */
  readonly taxes?: readonly DayTax[]
  readonly receipts: {
    readonly count: number
    readonly first: string | null
    readonly last: string | null
  }
  /** How many sessions and seats ended in which state. */
  readonly sessions: Readonly<Record<string, number>>
  /** What was taken in each hour of the day that brought anything. */
  readonly hours: readonly { readonly hour: number; readonly takenMinor: Minor }[]
  /** The drawers that were opened on this day, counted whenever. */
  readonly drawers: readonly {
    /** What it was opened with less what the count before had left; missing in older reports. */
    readonly openingDifferenceMinor?: number
    readonly countedMinor: Minor
    readonly varianceMinor: number
  }[]
  readonly fees: { readonly count: number; readonly amountMinor: Minor }
  readonly deadLetters: number
  readonly messages: { readonly waiting: number; readonly failed: number }
  /** Null where this computer is connected to no cloud endpoint. */
  readonly sync: DaySync | null
  /** Sessions of earlier days that nobody has said anything about. */
  readonly earlierUnresolved: number
}

/** A session whose end is past and of which nobody has said what became of it. */
export interface Unresolved {
  readonly appointmentId: string
  readonly local: LocalDateTime
  /** Who it was for; the service for a group. */
  readonly who: string
  readonly trainer: string
}

export interface ClosedDay {
  readonly dayId: string
  readonly closedLocal: LocalDateTime
  readonly closedBy: string
}

/** What stands before closing a day, and what its report would say. */
export interface DayCloseView {
  readonly figures: DayFigures
  readonly today: LocalDate
  readonly unresolved: readonly Unresolved[]
  /** The oldest few of the sessions of earlier days that nobody has said anything about. */
  readonly earlier: readonly Unresolved[]
  /** Sessions of the day that are not over yet. */
  readonly ahead: number
  readonly drawerOpen: boolean
  /** The closes of this day, newest first. */
  readonly closes: readonly ClosedDay[]
}

/** A closed day as it is printed. */
export interface DayReport extends ClosedDay {
  readonly studioName: string
  readonly figures: DayFigures
  /** The log's head when the day was closed: sequence number and SHA-256 in hex. */
  readonly head: { readonly seq: number; readonly hash: string }
}

const desk = ['front_desk', 'manager'] as const

export const dayCloseContract = {
  'day.closing': query<DayCloseView>()({
    access: desk,
    input: z.object({ date: namedDateSchema.optional() }),
    topics: () => [topics.activity, topics.drawer, topics.messages, topics.delivery, topics.sync],
  }),
  /** Refused while a session of the day is unresolved (`day_unresolved`) or its drawer is open. */
  'day.close': command<{ dayId: string }>()({
    access: desk,
    input: z.object({
      date: namedDateSchema,
      /** The sessions to come that were shown and confirmed; another number is refused (`day_ahead`). */
      ahead: z.int().min(0).default(0),
    }),
  }),
  'day.report': query<DayReport>()({
    access: desk,
    input: z.object({ dayId: idSchema }),
    topics: () => [],
  }),
}
