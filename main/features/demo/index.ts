import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { planHistory } from './plan-history.ts'
import { HistoryPlayer } from './play-history.ts'

export { planHistory, demoTimeZone, type DemoOptions } from './plan-history.ts'
export { HistoryPlayer, type Played } from './play-history.ts'
export { mostTrainers } from './staff.ts'

/** The demo behind the button: always the same studio, whatever day it is looked at. */
const demo = { randomSeed: 1, clients: 400, trainers: 6, days: 28 }

/**
 * Fills an empty file with a believable studio up to the transaction's own moment: people, a price
 * list, and four weeks of sessions booked, moved, cancelled and paid at their time.
 */
export function createDemoStudio(tx: Tx, work: UnitOfWork, bus: EventBus): void {
  const history = planHistory({ ...demo, asOf: tx.now })
  const player = new HistoryPlayer(work, bus, history)
  bus.withoutLimit(() => {
    player.setUp()
    for (const { acts } of history.days()) for (const act of acts) player.play(act)
    player.finish(tx)
  })
  // Fees and moves of people who are made up: whoever asks for the demo has agreed to none of them.
  tx.published.length = 0
}
