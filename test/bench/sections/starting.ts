import { createRouter } from '../../../main/ipc/router.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { openBenchApp } from '../bench-studio.ts'
import { openPlainly } from '../plain-desk.ts'
import { count, type BenchContext } from '../section.ts'

/** From a closed file to the first answer: opening, looking for migrations, connecting, `studio.status`. */
export function starting({ options, empty, big, say }: BenchContext): Measured[] {
  const taken = { oursEmpty: [], plainEmpty: [], oursBig: [], plainBig: [] } as Record<
    'oursEmpty' | 'plainEmpty' | 'oursBig' | 'plainBig',
    number[]
  >
  for (let round = 0; round <= options.rounds * 2; round += 1) {
    const figures = {
      oursEmpty: startFitFlow(empty.ours),
      plainEmpty: openByHand(empty.plain),
      oursBig: startFitFlow(big.ours),
      plainBig: openByHand(big.plain),
    }
    if (round === 0) continue
    for (const key of Object.keys(taken) as (keyof typeof taken)[]) taken[key].push(figures[key])
  }
  say('done')
  const name = 'opening by hand'
  const size = `${count(options.events)} events`
  return [
    summarize({ name: 'start to first answer at 0 events', unit: 'ms' }, taken.oursEmpty, {
      name,
      values: taken.plainEmpty,
    }),
    summarize({ name: `start to first answer at ${size}`, unit: 'ms' }, taken.oursBig, {
      name,
      values: taken.plainBig,
    }),
  ]
}

function startFitFlow(file: string): number {
  const startedAt = performance.now()
  const app = openBenchApp(file)
  const route = createRouter(app, (_, channel, error) => {
    throw new Error(`${channel} failed.`, { cause: error })
  })
  const answer = route({ name: 'studio.status', input: {} }, { current: null })
  const took = performance.now() - startedAt
  app.close()
  if (!answer.ok) throw new Error(answer.error.message)
  return took
}

function openByHand(file: string): number {
  const startedAt = performance.now()
  const database = openPlainly(file)
  database.prepare('SELECT * FROM studio').get()
  const took = performance.now() - startedAt
  database.close()
  return took
}
