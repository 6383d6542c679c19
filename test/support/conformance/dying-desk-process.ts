/**
 * A desk that dies at a moment it is told: `node dying-desk-process.ts FILE URL NOW MOMENT`. It publishes
 * {@link published} events and lets them be brought; a handler in the database and one outside hear them.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { StudioDatabase } from '../../../main/db/studio-database.ts'
import { UnitOfWork } from '../../../main/db/unit-of-work.ts'
import { AsyncMode } from '../../../main/events/async-mode.ts'
import { configFromUrl } from '../../../main/events/broker-config.ts'
import { Delivery } from '../../../main/events/delivery.ts'
import { EventBus } from '../../../main/events/event-bus.ts'
import type { Origin } from '../../../main/events/event-log.ts'
import { runUnlimited } from '../../../main/events/run-limited.ts'
import { newId } from '../../../shared/ids.ts'
import { exitCodeOfDead, published, type Moment } from './dying-desk.ts'

const [file, url, now, moment] = process.argv.slice(2) as [string, string, string, Moment]
const startedAt = performance.now()
// The bus and what is under it, without the features: they take seconds to load on a busy machine.
const database = StudioDatabase.open(file)
const work = new UnitOfWork(database, () => Number(now) + Math.floor(performance.now() - startedAt))
const origin = () =>
  database
    .prepare('SELECT tenant_id AS tenantId, device_id AS deviceId FROM studio')
    .get() as Origin
const bus = new EventBus(work, origin, runUnlimited)
const { subscriptions } = bus
const delivery = new Delivery(work, subscriptions, () => {}, runUnlimited)
work.onCommit(() => delivery.nudge())
const times = { backoffBaseMs: 5, backoffCapMs: 40, wakeJitterMs: 5, overdueMs: 600_000 }
bus.switchWith(new AsyncMode({ work, subscriptions, delivery, origin, times }))
const letters = join(dirname(file), 'letters.txt')
const killer = readFileSync(join(dirname(file), 'killer'), 'utf8')
const die = () => process.kill(process.pid, 'SIGKILL')
const handled = () =>
  database.prepare(`SELECT count(*) FROM handled WHERE name = 'counter'`).pluck().get() as number

bus.on(
  'client.*',
  (event, tx) => {
    if (moment === 'in-the-handler' && event.subject.id === killer) die()
    tx.database.prepare('INSERT INTO handled VALUES (?, ?)').run('counter', event.seq)
  },
  { name: 'counter', tier: 'after_commit', asyncReady: true, backoffBaseMs: 1 },
)
let sent = 0
// Whoever dies while two are at work cannot say of which.
if (moment !== 'in-the-handler')
  bus.onOutside(
    'client.*',
    async (event, key) => {
      await pause(1)
      appendFileSync(letters, `${event.seq} ${key}\n`)
      sent += 1
      if (moment === 'before-the-mark' && sent === 3) die()
    },
    { name: 'letters', asyncReady: true, backoffBaseMs: 1 },
  )
// It is committed, and whoever brought it has not heard so yet.
work.onCommit(() => {
  if (moment === 'before-the-acknowledgement' && handled() >= 3) die()
})

const switchOn = () => (url === '' ? Promise.resolve() : bus.enableAsyncMode(configFromUrl(url)))
const on = switchOn()
delivery.start()
await on
if (moment === 'in-the-handler') {
  // What killed it before was found out when it started.
  if (database.prepare('SELECT 1 FROM dead_letters').get()) process.exit(exitCodeOfDead)
  const known = database.prepare('SELECT 1 FROM event_log WHERE subject_id = ?').get(killer)
  if (!known) bus.publish('client.registered', { clientId: killer })
} else
  for (let i = 0; i < published; i += 1) bus.publish('client.registered', { clientId: newId() })
if (moment === 'while-switching') await switchUntilDead()
// Long enough for every moment; who is still alive then has not met it.
await pause(20_000)
process.exit(3)

async function switchUntilDead(): Promise<never> {
  while (true) {
    await pause(Math.random() * 20)
    if (handled() >= 5) die()
    await bus.disableAsyncMode()
    await pause(Math.random() * 5)
    await switchOn()
  }
}
