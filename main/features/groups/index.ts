import type { groupsContract } from '../../../shared/groups.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { rehearse } from '../rehearse.ts'
import { addSeat } from './add-seat.ts'
import { cancelGroup, groupCancelConsequence } from './cancel-group.ts'
import { checkInAll, takeBackCheckIns } from './check-in-all.ts'
import { readGroup } from './read-group.ts'
import { lostSeats, reinstateGroup } from './reinstate-group.ts'
import { changeCapacity, scheduleGroup } from './schedule-group.ts'
import { joinWaitlist, leaveWaitlist, offerSeat, rejoinWaitlist } from './waitlist.ts'

export { placeInLine } from './waitlist.ts'

/** The door of group sessions: one trainer, one slot, many seats, and a line behind them. */
export function groupsHandlers(work: UnitOfWork, bus: EventBus): HandlersOf<typeof groupsContract> {
  const { database } = work
  return {
    'groups.get': ({ appointmentId }, { actor }) => readGroup(database, appointmentId, actor),
    'groups.schedule': (tx, input, caller) => scheduleGroup(tx, bus, input, caller),
    'groups.addSeat': (tx, input, caller) => addSeat(tx, bus, input, caller),
    'groups.changeCapacity': (tx, input) => changeCapacity(tx, bus, input),
    'groups.checkInAll': (tx, input, caller) => checkInAll(tx, bus, input, caller),
    'groups.takeBackCheckIns': (tx, input, caller) => takeBackCheckIns(tx, bus, input, caller),
    'groups.cancel': (tx, input, caller) => cancelGroup(tx, bus, input, caller),
    'groups.cancelConsequence': ({ appointmentId }, caller) =>
      rehearse(work, caller, (tx) => groupCancelConsequence(tx, bus, appointmentId, caller)),
    'groups.lostSeats': (input, caller) =>
      rehearse(work, caller, (tx) => lostSeats(tx, bus, input, caller)),
    'groups.reinstate': (tx, input, caller) => reinstateGroup(tx, bus, input, caller),
    'groups.joinWaitlist': (tx, input, caller) => joinWaitlist(tx, bus, input, caller),
    'groups.leaveWaitlist': (tx, input) => leaveWaitlist(tx, bus, input),
    'groups.rejoinWaitlist': (tx, input) => rejoinWaitlist(tx, bus, input),
    'groups.offerSeat': (tx, input) => offerSeat(tx, bus, input),
  }
}
