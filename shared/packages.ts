import { z } from 'zod'
import type { AppointmentStatus } from './appointments.ts'
import { asLeft } from './as-left.ts'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { idSchema } from './ids.ts'
import { minorSchema, type Minor } from './money.ts'
import { allowRetiredSchema } from './name.ts'
import { priceSchema, sureOfSchema } from './sane-amounts.ts'
import { refundToSchema } from './payments.ts'
import { nameSchema } from './studio.ts'
import { shownBought, shownEnd } from './shown.ts'
import { tenderSchema } from './tenders.ts'
import { namedDateSchema, type Instant, type LocalDate, type LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { waiverReasonSchema } from './waiver.ts'

/** How a client wants a session to be paid. `single`: by itself, at its price. */
export const paymentSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('single') }),
  z.object({ kind: z.literal('package'), clientPackageId: idSchema }),
  z.object({ kind: z.literal('membership'), membershipId: idSchema }),
])
export const fundingWishSchema = paymentSourceSchema.default({ kind: 'single' })
export type FundingWish = z.output<typeof fundingWishSchema>

/** What pays a session that stands in the book, with its name. */
export type PaymentSource =
  | { readonly kind: 'single' }
  | { readonly kind: 'package'; readonly clientPackageId: string; readonly name: string }
  | { readonly kind: 'membership'; readonly membershipId: string; readonly name: string }

/** A package that can pay a session, and what is left when it has. */
interface PackageFunding {
  readonly kind: 'package'
  readonly clientPackageId: string
  readonly name: string
  /** Credits valid on the session's day, before this session takes one. */
  readonly left: number
  readonly leftAfter: number
  /** The last day of the credit that would be taken. */
  readonly expiresOn: LocalDate
}

/** A membership that can pay a session. */
interface MembershipFunding {
  readonly kind: 'membership'
  readonly membershipId: string
  readonly name: string
  readonly endsOn: LocalDate
  /** Sessions its month has left after this one; null: no limit. */
  readonly leftAfter: number | null
}

/** Best first: a membership, then the package that would expire first. */
export type FundingOption = PackageFunding | MembershipFunding

/** What can be bought ahead. */
export interface Product extends Versioned {
  readonly id: string
  readonly kind: 'package' | 'membership'
  readonly name: string
  /** A membership's is of one month. */
  readonly priceMinor: Minor
  /** The price as it would be paid today, with its tax. */
  readonly dueMinor: Minor
  /** Packages only, like the two below it. */
  readonly credits: number | null
  readonly validityDays: number | null
  /** What one session costs without the package. */
  readonly singlePriceMinor: Minor | null
  /** Memberships only; null: as many as they like. */
  readonly sessionsPerMonth: number | null
  /** The services it pays for; empty: all. */
  readonly serviceIds: readonly string[]
  readonly active: boolean
  /** The products in whose place it is sold since they were changed. */
  readonly replaces: readonly string[]
}

/** One line of a package's history. */
export interface CreditMove {
  readonly id: string
  readonly kind: 'sold' | 'held' | 'used' | 'released' | 'void' | 'expired'
  readonly delta: number
  readonly at: Instant
  readonly expiresOn: LocalDate
  /** The session it was for. */
  readonly session: {
    readonly appointmentId: string
    readonly localStart: LocalDateTime
    readonly serviceName: string
    readonly trainerName: string
  } | null
}

/** A package a client bought. */
export interface ClientPackage {
  readonly id: string
  readonly productId: string
  readonly name: string
  readonly credits: number
  /** Left and valid today. */
  readonly left: number
  readonly held: number
  readonly used: number
  /** Not used in time, or void after a refund. */
  readonly lost: number
  /** Credits by their last day, earliest first. Most packages have one line. */
  readonly lots: readonly { readonly expiresOn: LocalDate; readonly remaining: number }[]
  readonly expiresOn: LocalDate
  readonly paidMinor: Minor
  readonly singlePriceMinor: Minor
  readonly currency: string
  readonly soldAt: Instant
  readonly receiptNumber: string
  /** What a refund today would give back; null when there is nothing to refund any more. */
  readonly refund: {
    readonly amountMinor: Minor
    /** The same if what has expired were worth as much as the rest. */
    readonly withExpiredMinor: Minor
    readonly creditsVoid: number
    readonly creditsExpired: number
  } | null
  /** Newest first. */
  readonly moves: readonly CreditMove[]
}

