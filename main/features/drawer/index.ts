import type { drawerContract } from '../../../shared/drawer.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { closeDrawer, countDrawer } from './count-drawer.ts'
import { moveCash, reverseMovement } from './move-cash.ts'
import { openDrawer } from './open-drawer.ts'
import { readDrawerStatus, readHistory, readReport } from './read-drawer.ts'

export { checkChange, isDrawerOpenFrom, recordCash } from './move-cash.ts'

/** The door of the cash drawer: from its float, over what moves, to its blind count. */
export function drawerHandlers(work: UnitOfWork, bus: EventBus): HandlersOf<typeof drawerContract> {
  const { database } = work
  return {
    'drawer.status': () => ok(readDrawerStatus(database, work.now())),
    'drawer.history': ({ limit }) => ok(readHistory(database, limit)),
    'drawer.report': ({ drawerId }) => readReport(database, drawerId),
    'drawer.open': (tx, input, caller) => openDrawer(tx, bus, input, caller),
    'drawer.move': (tx, input, caller) => moveCash(tx, bus, input, caller),
    'drawer.reverse': (tx, input, caller) => reverseMovement(tx, bus, input, caller),
    'drawer.count': (tx, input, caller) => countDrawer(tx, bus, input, caller),
    'drawer.close': (tx, input, caller) => closeDrawer(tx, bus, input, caller),
  }
}
