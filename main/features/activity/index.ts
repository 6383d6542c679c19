import type { activityContract } from '../../../shared/activity.ts'
import { ok } from '../../../shared/result.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { HandlersOf } from '../handlers.ts'
import { readPage } from './read-entries.ts'

export { readLogRows, readPage, toEntry } from './read-entries.ts'

/** The door of the activity list: the event log as it is, with today's names for its ids. */
export function activityHandlers(database: StudioDatabase): HandlersOf<typeof activityContract> {
  return {
    'activity.list': ({ beforeSeq, limit, family }, { actor }) => {
      const type = family && `${family}.*`
      // What trainers earn is theirs and the manager's.
      const hidesEarnings = actor.role !== 'manager'
      return ok(readPage(database, { beforeSeq, limit, type, hidesEarnings, hidesUpkeep: true }))
    },
  }
}