/** A pause of a membership; both days inclusive. */
interface MembershipPause {
  readonly id: string
  readonly fromOn: LocalDate
  readonly untilOn: LocalDate
}

/** A membership a client has or had. */
export interface Membership {
  readonly id: string
  readonly productId: string
  readonly name: string
  /** `void`: its sale was voided or refunded wholly, so that it has not a single day. */
  readonly state: 'coming' | 'running' | 'paused' | 'over' | 'void'
  readonly sessionsPerMonth: number | null
  /** Booked or attended in the month that runs; null before it begins and when it is over. */
  readonly usedThisMonth: number | null
  readonly priceMinor: Minor
  /** What one more month would cost today, with its tax. */
  readonly dueMinor: Minor
  readonly currency: string
  readonly startsOn: LocalDate
  readonly endsOn: LocalDate
  /** The last day if one more month is paid; null when it was given up or is over. */
  readonly endsOnIfRenewed: LocalDate | null
  /** What of its money can still be refunded. */
  readonly refundableMinor: Minor
  /** The last day that was paid, when it was given up earlier. */
  readonly endedFrom: LocalDate | null
  /** Oldest first. */
  readonly pauses: readonly MembershipPause[]
  /** The days of what is booked with it from today on. */
  readonly booked: readonly {
    readonly appointmentId: string
    readonly localStart: LocalDateTime
    readonly status: AppointmentStatus
  }[]
}

/** All that a client bought ahead: what runs first, then what is over. */
export interface ClientFunding {
  readonly today: LocalDate
  readonly packages: readonly ClientPackage[]
  readonly memberships: readonly Membership[]
}

/** What a command on a product answers. */
export interface ProductChanged {
  readonly productId: string
  readonly undo: WayBack | null
}

/** What a pause, or its end, would come to: exactly what was said before the press. */
export interface PauseConsequence {
  readonly endsOn: LocalDate
  /** The days of booked sessions that would count in another month than now. */
  readonly movedOn: readonly LocalDate[]
}

/** What a command on a membership answers. */
export interface MembershipChanged {
  readonly membershipId: string
  readonly endsOn: LocalDate
  readonly undo: WayBack | null
}

/** What a sale answers. */
export interface ProductSold {
  /** The package's or membership's. */
  readonly soldId: string
  readonly kind: Product['kind']
  readonly receiptNumber: string
  readonly changeMinor: Minor
}

export interface MembershipRenewed {
  readonly membershipId: string
  readonly endsOn: LocalDate
  readonly receiptNumber: string
  readonly changeMinor: Minor
}

export interface PackageRefunded {
  readonly clientPackageId: string
  readonly amountMinor: Minor
  readonly creditsVoid: number
}

const services = z.array(idSchema).max(200)

/** A product as the manager writes it. */
const productSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('package'),
    name: nameSchema,
    priceMinor: priceSchema,
    credits: z.int().min(1).max(1_000),
    validityDays: z.int().min(1).max(3_660),
    singlePriceMinor: priceSchema,
    serviceIds: services,
  }),
  z.object({
    kind: z.literal('membership'),
    name: nameSchema,
    priceMinor: priceSchema,
    sessionsPerMonth: z.int().min(1).max(100).nullable(),
    serviceIds: services,
  }),
])
export type ProductDraft = z.output<typeof productSchema>

/** What the screen showed as the sum, and what it is paid with. */
const paidNow = { amountMinor: minorSchema, tenders: z.array(tenderSchema).max(6) }

const desk = ['front_desk', 'manager'] as const
const manager = ['manager'] as const

