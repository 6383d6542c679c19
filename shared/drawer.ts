import { z } from 'zod'
import { command, query, type WayBack } from './contract.ts'
import { idSchema } from './ids.ts'
import { minorSchema, type Minor } from './money.ts'
import type { LocalDate, LocalDateTime } from './time.ts'
import { sureOfSchema } from './sane-amounts.ts'
import { topics } from './topics.ts'
import { lineSchema } from './plain-text.ts'

/** What moves cash by hand: put in, taken out for something, or brought to the safe. */
export const handMovementSchema = z.enum(['paid_in', 'paid_out', 'drop'])
export type HandMovement = z.output<typeof handMovementSchema>
/** `pay_out` is of a client's balance, and its void; the studio's own money is moved by hand. */
export type MovementKind = 'sale' | 'refund' | 'void' | 'pay_out' | HandMovement

/** One movement of cash, as the drawer lists it. */
export interface DrawerMovement {
  readonly id: string
  readonly kind: MovementKind
  /** Positive: into the drawer. */
  readonly amountMinor: number
  /** Why, for what was moved by hand. */
  readonly reason: string | null
  /** Of the sale or the refund it belongs to. */
  readonly receiptNumber: string | null
  /** Wall time in the studio's zone. */
  readonly local: LocalDateTime
  readonly by: string
  /** Whether a counter movement may still be made for it. */
  readonly reversible: boolean
}

/** The drawer as it is before it was counted. What should be in it is left out on purpose. */
interface OpenDrawer {
  readonly state: 'open'
  readonly drawerId: string
  readonly openedLocal: LocalDateTime
  readonly openedBy: string
  readonly floatMinor: Minor
  readonly currency: string
  /** It was opened on an earlier day of the studio: it has to be counted before cash is taken. */
  readonly overdue: boolean
  /** Newest first. */
  readonly movements: readonly DrawerMovement[]
  /** The last count, if nothing has moved since: what is left to do is to close. */
  readonly count: DrawerCount | null
}

interface ClosedDrawer {
  readonly state: 'closed'
  readonly currency: string
  /** What the last count left in it. */
  readonly suggestedFloatMinor: Minor
  /** The same; null before the first. */
  readonly carriedMinor: Minor | null
}

export type DrawerStatus = OpenDrawer | ClosedDrawer

/** What came out of a count: only now does anyone see what should have been there. */
export interface DrawerCount {
  readonly countId: string
  readonly drawerId: string
  readonly countedMinor: Minor
  readonly expectedMinor: number
  /** Counted less expected: negative when money is missing. */
  readonly varianceMinor: number
  readonly reasonNeeded: boolean
}

/** What is expected, by what it is made of. The amounts are signed as they change the drawer. */
export interface DrawerSums {
  readonly floatMinor: Minor
  readonly salesMinor: number
  readonly refundsMinor: number
  /** Clients' balances that were paid out. */
  readonly payOutsMinor: number
  readonly paidInMinor: number
  readonly paidOutMinor: number
  readonly dropsMinor: number
}

/** One line of the list of past sessions. */
export interface DrawerSessionSummary {
  readonly drawerId: string
  readonly openedOn: LocalDate
  readonly openedLocal: LocalDateTime
  readonly closedLocal: LocalDateTime
  readonly closedBy: string
  readonly countedMinor: Minor
  readonly varianceMinor: number
}

export interface DrawerHistory {
  readonly currency: string
  /** Newest first. */
  readonly sessions: readonly DrawerSessionSummary[]
  /** Whether there are earlier ones. */
  readonly more: boolean
}

/** Everything about one closed session, as it is printed. */
export interface DrawerReport extends DrawerSessionSummary {
  readonly studioName: string
  readonly currency: string
  readonly openedBy: string
  /** What the count before had left; null for the first shift. */
  readonly carriedMinor: Minor | null
  /** Why it was opened with another sum. */
  readonly openingReason: string | null
  readonly sums: DrawerSums
  readonly expectedMinor: number
  readonly varianceReason: string | null
  /** Pieces by denomination, largest first; empty when it was counted as one amount. */
  readonly pieces: readonly { readonly denominationMinor: Minor; readonly count: number }[]
  /** Earlier counts of the same session, oldest first: each was kept. */
  readonly earlierCounts: readonly { readonly local: LocalDateTime; readonly countedMinor: Minor }[]
  /** Oldest first. */
  readonly movements: readonly DrawerMovement[]
}

const desk = ['front_desk', 'manager'] as const

const reason = lineSchema(200)
const positive = minorSchema.refine((amount) => amount > 0, 'must be more than nothing')

const countSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('pieces'),
    /** How many of each denomination, the denomination in minor units. */
    pieces: z.record(z.string().regex(/^[1-9]\d{0,8}$/), z.int().min(0).max(100_000)),
  }),
  z.object({ by: z.literal('amount'), amountMinor: minorSchema }),
])
export type CashCount = z.output<typeof countSchema>

/** A movement by hand, and the counter movement that takes it back. */
export interface DrawerMoved {
  readonly movementId: string
  readonly undo: WayBack
}

export const drawerContract = {
  'drawer.status': query<DrawerStatus>()({
    access: desk,
    input: z.object({}),
    topics: () => [topics.drawer],
  }),
  'drawer.history': query<DrawerHistory>()({
    access: desk,
    input: z.object({ limit: z.int().min(1).max(500).default(30) }),
    topics: () => [topics.drawer],
  }),
  /** Of a closed session. Refused with `drawer_not_counted` before: the count is blind. */
  'drawer.report': query<DrawerReport>()({
    access: desk,
    input: z.object({ drawerId: idSchema }),
    topics: () => [topics.drawer],
  }),
  'drawer.open': command<{ drawerId: string }>()({
    access: desk,
    input: z.object({
      floatMinor: minorSchema,
      /** Why another sum lies in it than the last count left; kept beside the log. */
      reason: reason.optional(),
      sureOfMinor: sureOfSchema,
    }),
  }),
  /** Cash put in, taken out, or brought to the safe. The reason is kept beside it, not in the log. */
  'drawer.move': command<DrawerMoved>()({
    access: desk,
    input: z.object({
      kind: handMovementSchema,
      amountMinor: positive,
      reason,
      /** A manager's, for a pay-out above the policy's limit. */
      approvalId: idSchema.optional(),
      sureOfMinor: sureOfSchema,
    }),
  }),
  /** The counter movement of one made by hand. */
  'drawer.reverse': command<DrawerMoved>()({
    access: desk,
    input: z.object({ movementId: idSchema }),
  }),
  /** Hands a count in. It is kept whatever comes of it; only then is the expected sum shown. */
  'drawer.count': command<DrawerCount>()({
    access: desk,
    input: z.object({ drawerId: idSchema, count: countSchema }),
  }),
  /** Closes with the last count; refused with `drawer_count_old` if cash has moved since. */
  'drawer.close': command<{ drawerId: string; varianceMinor: number }>()({
    access: desk,
    input: z.object({ drawerId: idSchema, countId: idSchema, reason: reason.optional() }),
  }),
}
