import { z } from 'zod'
import { cancellationReasonSchema, cancelledBySchema } from './appointments.ts'
import type { Stake } from './attendance.ts'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { asLeft } from './as-left.ts'
import { formerChoice, formersSchema } from './former.ts'
import { idSchema } from './ids.ts'
import { fundingWishSchema } from './packages.ts'
import type { Failure } from './result.ts'
import type { Minor } from './money.ts'
import { shown, shownPrice, type Consequence } from './shown.ts'
import { namedDateSchema, namedDateTimeSchema, type LocalDate, type LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { proseSchema } from './plain-text.ts'
import { waiverSchema } from './waiver.ts'

/** No series is longer: two years of weeks. */
export const longestSeries = 104

/** Where an occurrence could be instead. */
export interface SeriesSlot {
  readonly trainerId: string
  /** Wall time in the studio's zone. */
  readonly start: LocalDateTime
}

/** One date of a series that is being planned. */
export interface SeriesOccurrence extends SeriesSlot {
  /** The clocks skip the wall time on this day: it is the first time after the gap. */
  readonly isShifted: boolean
  /** What stands in the way; null: it is free. */
  readonly problem: Failure | null
  /** Free instead, nearest first. Empty when it is free, or nothing is. */
  readonly alternatives: readonly SeriesSlot[]
}

/** One session of a series that exists, as the panel and the preview list it. */
export interface SeriesSession extends SeriesOccurrence {
  readonly appointmentId: string
}

/** One session of a series that may move, and whether moving it now is late. */
export interface MovingSession extends SeriesSession {
  /** Where it stands: not where the others do, when it was moved by itself. */
  readonly from: SeriesSlot
  /** Null: it counts as late already, or can still be moved free of charge. */
  readonly late: LateSession | null
}

/** What leaves its cancellation window too late. */
export interface LateSession {
  /** Where it is now: what stays at this time is not moved away. */
  readonly from: LocalDateTime
  /** What it takes when it is cancelled afterwards, and how much where that is money. */
  readonly stake: Stake
  readonly feeMinor: Minor
}

/** What cancelling the rest of a series means. */
export interface EndConsequence extends Consequence {
  /** Sessions that would be cancelled. */
  readonly count: number
  /** The days of those that would be cancelled late. */
  readonly lateOn: readonly LocalDate[]
}

/** The series a session belongs to. */
export interface SeriesView extends Versioned {
  readonly seriesId: string
  /** 1 for the first that was not cancelled. */
  readonly number: number
  readonly count: number
  /** Sessions from this one on that are still to come. */
  readonly following: number
}

/** What a command on a series answers. */
export interface SeriesChanged {
  readonly seriesId: string
  /** Sessions that were booked, moved or cancelled. */
  readonly count: number
  /** The studio day to show afterwards. */
  readonly date: LocalDate
  readonly undo: WayBack | null
}

const weekdays = z
  .array(z.int().min(1).max(7))
  .min(1, 'must name a weekday')
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'must not name a weekday twice')

const pattern = {
  clientId: idSchema,
  serviceId: idSchema,
  trainerId: idSchema,
  /** The wall time that repeats, from this day on. */
  start: namedDateTimeSchema,
  /** How each is to be paid. */
  funding: fundingWishSchema,
  /** A date that `funding` does not cover is paid by itself; else it can only be left out. */
  thenSingle: z.boolean().default(false),
  weekdays,
  intervalWeeks: z.int().min(1).max(12),
  until: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('count'), count: z.int().min(2).max(longestSeries) }),
    /** Inclusive. */
    z.object({ kind: z.literal('date'), date: namedDateSchema }),
  ]),
}

const seriesPatternSchema = z.object(pattern)
export type SeriesPattern = z.output<typeof seriesPatternSchema>