export const packagesContract = {
  /** What can pay a session of a client besides its price, best first. */
  'packages.funding': query<readonly FundingOption[]>()({
    access: desk,
    input: z.object({ clientId: idSchema, serviceId: idSchema, date: namedDateSchema }),
    topics: ({ clientId }) => [topics.funding(clientId), topics.products],
  }),
  'packages.ofClient': query<ClientFunding>()({
    access: desk,
    input: z.object({ clientId: idSchema }),
    topics: ({ clientId }) => [topics.funding(clientId), topics.products, topics.clock],
  }),
  /** What is sold, and what was, which is not `active`. */
  'packages.products': query<readonly Product[]>()({
    access: desk,
    input: z.object({}),
    topics: () => [topics.products, topics.clock],
  }),
  'packages.addProduct': command<ProductChanged>()({
    access: manager,
    input: z.object({
      product: productSchema,
      sureOfMinor: sureOfSchema,
      allowRetired: allowRetiredSchema,
    }),
  }),
  /** Sells it in another form from now on. What was sold before stays as it was. */
  'packages.changeProduct': command<ProductChanged>()({
    access: manager,
    input: z.object({
      productId: idSchema,
      product: productSchema,
      sureOfMinor: sureOfSchema,
      allowRetired: allowRetiredSchema,
      ...expectedVersion,
    }),
    edits: { subject: 'product', idIn: 'productId' },
  }),
  'packages.retireProduct': command<ProductChanged>()({
    access: manager,
    input: z.object({ productId: idSchema, ...asLeft }),
  }),
  'packages.restoreProduct': command<ProductChanged>()({
    access: manager,
    input: z.object({ productId: idSchema, ...asLeft }),
  }),
  /** Sells a package, or the first month of a membership. */
  'packages.sell': command<ProductSold>()({
    access: desk,
    input: z.object({
      clientId: idSchema,
      productId: idSchema,
      /** Memberships: today when left out. */
      startsOn: namedDateSchema.optional(),
      ...paidNow,
      ...shownBought,
    }),
  }),
  /** Gives back what a package is still worth; what is left on it becomes void. */
  'packages.refund': command<PackageRefunded>()({
    access: desk,
    input: z.object({
      clientPackageId: idSchema,
      /** What the screen showed; refused with `consequence_changed` when it is another by now. */
      amountMinor: minorSchema,
      to: refundToSchema.default('original'),
      /** Pays what has expired as well, which is worth nothing else: a manager's to allow. */
      expired: z.object({ reason: waiverReasonSchema }).optional(),
      approvalId: idSchema.optional(),
    }),
  }),
  /** One more month, paid now. */
  'memberships.renew': command<MembershipRenewed>()({
    access: desk,
    input: z.object({ membershipId: idSchema, ...paidNow, ...shownEnd }),
  }),
  /** The member rests; the end moves by as many days. */
  'memberships.pause': command<MembershipChanged>()({
    access: desk,
    input: z.object({
      membershipId: idSchema,
      fromOn: namedDateSchema,
      untilOn: namedDateSchema,
      ...shownEnd,
    }),
  }),
  /** Ends a pause today, or takes back one that has not begun. */
  'memberships.resume': command<MembershipChanged>()({
    access: desk,
    input: z.object({
      membershipId: idSchema,
      pauseId: idSchema,
      /** Undoes the pause, with its days that have passed since: within a day of it. */
      wholly: z.boolean().default(false),
      ...asLeft,
      ...shownEnd,
    }),
  }),
  /** What a pause would come to; refused as it would be. */
  'memberships.pauseConsequence': query<PauseConsequence>()({
    access: desk,
    input: z.object({
      membershipId: idSchema,
      fromOn: namedDateSchema,
      untilOn: namedDateSchema,
    }),
    topics: () => [topics.book, topics.products, topics.clock],
  }),
  /** The same for ending one. */
  'memberships.resumeConsequence': query<PauseConsequence>()({
    access: desk,
    input: z.object({ membershipId: idSchema, pauseId: idSchema }),
    topics: () => [topics.book, topics.products, topics.clock],
  }),
  'memberships.end': command<MembershipChanged>()({
    access: desk,
    input: z.object({ membershipId: idSchema, lastDay: namedDateSchema, ...asLeft }),
  }),
  /** Takes an early end back. */
  'memberships.reopen': command<MembershipChanged>()({
    access: desk,
    input: z.object({ membershipId: idSchema, ...asLeft }),
  }),
}
