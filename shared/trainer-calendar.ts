import { z } from 'zod'
import { command, query } from './contract.ts'
import { idSchema } from './ids.ts'
import type { LocalDateTime } from './time.ts'
import { topics } from './topics.ts'

/** A trainer's sessions as a file that calendar programs subscribe to or import. */
export interface CalendarFeed {
  readonly trainerId: string
  readonly trainerName: string
  readonly file: string
  /** Null until the trainer's first session: then there is no file yet. */
  readonly writtenAt: LocalDateTime | null
}

export const trainerCalendarContract = {
  /** Managers see every trainer's, trainers their own. */
  'calendar.feeds': query<readonly CalendarFeed[]>()({
    access: ['trainer', 'manager'],
    input: z.object({}),
    topics: () => [topics.calendarFiles, topics.catalog],
  }),
  /** Opens the computer's file manager on a trainer's file. */
  'calendar.show': command<null>()({
    access: ['trainer', 'manager'],
    input: z.object({ trainerId: idSchema }),
    remembered: false,
  }),
}
