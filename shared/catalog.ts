import { z } from 'zod'
import type { Buffers } from './availability.ts'
import { query } from './contract.ts'
import type { Minor } from './money.ts'
import { topics } from './topics.ts'

export interface Trainer {
  readonly id: string
  readonly name: string
  /** 1 to 8: which of the eight column colours is theirs. */
  readonly hue: number
}

/** Something only one session can use at a time: a room, or a piece of equipment. */
export interface Room {
  readonly id: string
  readonly name: string
}

export interface Service extends Buffers {
  readonly id: string
  readonly name: string
  readonly durationMinutes: number
  readonly priceMinor: Minor
  /** 1 to 8: which of the eight colours marks it. */
  readonly hue: number
  /** Seats of a group session; null: one client to themselves. */
  readonly capacity: number | null
  /** Where it can take place. Empty: it needs no room. */
  readonly rooms: readonly Room[]
}

export interface Catalog {
  readonly trainers: readonly Trainer[]
  readonly services: readonly Service[]
}

export const catalogContract = {
  'catalog.list': query<Catalog>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({}),
    topics: () => [topics.catalog],
  }),
}
