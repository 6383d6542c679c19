import type { analyticsContract } from '../../../shared/analytics.ts'
import { ok } from '../../../shared/result.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { HandlersOf } from '../handlers.ts'
import { readCounters } from './read-counters.ts'

export { sessionCounters } from './count-sessions.ts'

/** The door of the counters. */
export function analyticsHandlers(database: StudioDatabase): HandlersOf<typeof analyticsContract> {
  return {
    'analytics.counters': ({ from, through }) => ok(readCounters(database, from, through)),
  }
}
