import { statSync } from 'node:fs'
import type { StudioApp } from '../../../main/studio-app.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { BenchDesk, peopleOf } from '../bench-desk.ts'
import { openBenchApp } from '../bench-studio.ts'
import { count, type BenchContext } from '../section.ts'
import { sleep, watchDesk, type Watched } from '../watch-desk.ts'
import { rebuildBoth } from './walking.ts'

/** A walk along the whole big log takes its time: fewer rounds than for what takes milliseconds. */
export const mostWalks = 3
const firstDay = '2040-01-09'
const idleMs = 4_000
const quickIdleMs = 1_000
/** Bytes of a megabyte. */
const megabyte = 1e6

/**
 * What the desk notices while the whole big log is walked: checked, its read models rebuilt, a handler
 * that is behind catching up. The same desk with nothing going on beside it is the baseline: what
 * the machine's disk and its other programs do to it.
 */
export async function stalls({ options, big, say }: BenchContext): Promise<Measured[]> {
  const rounds = Math.min(options.rounds, mostWalks)
  const people = peopleOf(big.ours)
  const app = openBenchApp(big.ours, (error) => {
    throw error
  })
  const desk = new BenchDesk(app, people, firstDay)
  app.delivery.drainDatabase()
  app.delivery.start()
  const fileSize = statSync(big.ours).size
  const behind = Math.floor(options.events / 5)
  const jobs = {
    verify: () => verify(app),
    rebuild: async () => void (await rebuildBoth(app)),
    'catch-up': () => catchUp(app, behind),
  }
  const idle: Watched[] = []
  const seen = new Map(Object.keys(jobs).map((name) => [name, [] as Watched[]]))
  const took = new Map(Object.keys(jobs).map((name) => [name, [] as number[]]))
  for (let round = 1; round <= rounds; round += 1) {
    idle.push(
      await watchDesk(
        () => desk.book(),
        () => sleep(options.quick ? quickIdleMs : idleMs),
      ),
    )
    for (const [name, job] of Object.entries(jobs)) {
      const startedAt = performance.now()
      seen.get(name)!.push(await watchDesk(() => desk.book(), job))
      took.get(name)!.push(performance.now() - startedAt)
      say(`${name}: round ${round} of ${rounds}`)
    }
  }
  app.close()

  const at = `${count(options.events)} events`
  const perSecond = (name: string, events: number) =>
    took.get(name)!.map((ms) => (events / ms) * 1_000)
  const growth = (name: string) => seen.get(name)!.map((each) => each.memoryGrowth / megabyte)
  const file = { name: 'the size of the file', values: [fileSize / megabyte] }
  return [
    ...[...seen].flatMap(([name, watched]) => stallRows(`${name} of ${at}`, watched, idle)),
    summarize(
      { name: `verify of ${at}, desk working`, unit: 'events/s' },
      perSecond('verify', options.events),
    ),
    summarize(
      { name: `rebuild of both read models of ${at}, desk working`, unit: 'events/s' },
      perSecond('rebuild', options.events * 2),
    ),
    summarize({ name: `memory growth: verify of ${at}`, unit: 'MB' }, growth('verify'), file),
    summarize({ name: `memory growth: rebuild of ${at}`, unit: 'MB' }, growth('rebuild'), file),
  ]
}

/** The four figures of one job. */
export function stallRows(
  job: string,
  watched: readonly Watched[],
  idle: readonly Watched[],
): Measured[] {
  const row = (what: string, key: keyof Watched, bound?: number) =>
    summarize(
      { name: `${what} during ${job}`, unit: 'ms' },
      watched.map((each) => each[key]),
      { name: 'the desk alone', values: idle.map((each) => each[key]) },
      ...(bound === undefined ? [] : [{ of: 'value', at: 'most', bound } as const]),
    )
  return [
    row('worst stall', 'worstStall', 50),
    row('stall p99', 'stallP99', 50),
    row('longest computing', 'worstTurn', 50),
    row('worst booking', 'worstBooking'),
  ]
}

async function verify(app: StudioApp): Promise<void> {
  const result = await app.monitor.jobs.verify()
  if (!result?.valid) throw new Error(`The log is not valid: ${JSON.stringify(result)}`)
}

/** Both read models' handlers, so many events behind. */
async function catchUp(app: StudioApp, behind: number): Promise<void> {
  const { database } = app
  const names = app.monitor.projections.map(({ name }) => name)
  const setBack = database.prepare(
    `UPDATE event_subscriptions SET cursor_seq = cursor_seq - ? WHERE service_name = ?`,
  )
  for (const name of names) setBack.run(behind, name)
  app.delivery.nudge()
  const lag = database.prepare(
    `SELECT (SELECT seq FROM event_log_head) - min(cursor_seq) AS lag FROM event_subscriptions
     WHERE service_name IN (?, ?)`,
  )
  // The desk goes on booking: there is always a little that is new.
  while ((lag.get(...names) as { lag: number }).lag > 100) await sleep(20)
}
