import { ok, refuse } from '../../../shared/result.ts'
import type { studioContract } from '../../../shared/studio.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { listDemoPins } from '../staff/index.ts'
import { findStudio } from './read-studio.ts'
import { setUpStudio } from './set-up-studio.ts'

export { setUpStudio } from './set-up-studio.ts'
export { readStudio } from './read-studio.ts'
export { readPolicy } from './read-policy.ts'

/**
 * The door of the studio feature: what exists in this file, and how it comes to be.
 *
 * @param createDemo fills the file with a demo studio. It is given from outside because it uses the
 * doors of the other features, which use this one.
 */
export function studioHandlers(
  database: StudioDatabase,
  bus: EventBus,
  createDemo: (tx: Tx) => void,
): HandlersOf<typeof studioContract> {
  return {
    'studio.status': () => {
      const studio = findStudio(database)
      if (!studio) return ok({ state: 'empty' })
      return ok({
        state: 'ready',
        studio: {
          name: studio.name,
          timeZone: studio.time_zone,
          currency: studio.currency,
          demo: studio.demo === 1,
        },
        demoPins: studio.demo === 1 ? listDemoPins(database) : [],
      })
    },

    'studio.setUp': (tx, input) => {
      const studio = findStudio(tx.database)
      if (studio) return refuse('studio_exists', { name: studio.name })
      return ok({ managerId: setUpStudio(tx, bus, input).managerId })
    },

    'studio.createDemo': (tx) => {
      const studio = findStudio(tx.database)
      if (studio) return refuse('studio_exists', { name: studio.name })
      createDemo(tx)
      return ok({ pins: listDemoPins(tx.database) })
    },
  }
}
