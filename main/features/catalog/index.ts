import type { catalogContract } from '../../../shared/catalog.ts'
import type { manageCatalogContract } from '../../../shared/manage-catalog.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkName, checkReturn } from '../check-name.ts'
import type { HandlersOf } from '../handlers.ts'
import {
  addClosure,
  addTimeOff,
  listAway,
  removeClosure,
  removeTimeOff,
  setOverride,
} from './change-away.ts'
import { moveOffer, nextPosition, setActive } from './change-offer.ts'
import { addRoom, changeRoom, listAllRooms } from './change-rooms.ts'
import {
  addService,
  changeService,
  checkPrice,
  checkRooms,
  listAllServices,
} from './change-services.ts'
import {
  addTrainer,
  changeTrainer,
  checkTrainerName,
  listAllTrainers,
  setWeek,
  workingHoursOf,
} from './change-trainers.ts'
import { leftByRetiring, leftByRooms } from './find-left-behind.ts'
import { listServices, listTrainers } from './find-offer.ts'

export { offerPlace, offerStanding } from './change-offer.ts'
export { addService } from './change-services.ts'
export { addTrainer } from './change-trainers.ts'
export { findService, findTrainer, listTrainers, roomsFor } from './find-offer.ts'
export { availabilityFor, closuresIn, hoursOn, timeOffIn } from './read-availability.ts'

/**
 * The door of the catalogue: who works when and where, and what is offered at which price.
 *
 * @param timeZone the studio's. It is given from outside because the studio's own door uses this one.
 */
export function catalogHandlers(
  work: UnitOfWork,
  bus: EventBus,
  timeZone: () => string,
): HandlersOf<typeof catalogContract & typeof manageCatalogContract> {
  const { database } = work
  return {
    'catalog.list': () =>
      ok({ trainers: listTrainers(database), services: listServices(database) }),
    'catalog.manage': () =>
      ok({
        trainers: listAllTrainers(database),
        services: listAllServices(database),
        rooms: listAllRooms(database),
        ...listAway(database, work.now(), timeZone()),
      }),
    'catalog.retireConsequence': (input) => ok(leftByRetiring(database, input, work.now())),
    'catalog.roomsConsequence': (input) => ok(leftByRooms(database, input, work.now())),
    'catalog.addTrainer': (tx, input) => {
      const { name, hue, week } = input
      const checked = checkTrainerName(tx.database, input)
      if (!checked.ok) return checked
      const position = nextPosition(tx.database, 'trainer')
      const workingHours = workingHoursOf(week)
      const id = addTrainer(tx, bus, { name, hue, position, workingHours })
      return ok({ id, undo: { command: 'catalog.retire', input: { kind: 'trainer', id } } })
    },
    'catalog.changeTrainer': (tx, input) => changeTrainer(tx, bus, input),
    'catalog.setWeek': (tx, input) => setWeek(tx, bus, input),
    'catalog.setOverride': (tx, input) => setOverride(tx, bus, input, timeZone()),
    'catalog.addTimeOff': (tx, input, caller) => addTimeOff(tx, bus, input, timeZone(), caller),
    'catalog.removeTimeOff': (tx, { timeOffId }) => removeTimeOff(tx, bus, timeOffId, timeZone()),
    'catalog.addClosure': (tx, input, caller) => addClosure(tx, bus, input, timeZone(), caller),
    'catalog.removeClosure': (tx, { closureId }) => removeClosure(tx, bus, closureId, timeZone()),
    'catalog.addRoom': (tx, input) => addRoom(tx, bus, input),
    'catalog.changeRoom': (tx, input) => changeRoom(tx, bus, input),
    'catalog.addService': (tx, input) => {
      const named = checkName(tx.database, 'service', input)
      if (!named.ok) return named
      const rooms = checkRooms(tx.database, input.roomIds)
      if (!rooms.ok) return rooms
      const usual = checkPrice(tx.database, input)
      if (!usual.ok) return usual
      const position = nextPosition(tx.database, 'service')
      const id = addService(tx, bus, { ...input, position })
      return ok({ id, undo: { command: 'catalog.retire', input: { kind: 'service', id } } })
    },
    'catalog.changeService': (tx, input) => changeService(tx, bus, input),
    'catalog.retire': (tx, input) => setActive(tx, bus, input, false),
    'catalog.bringBack': (tx, input) => {
      const checked = checkReturn(tx.database, input.kind, input.id)
      return checked.ok ? setActive(tx, bus, input, true) : checked
    },
    'catalog.move': (tx, input) => moveOffer(tx, bus, input),
  }
}
