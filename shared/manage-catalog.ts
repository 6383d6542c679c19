import { z } from 'zod'
import type { Room, Service, Trainer } from './catalog.ts'
import { asLeft } from './as-left.ts'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { idSchema } from './ids.ts'
import { priceSchema, sureOfSchema } from './sane-amounts.ts'
import { shown } from './shown.ts'
import { namedDateSchema, namedDateTimeSchema } from './time.ts'
import type { LocalDate, LocalDateTime } from './time.ts'
import { topics } from './topics.ts'
import { allowLookAlikeSchema, allowRetiredSchema, nameSchema } from './name.ts'
import { lineSchema, proseSchema } from './plain-text.ts'

const minuteOfDay = z
  .int()
  .min(0)
  .max(24 * 60)
const spanSchema = z
  .tuple([minuteOfDay, minuteOfDay])
  .refine(([start, end]) => start < end && start < 24 * 60, 'the end must be after the start')

/** Minutes of a day, `[start, end)`; 1440 is its midnight. */
export type MinuteSpan = z.output<typeof spanSchema>

/** The hours of one day, in order; none is a day off. */
const daySpansSchema = z
  .array(spanSchema)
  .max(6)
  .refine(
    (spans) => spans.every(([start], index) => index === 0 || spans[index - 1]![1] <= start),
    'the hours must follow one another',
  )

/** The hours of a week, Monday first. */
const weekSchema = z.array(daySpansSchema).length(7)
export type WeekHours = z.output<typeof weekSchema>

const hue = z.int().min(1).max(8)
const buffer = z.int().min(0).max(240)

/** What can be put in order, taken off the list and brought back. */
const offerKindSchema = z.enum(['trainer', 'service', 'room'])
export type OfferKind = z.output<typeof offerKindSchema>

const roomKindSchema = z.enum(['room', 'equipment'])
export type RoomKind = z.output<typeof roomKindSchema>

const serviceShape = {
  name: nameSchema,
  durationMinutes: z.int().min(5).max(480),
  priceMinor: priceSchema,
  hue,
  bufferBeforeMinutes: buffer,
  bufferAfterMinutes: buffer,
  /** Seats of a group session; null: one client to themselves. */
  capacity: z.int().min(1).max(500).nullable(),
  roomIds: z.array(idSchema).max(50),
  sureOfMinor: sureOfSchema,
  allowRetired: allowRetiredSchema,
}

export interface ManagedTrainer extends Trainer, Versioned {
  readonly isActive: boolean
  readonly week: WeekHours
  /** As `version`, of the week alone. */
  readonly weekVersion: number
}

export interface ManagedService extends Omit<Service, 'rooms'>, Versioned {
  readonly isActive: boolean
  readonly roomIds: readonly string[]
}

export interface ManagedRoom extends Room, Versioned {
  readonly kind: RoomKind
  readonly isActive: boolean
}

/** A stretch in which the studio is closed, or a trainer away, by the studio's wall clock. */
export interface ManagedAway {
  readonly id: string
  /** Null: the whole studio. */
  readonly trainerId: string | null
  readonly start: LocalDateTime
  readonly end: LocalDateTime
  readonly reason: string
}

export interface ManagedOverride extends Versioned {
  readonly trainerId: string
  readonly date: LocalDate
  readonly spans: readonly MinuteSpan[]
}

/** The whole catalogue, with what was taken off it, and what is still to come of the exceptions. */
export interface ManagedCatalog {
  readonly trainers: readonly ManagedTrainer[]
  readonly services: readonly ManagedService[]
  readonly rooms: readonly ManagedRoom[]
  readonly closures: readonly ManagedAway[]
  readonly timeOff: readonly ManagedAway[]
  readonly overrides: readonly ManagedOverride[]
}

/** What a change of the catalogue would leave behind; see {@link Shown}. */
export interface CatalogConsequence {
  readonly sessionsKept: number
  /** The names of those that need a room and would have none left. */
  readonly servicesWithoutRoom: readonly string[]
}

/** What a change of the catalogue answers. */
export interface CatalogChanged {
  readonly id: string
  readonly undo: WayBack | null
}

/** What is sent as shown, of what was on the screen; nothing while that is still being read. */
export function shownOfCatalog(consequence: CatalogConsequence | undefined) {
  if (!consequence) return {}
  const { sessionsKept, servicesWithoutRoom } = consequence
  return { shown: { sessionsKept, servicesWithoutRoom: servicesWithoutRoom.length } }
}

