import type { earningsContract } from '../../../shared/earnings.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { lockPeriod } from './lock-period.ts'
import { listRates, readEarnings } from './read-earnings.ts'
import { setRate } from './set-rate.ts'

export { followSessions } from './follow-sessions.ts'

/** The door of earnings: what trainers earn, at which rates, and which days were paid out. */
export function earningsHandlers(
  work: UnitOfWork,
  bus: EventBus,
): HandlersOf<typeof earningsContract> {
  const { database } = work
  return {
    'earnings.list': (input, { actor }) => {
      // A trainer sees their own alone; one without a column in the book sees nothing.
      const trainerId = actor.role === 'trainer' ? (actor.trainerId ?? '') : input.trainerId
      return ok(readEarnings(database, { ...input, trainerId }))
    },
    'earnings.rates': () => ok(listRates(database, work.now())),
    'earnings.setRate': (tx, input, { actor }) => setRate(tx, bus, input, actor.id),
    'earnings.lockPeriod': (tx, input, { actor }) => lockPeriod(tx, bus, input, actor.id),
  }
}
