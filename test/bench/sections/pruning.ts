import { pruneLog } from '../../../main/events/prune-log.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { BenchDesk, peopleOf } from '../bench-desk.ts'
import { openBenchApp } from '../bench-studio.ts'
import { count, type BenchContext } from '../section.ts'
import { sleep, watchDesk, type Watched } from '../watch-desk.ts'
import { mostWalks, stallRows } from './stalls.ts'

const firstDay = '2045-01-09'
const idleMs = 4_000
const quickIdleMs = 1_000

/** What the desk notices while old events are moved into archives. Last, because the log is then another. */
export async function pruning({ options, big, say }: BenchContext): Promise<Measured[]> {
  const rounds = Math.min(options.rounds, mostWalks)
  const people = peopleOf(big.ours)
  const app = openBenchApp(big.ours, (error) => {
    throw error
  })
  const desk = new BenchDesk(app, people, firstDay)
  app.delivery.drainDatabase()
  app.delivery.start()
  const span = Math.floor(options.events / 40)
  const idle: Watched[] = []
  const watched: Watched[] = []
  const perSecond: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    idle.push(
      await watchDesk(
        () => desk.book(),
        () => sleep(options.quick ? quickIdleMs : idleMs),
      ),
    )
    const startedAt = performance.now()
    watched.push(
      await watchDesk(
        () => desk.book(),
        async () => void (await pruneLog(app.work, app.bus, span * round)),
      ),
    )
    perSecond.push((span / (performance.now() - startedAt)) * 1_000)
    say(`round ${round} of ${rounds}`)
  }
  app.close()
  const job = `pruning ${count(span)} of ${count(options.events)} events`
  return [
    ...stallRows(job, watched, idle),
    summarize({ name: `${job}, desk working`, unit: 'events/s' }, perSecond),
  ]
}
