import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAdminToken } from '../../cloud/access/authenticate.ts'
import type { SqlServer } from '../../cloud/storage/sql-server.ts'
import type { DayFigures } from '../../cloud/workers/analytics/read-figures.ts'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import { instantFrom } from '../../shared/time.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { brokerKinds, type BrokerKind } from '../support/brokers/broker-kinds.ts'
import { openStorage, storages } from '../support/cloud/cloud-lab.ts'
import { CloudProcess } from '../support/cloud/cloud-process.ts'
import { recordLogOf } from '../support/cloud/recorded-log.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { WebhookReceiver } from '../support/cloud/webhook-receiver.ts'
import { WorkersProcess } from '../support/cloud/workers-process.ts'
import { openTestStudio } from '../support/open-test-studio.ts'

const handledOfNotifications =
  /^fitflow_worker_events_total\{worker="notifications",outcome="handled"\} (\d+)$/m

/** A week of sessions, all paid: what a worker has to count and to tell. */
function workAWeek() {
  const studio = openTestStudio()
  studio.signIn('manager')
  for (const day of [2, 3, 4, 5, 6]) {
    for (const hour of ['09', '11', '13', '15', '17']) {
      payCash(studio, bookSession(studio, `2026-03-0${day}T${hour}:00`))
    }
  }
  return recordLogOf(studio)
}

/** An endpoint's storage and a broker of their own, and what is started between them. */
async function openBetween(storage: (typeof storages)[number], { start }: BrokerKind) {
  const { server, options, gone } = await openStorage(storage)
  onTestFinished(async () => {
    await server.close()
    await gone()
  })
  const broker = await start()
  onTestFinished(() => broker.stop())
  const adminToken = await createAdminToken(server, instantFrom(Date.now()))
  const all = [...options, '--broker', broker.url]
  return {
    server,
    broker,
    startCloud: async () => {
      const cloud = await CloudProcess.start(all, adminToken)
      onTestFinished(() => cloud.kill())
      return cloud
    },
    startWorkers: async () => {
      const workers = await WorkersProcess.start(all)
      onTestFinished(() => workers.kill())
      return workers
    },
  }
}

/** Waits until the workers have had all that concerns them, and looks at what came of it. */
async function expectAllDoneOnce(
  server: SqlServer,
  cloud: CloudProcess,
  tenant: string,
  events: readonly SyncEvent[],
  receiver: WebhookReceiver,
): Promise<void> {
  const sessions = events.filter(({ type }) => type.startsWith('appointment.'))
  const payments = events.filter(({ type }) => type === 'payment.completed')
  const wanted = { analytics: sessions.length + payments.length, notifications: sessions.length }
  const processed = async () => {
    const rows = await server.all<{ worker: string; count: number }>(
      'SELECT worker, count(*) AS count FROM processed_events GROUP BY worker ORDER BY worker',
      [],
    )
    return Object.fromEntries(rows.map(({ worker, count }) => [worker, count]))
  }
  await expect.poll(processed, { timeout: 60_000, interval: 50 }).toEqual(wanted)
  const { body: figures } = await cloud.admin<DayFigures[]>(
    'GET',
    `tenants/${tenant}/figures?from=2026-03-01&to=2026-03-31`,
  )
  expect(figures.map(({ day, booked }) => [day, booked])).toEqual(
    [2, 3, 4, 5, 6].map((day) => [`2026-03-0${day}`, 5]),
  )
  expect(figures.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(25 * 5_500)
  // At least once: whoever takes them knows them again by their id.
  expect(new Set(receiver.eventIds)).toEqual(new Set(sessions.map(({ id }) => id)))
  expect(await server.all('SELECT * FROM event_delivery')).toEqual([])
}

describe.each(storages)('`npm run cloud -- --workers`, on %s', { timeout: 240_000 }, (storage) => {
  it('counts everything once and tells everything, whatever is killed in the middle', async () => {
    const { server, broker, startCloud, startWorkers } = await openBetween(
      storage,
      brokerKinds.redis,
    )
    // Starting a process takes longest of all that this test does: as few as show it, side by side.
    const startAll = () => Promise.all([startCloud(), startWorkers(), startWorkers()])
    let [cloud, one, two] = await startAll()
    const log = workAWeek()
    const laptop = await TestLaptop.open(cloud, log)
    const receiver = await WebhookReceiver.open()
    await cloud.admin('PUT', `tenants/${laptop.tenant}/webhook`, { url: receiver.url })

    const events = laptop.events()
    let pushed = 0
    const push = async (count: number) => {
      const { status } = await laptop.push(events.slice(pushed, pushed + count))
      expect(status).toBe(200)
      pushed += count
    }
    const some = Math.floor(events.length / 5)

    await push(some)
    await sleep(150)
    await one.kill()
    await push(some)
    await broker.kill()
    await push(some)
    await broker.restart()
    await Promise.all([push(some), sleep(5).then(() => two.kill())])
    await sleep(30)
    await Promise.all([cloud.kill(), broker.kill()])
    await broker.restart()
    ;[cloud, one, two] = await startAll()
    laptop.use(cloud)
    await push(events.length - pushed)

    await expectAllDoneOnce(server, cloud, laptop.tenant, events, receiver)

    // Of the two processes, one receives for each worker; when it stops, the other goes on at once.
    const states = await Promise.all([one.states(), two.states()])
    for (const worker of ['analytics', 'notifications']) {
      const those = new Set(states.map((state) => state[worker]))
      expect(those).toEqual(new Set(['sharing', 'working']))
    }
    expect(await one.metrics()).toMatch(/^fitflow_worker_receiving\{worker="analytics"\} [01]$/m)

    // Nine studios whose systems take their time: more than one process tells at once.
    const others: TestLaptop[] = []
    while (others.length < 9) {
      const other = await TestLaptop.open(cloud, log)
      await cloud.admin('PUT', `tenants/${other.tenant}/webhook`, { url: receiver.url })
      others.push(other)
    }
    const told = async (workers: WorkersProcess) =>
      Number(handledOfNotifications.exec(await workers.metrics())?.[1] ?? 0)
    const before = await Promise.all([one, two].map(told))
    receiver.afterMs = 1_000
    await Promise.all(others.map((other) => other.push(other.events())))
    for (const [index, workers] of [one, two].entries()) {
      await expect.poll(() => told(workers), { timeout: 60_000 }).toBeGreaterThan(before[index]!)
    }
    receiver.afterMs = 0

    const { code, errors } = await one.stop()
    expect(code).toBe(0)
    expect(errors).not.toContain(laptop.tenant)
    while ((await two.states())['analytics'] !== 'working') await sleep(50)
  })
})

describe('The same workers', { timeout: 240_000 }, () => {
  it.each([brokerKinds.rabbitmq, brokerKinds.kafka])(
    'count everything once and tell everything behind $name',
    async (kind) => {
      const { server, startCloud, startWorkers } = await openBetween('an SQLite file', kind)
      const [cloud] = await Promise.all([startCloud(), startWorkers()])
      const laptop = await TestLaptop.open(cloud, workAWeek())
      const receiver = await WebhookReceiver.open()
      await cloud.admin('PUT', `tenants/${laptop.tenant}/webhook`, { url: receiver.url })
      const events = laptop.events()
      expect((await laptop.push(events)).status).toBe(200)
      await expectAllDoneOnce(server, cloud, laptop.tenant, events, receiver)
    },
  )
})
