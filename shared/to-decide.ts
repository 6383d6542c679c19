import { z } from 'zod'
import { command, query, type WayBack } from './contract.ts'
import { idSchema } from './ids.ts'
import { shown } from './shown.ts'
import type { LocalDateTime } from './time.ts'
import { topics } from './topics.ts'

/** Why somebody has to decide about a session that is booked. */
export type WhyUndecided =
  | { readonly kind: 'trainer_retired' }
  | { readonly kind: 'room_retired'; readonly room: string }
  /** Its service takes place in other rooms by now. */
  | { readonly kind: 'room_not_used'; readonly room: string }
  /** Its service needs a room, and it has none. */
  | { readonly kind: 'room_missing' }
  /**
   * The clock's rules have changed since it was booked: the moment that is kept is not the wall time
   * that was agreed any more.
   */
  | {
      readonly kind: 'time_differs'
      /** The wall time that was agreed. */
      readonly agreed: LocalDateTime
      /** What the wall clock will show at the moment that is kept. */
      readonly shown: LocalDateTime
    }

/** A session to come that cannot simply take place as it is booked. */
export interface UndecidedSession {
  readonly appointmentId: string
  /** Where it stands in the day. */
  readonly localStart: LocalDateTime
  readonly trainerName: string
  readonly serviceName: string
  /** Null: a class. */
  readonly clientName: string | null
  readonly why: readonly WhyUndecided[]
}

/** The first of them, soonest first, and how many there are. */
export interface ToDecide {
  readonly count: number
  readonly sessions: readonly UndecidedSession[]
  /** Of how many the time has to be decided. */
  readonly timesCount: number
}

/** `wall`: the time that was agreed stands, at another moment. `instant`: the moment stands, and the clock shows another time. */
const keepSchema = z.enum(['wall', 'instant'])
export type KeptTime = z.output<typeof keepSchema>

/** What a decision about times answers. */
export interface TimesSettled {
  readonly count: number
  readonly undo: WayBack | null
}

const access = ['front_desk', 'manager'] as const
const which = {
  /** Left out: all of them at once. */
  appointmentId: idSchema.optional(),
}

export const toDecideContract = {
  'appointments.toDecide': query<ToDecide>()({
    access,
    input: z.object({}),
    topics: () => [topics.toDecide],
  }),
  /** Decides about sessions whose kept moment and agreed wall time are not the same any more. */
  'appointments.settleTimes': command<TimesSettled>()({
    access,
    input: z.object({ keep: keepSchema, ...which, ...shown }),
  }),
  /** Undoes such a decision: it is to be taken again. */
  'appointments.unsettleTimes': command<TimesSettled>()({
    access,
    input: z.object({ actId: idSchema, keep: keepSchema, ...which }),
  }),
}
