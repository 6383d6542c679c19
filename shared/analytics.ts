import { z } from 'zod'
import { query } from './contract.ts'
import { namedDateSchema } from './time.ts'
import { topics } from './topics.ts'

/** How often each thing happened to sessions. Each is counted at the slot it left the session in. */
export interface SessionCounts {
  readonly booked: number
  readonly moved: number
  readonly cancelled: number
  /** Cancellations that were taken back. */
  readonly reinstated: number
}

export interface SessionCounters {
  readonly total: SessionCounts
  /** Hours in which nothing happened are left out. Monday is 1. */
  readonly weekdayHours: readonly ({
    readonly weekday: number
    readonly hour: number
  } & SessionCounts)[]
  /** Most booked first. */
  readonly services: readonly ({ readonly id: string; readonly name: string } & SessionCounts)[]
  /** In the order of their columns. */
  readonly trainers: readonly ({ readonly id: string; readonly name: string } & SessionCounts)[]
}

export const analyticsContract = {
  /** Counters of sessions whose local day lies in the range, both ends included. */
  'analytics.counters': query<SessionCounters>()({
    access: ['manager'],
    input: z
      .object({ from: namedDateSchema, through: namedDateSchema })
      .refine(({ from, through }) => from <= through, {
        path: ['through'],
        message: 'must not be before the first day',
      }),
    topics: () => [topics.activity],
  }),
}