/** What is done about one date, by the wall time it was planned at. What is not named is booked as planned. */
const choice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('skip'), planned: namedDateTimeSchema }),
  z.object({
    kind: z.literal('elsewhere'),
    planned: namedDateTimeSchema,
    trainerId: idSchema,
    start: namedDateTimeSchema,
  }),
])
export type SeriesChoice = z.output<typeof choice>

const choices = z.array(choice).max(longestSeries).default([])

const following = {
  /** This session and those of its series after it. */
  appointmentId: idSchema,
  trainerId: idSchema,
  /** The wall time they move to, on the days they are on: `09:15`. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:15'),
}

/** Sessions that go back to where they stood: each cancelled one, or each that was moved. */
const backward = {
  sessions: z
    .array(
      z.object({
        appointmentId: idSchema,
        /** Where it stood before it was moved; null: it was cancelled where it stood. */
        slot: z
          .object({
            trainerId: idSchema,
            start: namedDateTimeSchema,
            end: namedDateTimeSchema.optional(),
            preferredRoomId: idSchema.optional(),
            ...formerChoice,
          })
          .nullable(),
      }),
    )
    .min(1)
    .max(longestSeries),
}

const desk = ['front_desk', 'manager'] as const

export const seriesContract = {
  /** Every date of a series with what stands in its way. Books nothing. */
  'series.preview': query<readonly SeriesOccurrence[]>()({
    access: desk,
    input: seriesPatternSchema,
    topics: () => [topics.book, topics.catalog],
  }),
  'series.get': query<SeriesView | null>()({
    access: desk,
    input: z.object({ appointmentId: idSchema }),
    topics: ({ appointmentId }) => [topics.appointment(appointmentId), topics.book],
  }),
  /** The dates, by their planned start, that would be paid by themselves. Books nothing. */
  'series.paidSingly': query<readonly LocalDateTime[]>()({
    access: desk,
    input: z.object({ ...pattern, choices }),
    topics: () => [topics.book, topics.catalog],
  }),
  /** Books every date or none. */
  'series.create': command<SeriesChanged>()({
    access: desk,
    input: z.object({
      ...pattern,
      choices,
      note: proseSchema(500).optional(),
      ...shownPrice,
    }),
  }),
  'series.previewFollowing': query<readonly MovingSession[]>()({
    access: desk,
    input: z.object(following),
    topics: () => [topics.book, topics.catalog, topics.clock],
  }),
  /** Moves this session and the following ones, or none. */
  'series.changeFollowing': command<SeriesChanged>()({
    access: desk,
    input: z.object({
      ...following,
      choices,
      /** Lets it go that dates count as late. */
      waiver: waiverSchema.optional(),
      ...shown,
      ...expectedVersion,
    }),
    edits: { subject: 'series', idIn: 'appointmentId' },
  }),
  /** Says for every session that was cancelled or moved whether it can go back. Changes nothing. */
  'series.previewPutBack': query<readonly SeriesSession[]>()({
    access: desk,
    input: z.object(backward),
    topics: () => [topics.book, topics.catalog],
  }),
  /** Takes the end or the move of a series back: all that is not left out, or none. */
  'series.putBack': command<SeriesChanged>()({
    access: desk,
    input: z.object({
      ...backward,
      choices,
      ...asLeft,
      ...shown,
    }),
  }),
  /** What cancelling this session and the following ones would mean now. Changes nothing. */
  'series.endConsequence': query<EndConsequence>()({
    access: desk,
    input: z.object({ appointmentId: idSchema, by: cancelledBySchema }),
    topics: () => [topics.book, topics.clock],
  }),
  /** Cancels this session and the following ones. What is cancelled never comes back by itself. */
  'series.cancelFollowing': command<SeriesChanged>()({
    access: desk,
    input: z.object({
      appointmentId: idSchema,
      by: cancelledBySchema,
      reason: cancellationReasonSchema,
      note: proseSchema(500).optional(),
      /** Undoes that they were put back: these, each as it was cancelled before. */
      formers: formersSchema.optional(),
      ...asLeft,
      ...shown,
    }),
  }),
}
