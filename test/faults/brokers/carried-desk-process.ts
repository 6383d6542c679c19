/**
 * A burst of work at a desk whose events a broker carries: `node carried-desk-process.ts FOLDER URL SEED
 * MODE`. Handlers fail at random, the way events are brought is switched at random, and it kills itself,
 * after seconds in the mode `long`; in the mode `settle` nothing fails any more, and it ends when everything is handled.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { onItsOwn } from '../../../main/db/unit-of-work.ts'
import { configFromUrl } from '../../../main/events/broker-config.ts'
import { runUnlimited } from '../../../main/events/run-limited.ts'
import { readMigrations } from '../../../main/db/migrate.ts'
import { openStudioApp } from '../../../main/studio-app.ts'
import { projectFolder } from '../../../tools/build/project-folder.ts'
import { Random } from '../support/random.ts'
import { carriedHandlers, carriedSubjects } from './carried-handlers.ts'

const [folder = '', url = '', seed = '1', mode = ''] = process.argv.slice(2)
const random = new Random(Number(seed))
const settles = mode === 'settle'
const app = openStudioApp({
  file: join(folder, 'studio.db'),
  migrations: readMigrations(join(projectFolder, 'migrations')),
  runHandler: runUnlimited,
  brokerTimes: { backoffBaseMs: 5, backoffCapMs: 100, wakeJitterMs: 5, overdueMs: 500 },
})
app.database.exec(
  'CREATE TABLE IF NOT EXISTS effects (handler TEXT NOT NULL, seq INTEGER NOT NULL) STRICT',
)
for (const name of carriedHandlers) {
  app.bus.on(
    'client.*',
    (event, tx) => {
      tx.database.prepare('INSERT INTO effects VALUES (?, ?)').run(name, event.seq)
      if (!settles && random.chance(0.15)) throw new Error(`${name} does not feel like it`)
    },
    {
      name,
      tier: 'after_commit',
      asyncReady: true,
      startAt: 'beginning',
      backoffBaseMs: 1,
      maxAttempts: 6,
    },
  )
}

let isOn = settles || random.chance(0.7)
const carried = () =>
  isOn ? app.bus.enableAsyncMode(configFromUrl(url)) : app.bus.disableAsyncMode()
const chosen = carried()
app.delivery.start()
await chosen
if (settles) await settle()
const [steps, rest, death] = mode === 'long' ? [400, 25, 0.002] : [60, 8, 0.03]
for (let step = 0; step < steps; step += 1) {
  const subject = random.pick(carriedSubjects)
  for (let i = random.below(4); i >= 0; i -= 1) {
    app.bus.publish('client.registered', { clientId: subject })
  }
  if (random.chance(mode === 'long' ? 0.01 : 0.1)) {
    isOn = !isOn
    await carried()
  }
  if (random.chance(death)) process.kill(process.pid, 'SIGKILL')
  await pause(random.below(rest))
}
process.kill(process.pid, 'SIGKILL')

/** Ends when everything is sent and handled; what was given up stays a dead letter. */
async function settle(): Promise<never> {
  const behind = app.database.prepare(
    `SELECT 1 FROM event_subscriptions WHERE tier <> 'inline' AND status = 'running'
       AND cursor_seq < (SELECT seq FROM event_log_head)
     UNION ALL SELECT 1 FROM event_delivery WHERE state IN ('retry', 'running') LIMIT 1`,
  )
  for (let waited = 0; waited < 60_000 && behind.get(); waited += 20) await pause(20)
  app.work.run(onItsOwn(), () => {})
  process.exit(behind.get() ? 3 : 0)
}