const access = ['manager'] as const
const stretch = { start: namedDateTimeSchema, end: namedDateTimeSchema }
/** What is undone: it was removed, and comes back for the time it had, however long that is over. */
const removed = { removedId: idSchema.optional() }
const changed = command<CatalogChanged>()

/** What only a manager does with the catalogue. Nothing here ever changes a booking. */
export const manageCatalogContract = {
  'catalog.manage': query<ManagedCatalog>()({
    access,
    input: z.object({}),
    topics: () => [topics.catalog],
  }),
  'catalog.addTrainer': changed({
    access,
    input: z.object({
      name: nameSchema,
      hue,
      week: weekSchema,
      allowLookAlike: allowLookAlikeSchema,
      allowRetired: allowRetiredSchema,
    }),
  }),
  'catalog.changeTrainer': changed({
    access,
    input: z.object({
      trainerId: idSchema,
      name: nameSchema,
      hue,
      allowLookAlike: allowLookAlikeSchema,
      allowRetired: allowRetiredSchema,
      ...expectedVersion,
    }),
    edits: { subject: 'trainer', idIn: 'trainerId' },
  }),
  'catalog.setWeek': changed({
    access,
    input: z.object({ trainerId: idSchema, week: weekSchema, ...expectedVersion }),
    edits: { subject: 'week', idIn: 'trainerId' },
  }),
  /** Other hours on one date. Null: as the week says again. */
  'catalog.setOverride': changed({
    access,
    input: z.object({
      trainerId: idSchema,
      date: namedDateSchema,
      spans: daySpansSchema.nullable(),
      ...expectedVersion,
    }),
    edits: { subject: 'datedHours', idIn: 'trainerId', partIn: 'date' },
  }),
  'catalog.addTimeOff': changed({
    access,
    input: z.object({
      trainerId: idSchema,
      ...stretch,
      reason: proseSchema(200).optional(),
      ...removed,
    }),
  }),
  'catalog.removeTimeOff': changed({ access, input: z.object({ timeOffId: idSchema }) }),
  'catalog.addClosure': changed({
    access,
    input: z.object({ ...stretch, reason: lineSchema(200), ...removed }),
  }),
  'catalog.removeClosure': changed({ access, input: z.object({ closureId: idSchema }) }),
  'catalog.addRoom': changed({
    access,
    input: z.object({
      name: nameSchema,
      kind: roomKindSchema,
      allowRetired: allowRetiredSchema,
    }),
  }),
  'catalog.changeRoom': changed({
    access,
    input: z.object({
      roomId: idSchema,
      name: nameSchema,
      kind: roomKindSchema,
      allowRetired: allowRetiredSchema,
      ...expectedVersion,
    }),
    edits: { subject: 'room', idIn: 'roomId' },
  }),
  'catalog.addService': changed({ access, input: z.object(serviceShape) }),
  /** For new bookings: those that are booked keep their price, length and buffers. */
  'catalog.changeService': changed({
    access,
    input: z.object({ serviceId: idSchema, ...serviceShape, ...shown, ...expectedVersion }),
    edits: { subject: 'service', idIn: 'serviceId' },
  }),
  /** Takes it off the list. What is booked stays booked, and was shown. */
  'catalog.retire': changed({
    access,
    input: z.object({ kind: offerKindSchema, id: idSchema, ...asLeft, ...shown }),
  }),
  /** What retiring it would leave behind. */
  'catalog.retireConsequence': query<CatalogConsequence>()({
    access,
    input: z.object({ kind: offerKindSchema, id: idSchema }),
    topics: () => [topics.catalog, topics.book, topics.clock],
  }),
  /** What giving a service these rooms, and no others, would leave behind. */
  'catalog.roomsConsequence': query<CatalogConsequence>()({
    access,
    input: z.object({ serviceId: idSchema, roomIds: serviceShape.roomIds }),
    topics: () => [topics.catalog, topics.book, topics.clock],
  }),
  'catalog.bringBack': changed({
    access,
    input: z.object({ kind: offerKindSchema, id: idSchema, ...asLeft }),
  }),
  /** Puts it at a place of its list, from 0, among those that are not retired. */
  'catalog.move': changed({
    access,
    input: z.object({
      kind: offerKindSchema,
      id: idSchema,
      position: z.int().min(0).max(10_000),
      ...asLeft,
    }),
  }),
}
