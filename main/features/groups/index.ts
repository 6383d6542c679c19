import type { groupsContract } from '../../../shared/groups.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { addSeat } from './add-seat.ts'
import { cancelGroup } from './cancel-group.ts'
import { checkInAll, takeBackCheckIns } from './check-in-all.ts'
import { readGroup } from './read-group.ts'
import { changeCapacity, scheduleGroup } from './schedule-group.ts'
import { joinWaitlist, leaveWaitlist, offerSeat } from './waitlist.ts'

/** The door of group sessions: one trainer, one slot, many seats, and a line behind them. */
export function groupsHandlers(
  database: StudioDatabase,
  bus: EventBus,
): HandlersOf<typeof groupsContract> {
  return {
    'groups.get': ({ appointmentId }, { actor }) => readGroup(database, appointmentId, actor),
    'groups.schedule': (tx, input, caller) => scheduleGroup(tx, bus, input, caller),
    'groups.addSeat': (tx, input, caller) => addSeat(tx, bus, input, caller),
    'groups.changeCapacity': (tx, input) => changeCapacity(tx, bus, input),
    'groups.checkInAll': (tx, input, caller) => checkInAll(tx, bus, input, caller),
    'groups.takeBackCheckIns': (tx, input, caller) => takeBackCheckIns(tx, bus, input, caller),
    'groups.cancel': (tx, input, caller) => cancelGroup(tx, bus, input, caller),
    'groups.joinWaitlist': (tx, input, caller) => joinWaitlist(tx, bus, input, caller),
    'groups.leaveWaitlist': (tx, input) => leaveWaitlist(tx, bus, input),
    'groups.offerSeat': (tx, input) => offerSeat(tx, bus, input),
  }
}
