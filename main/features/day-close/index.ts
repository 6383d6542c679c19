import type { dayCloseContract, DaySync } from '../../../shared/day-close.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { closeDay, readDayReport, viewDay } from './close-day.ts'

/**
 * The door of the day's end: what has to be cleared, and the report that is kept.
 *
 * @param readSync how far the cloud endpoint is, which features know nothing of
 */
export function dayCloseHandlers(
  work: UnitOfWork,
  bus: EventBus,
  readSync: () => DaySync | null,
): HandlersOf<typeof dayCloseContract> {
  const { database } = work
  return {
    'day.closing': ({ date }) => ok(viewDay(database, date, work.now(), readSync())),
    'day.close': (tx, input, caller) => closeDay(tx, bus, { ...input, sync: readSync() }, caller),
    'day.report': ({ dayId }) => readDayReport(database, dayId),
  }
}
