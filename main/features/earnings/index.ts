import type { earningsContract } from '../../../shared/earnings.ts'
import { newId } from '../../../shared/ids.ts'
import { ok } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { countryOf, readStudio } from '../studio/index.ts'
import { FileExports, type ChooseFile } from '../file-exports.ts'
import type { HandlersOf } from '../handlers.ts'
import { lockPeriod } from './lock-period.ts'
import { listRates, readEarnings } from './read-earnings.ts'
import { setRate } from './set-rate.ts'
import { toCsv } from './to-csv.ts'

export { followSessions } from './follow-sessions.ts'

/** The door of earnings: what trainers earn, at which rates, and which days were paid out. */
export function earningsHandlers(
  work: UnitOfWork,
  bus: EventBus,
  chooseFile: ChooseFile = () => Promise.resolve(null),
): HandlersOf<typeof earningsContract> {
  const { database } = work
  const exports = new FileExports(work, chooseFile, topics.earningsExport)
  return {
    'earnings.list': (input, { actor }) => {
      // A trainer sees their own alone; one without a column in the book sees nothing.
      const trainerId = actor.role === 'trainer' ? (actor.trainerId ?? '') : input.trainerId
      return ok(readEarnings(database, { ...input, trainerId }, work.now()))
    },
    'earnings.rates': () => ok(listRates(database, work.now())),
    'earnings.setRate': (tx, input, { actor }) => setRate(tx, bus, input, actor.id),
    'earnings.export': (tx, { period, trainerId }, { actor }) => {
      const { from, until } = period
      const earnings = readEarnings(tx.database, { ...period, trainerId }, tx.now)
      const lines = earnings.lines.length
      const ids = { exportId: newId(), trainerId: trainerId ?? null }
      const caller = { ...tx, actorId: actor.id }
      const note = () =>
        work.run(caller, () => bus.publish('earning.exported', { ...ids, from, until, lines }))
      const suggestedName = `earnings-${from}-to-${until}.csv`
      const text = toCsv(earnings, countryOf(readStudio(tx.database)))
      tx.afterCommit(() => void exports.save(`${from}/${until}`, suggestedName, text, note))
      return ok(null)
    },
    'earnings.exportState': () => ok(exports.state),
    'earnings.lockPeriod': (tx, input, { actor }) => lockPeriod(tx, bus, input, actor.id),
  }
}
