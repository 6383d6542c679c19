import type { Projection } from '../events/projection.ts'
import { sessionCounters } from './analytics/index.ts'
import { trainerCalendar } from './trainer-calendar/index.ts'

/** Every read model that can be made again from the log. */
export const projections: readonly Projection[] = [trainerCalendar, sessionCounters]
