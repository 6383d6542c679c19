import { z } from 'zod'
import type { AppointmentStatus } from './appointments.ts'
import { command, query } from './contract.ts'
import type { ExportState } from './export-state.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { idSchema } from './ids.ts'
import { sureOfSchema } from './sane-amounts.ts'
import {
  addDays,
  namedDateSchema,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from './time.ts'
import { topics } from './topics.ts'

/** How a trainer is paid: a share of the price, so much a session, or so much an hour. */
export const rateSchema = z
  .strictObject({
    kind: z.enum(['percent', 'flat', 'hourly']),
    /** Basis points of the price, or minor units. */
    value: z.int().min(0).max(1_000_000_000),
  })
  .refine(({ kind, value }) => kind !== 'percent' || value <= 10_000, 'is more than all of it')

export type Rate = z.output<typeof rateSchema>
export type RateKind = Rate['kind']

/** As many days as are shown, saved or paid out at once. */
export const mostPeriodDays = 366

const days = { from: namedDateSchema, until: namedDateSchema }

function limitDays<S extends z.ZodType<{ from: LocalDate; until: LocalDate }>>(schema: S): S {
  return schema
    .refine(({ from, until }) => from <= until, 'ends before it begins')
    .refine(
      ({ from, until }) => until < addDays(from, mostPeriodDays),
      `is longer than ${mostPeriodDays} days`,
    )
}

const periodSchema = limitDays(z.strictObject(days))

/** One line: the difference an event made to what one client's part in a session earns. */
export interface EarningLine {
  readonly id: string
  readonly trainerId: string
  readonly appointmentId: string
  /** Null for a private session, and for a group that is earned as a whole. */
  readonly seatId: string | null
  readonly payOn: LocalDate
  readonly sessionOn: LocalDate
  /** As it stands now: it may have been moved since. */
  readonly localStart: LocalDateTime
  readonly service: string
  /** Null for a group that is earned as a whole. */
  readonly client: string | null
  readonly kind: 'recorded' | 'adjusted'
  /** What made the line; null when it is in an archive, or the line is from before it was kept. */
  readonly cause: string | null
  /** What became of it, as of now. */
  readonly status: AppointmentStatus
  /** The client cancelled inside the window. */
  readonly late: boolean
  readonly amountMinor: number
  readonly rate: Rate
  /** Of what the whole was worked out: minor units at a percentage, minutes by the hour, else null. */
  readonly base: number | null
}

/** What one trainer earned in a period. */
export interface TrainerEarnings {
  readonly trainerId: string
  readonly name: string
  readonly hue: number
  readonly sessions: number
  readonly earnedMinor: number
  /** Of it, lines written after the first: usually taken back. */
  readonly adjustedMinor: number
}

export interface Earnings {
  readonly currency: string
  readonly trainers: readonly TrainerEarnings[]
  readonly lines: readonly EarningLine[]
  readonly totalMinor: number
  /** Sessions of these days that are over, and nobody has said what became of them. */
  readonly unresolved: number
  /** Days of the period, or around it, that were paid out. */
  readonly locked: readonly { from: LocalDate; until: LocalDate; lockedAt: Instant; by: string }[]
}

/** `version` is of all rates of the trainer. */
export interface TrainerRate extends Versioned {
  readonly trainerId: string
  readonly effectiveFrom: LocalDate
  readonly rate: Rate
  readonly setBy: string | null
  readonly state: 'past' | 'current' | 'future' | 'replaced' | 'called_off'
}

export const earningsContract = {
  /** A trainer is answered with their own alone, whoever is asked for. */
  'earnings.list': query<Earnings>()({
    access: ['trainer', 'manager'],
    input: limitDays(z.object({ ...days, trainerId: idSchema.optional() })),
    topics: () => [topics.earnings],
  }),
  /** The latest day first, trainer by trainer. */
  'earnings.rates': query<readonly TrainerRate[]>()({
    access: ['manager'],
    input: z.object({}),
    topics: () => [topics.earnings, topics.catalog],
  }),
  /** From today or a later day on. What was earned before keeps its rate. */
  'earnings.setRate': command<{ undo: null }>()({
    access: ['manager'],
    input: z.object({
      trainerId: idSchema,
      effectiveFrom: namedDateSchema,
      rate: rateSchema,
      sureOfMinor: sureOfSchema,
      ...expectedVersion,
    }),
    edits: { subject: 'rate', idIn: 'trainerId' },
  }),
  /** The list as a file whose place is asked for. */
  'earnings.export': command<null>()({
    access: ['manager'],
    input: z.object({ period: periodSchema, trainerId: idSchema.optional() }),
  }),
  /** How the last export went; null before the first. */
  'earnings.exportState': query<ExportState | null>()({
    access: ['manager'],
    input: z.object({}),
    topics: () => [topics.earningsExport],
  }),
  /** Pays out: nothing is dated into these days any more. It cannot be taken back. */
  'earnings.lockPeriod': command<{ undo: null }>()({
    access: ['manager'],
    input: z.object({ period: periodSchema, totalMinor: z.int() }),
  }),
}
