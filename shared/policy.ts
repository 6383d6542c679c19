import { z } from 'zod'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { currencyDigits, minor, minorSchema, type Minor } from './money.ts'
import { sureOfSchema } from './sane-amounts.ts'
import { namedDateSchema, type Instant, type LocalDate } from './time.ts'
import { topics } from './topics.ts'

/** Hundredths of a percent: 5,000 is half. */
const basisPoints = z.int().min(0).max(10_000)

/**
 * What the manager decides for the whole studio, as one value from a day on. A booking copies what
 * concerns it, so a new policy never changes what was agreed.
 */
export const policySchema = z.strictObject({
  /** Cancelling less than so long before the start is late. Exactly that long is early. */
  lateCancelWindowMinutes: z
    .int()
    .min(0)
    .max(14 * 24 * 60),
  /** Share of the price a late cancellation costs who pays by the session. */
  lateCancelFeeBasisPoints: basisPoints,
  /** Share of the price not coming costs who pays by the session. */
  noShowFeeBasisPoints: basisPoints,
  /** What either costs an unlimited member. */
  memberFeeMinor: minorSchema,
  /** From so long after the start a client may be marked as not come. */
  noShowGraceMinutes: z.int().min(0).max(240),
  /** So many no-shows in any 30 days cost nothing. */
  forgivenNoShows: z.int().min(0).max(100),
  /** For so long a no-show's fee can be let go before it is due. */
  pendingFeeHours: z
    .int()
    .min(0)
    .max(14 * 24),
  /** A refund above this needs a manager's PIN. */
  refundLimitMinor: minorSchema,
  /** A drawer that is off by more needs a reason. */
  drawerToleranceMinor: minorSchema,
  taxBasisPoints: basisPoints,
  /** Whether prices are written with the tax in them. */
  taxInclusive: z.boolean(),
  /** A window nobody touches is locked after so long. */
  autoLockMinutes: z.int().min(1).max(120),
  /** Whether a trainer is paid for a session that was cancelled late or not attended. */
  lateEarning: z.enum(['if_kept', 'always', 'never']),
  /** So long before a session its client is reminded; 0: never. */
  reminderHours: z
    .int()
    .min(0)
    .max(14 * 24),
  /** So long after an act its messages leave: what is undone before that is never sent. */
  messageDelayMinutes: z.int().min(0).max(15),
})

export type Policy = z.output<typeof policySchema>

/**
 * What a new studio begins with, in its own currency.
 *
 * @example
 * defaultPolicy('JPY').refundLimitMinor // 100
 */
export function defaultPolicy(currency: string): Policy {
  const whole = 10 ** currencyDigits(currency)
  return {
    lateCancelWindowMinutes: 24 * 60,
    lateCancelFeeBasisPoints: 5_000,
    noShowFeeBasisPoints: 10_000,
    memberFeeMinor: minor(10 * whole),
    noShowGraceMinutes: 15,
    forgivenNoShows: 1,
    pendingFeeHours: 24,
    refundLimitMinor: minor(100 * whole),
    drawerToleranceMinor: minor(5 * whole),
    taxBasisPoints: 0,
    taxInclusive: true,
    autoLockMinutes: 2,
    lateEarning: 'if_kept',
    reminderHours: 0,
    messageDelayMinutes: 3,
  }
}

/**
 * The settings in which two policies differ, in the order of the schema.
 *
 * @example
 * differences(before, { ...before, noShowGraceMinutes: 20 }) // ['noShowGraceMinutes']
 */
export function differences(before: Policy, after: Policy): readonly (keyof Policy)[] {
  return policyKeys.filter((key) => before[key] !== after[key])
}

/**
 * The amounts of money in which a policy differs from another, as it has them.
 *
 * @example
 * otherAmounts(before, { ...before, memberFeeMinor: minor(500) }) // [500]
 */
export function otherAmounts(before: Policy, after: Policy): readonly Minor[] {
  const amounts = ['memberFeeMinor', 'refundLimitMinor', 'drawerToleranceMinor'] as const
  return amounts.filter((key) => before[key] !== after[key]).map((key) => after[key])
}

const policyKeys = Object.keys(policySchema.shape) as (keyof Policy)[]

/** One policy that was written, and whether it still counts. */
export interface PolicyVersion {
  /** Goes up with each one written. */
  readonly position: number
  readonly effectiveFrom: LocalDate
  readonly changedAt: Instant
  /** Null: FitFlow itself, when the studio was set up. */
  readonly changedBy: string | null
  readonly policy: Policy
  /** `replaced`: another one was written later for the same day; `called_off`: and nothing by it. */
  readonly state: 'past' | 'current' | 'future' | 'replaced' | 'called_off'
}

export const policyContract = {
  /** What holds today, or on another day. */
  'policy.current': query<
    {
      date: LocalDate
      policy: Policy
      /** The day from which another one holds after that; null: none is planned. */
      nextFrom: LocalDate | null
    } & Versioned
  >()({
    access: ['front_desk', 'manager'],
    input: z.object({ date: namedDateSchema.optional() }),
    topics: () => [topics.studio],
  }),
  /** Every one ever written, the latest day first. */
  'policy.versions': query<readonly PolicyVersion[]>()({
    access: ['manager'],
    input: z.object({}),
    topics: () => [topics.studio],
  }),
  /** From today on it holds from now; bookings that were made keep their terms. */
  'policy.save': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({
      effectiveFrom: namedDateSchema,
      policy: policySchema,
      sureOfMinor: sureOfSchema,
      /** What is undone: a version began on the day, also where it says what holds without it. */
      begins: z.literal(true).optional(),
      ...expectedVersion,
    }),
    edits: { subject: 'policy' },
  }),
  /** After how many minutes without a touch a window is locked: for whoever is signed in. */
  'policy.autoLock': query<{ minutes: number }>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({}),
    topics: () => [topics.studio],
  }),
}
