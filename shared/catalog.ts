import { z } from 'zod'
import { query } from './contract.ts'
import type { Minor } from './money.ts'
import { topics } from './topics.ts'

export interface Trainer {
  readonly id: string
  readonly name: string
  /** 1 to 8: which of the eight column colours is theirs. */
  readonly hue: number
}

export interface Service {
  readonly id: string
  readonly name: string
  readonly durationMinutes: number
  readonly priceMinor: Minor
  /** 1 to 8: which of the eight colours marks it. */
  readonly hue: number
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
