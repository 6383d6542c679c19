import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { brokerFromUrl, openTransport, type Transport } from '../../brokers/index.ts'
import { relayedSourceOf } from '../../cloud/workers/find-event.ts'
import { newId } from '../../shared/ids.ts'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { BrokerMachine } from '../support/brokers/broker-machine.ts'
import { receiveSome } from '../support/brokers/receive-some.ts'
import { startRedis } from '../support/brokers/redis-machine.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { erasedSeq } from '../support/cloud/recorded-log.ts'
import { storeAsBefore } from '../support/cloud/store-as-before.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { placesOf } from '../support/cloud/worker-desk.ts'

onBothStorages('Relaying to a broker', (lab: () => CloudLab) => {
  let redis: BrokerMachine
  let transport: Transport
  let laptop: TestLaptop
  let relaying: CloudLab

  beforeAll(async () => {
    redis = await startRedis()
  }, 300_000)
  afterAll(() => redis.stop())

  beforeEach(async () => {
    transport = await openTransport({ ...brokerFromUrl(redis.url), namespace: newId() })
    onTestFinished(() => transport.close())
    // Every test begins with an empty broker, so with cursors at the beginning.
    await lab().server.run('DELETE FROM relay_cursors')
    laptop = await TestLaptop.open(lab())
  })

  /** An endpoint that relays, beside the one that does not. */
  const relay = async () => {
    relaying = await lab().beside({ broker: transport })
    return relaying
  }
  const everything = () => ({ name: `everything-${newId()}`, pattern: '*' })
  const logIdOf = async (tenant: string) => (await placesOf(lab(), tenant))[0]!.logId
  /** What the broker is to have of a laptop's events. */
  const relayed = async (events: readonly SyncEvent[], tenant = laptop.tenant) => {
    const source = relayedSourceOf(await logIdOf(tenant))
    return events.map(({ datasalt: _, ...event }) => ({ ...event, source }))
  }
  const read = async (path: string) => (await fetch(`${relaying.url}${path}`)).text()
  /** Waits until something is so. */
  const until = async (isSo: () => Promise<boolean>) => {
    const end = performance.now() + 20_000
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error(`Not within 20 s: ${await read('/metrics')}`)
      await sleep(20)
    }
  }
  const isSent = async () => /^fitflow_cloud_relay_waiting 0$/m.test(await read('/metrics'))

  /** Only this test's tenant: the others' logs lie in the same storage. */
  const receiveMine = async (subscriber: ReturnType<typeof everything>, tenant = laptop.tenant) => {
    await until(isSent)
    const source = relayedSourceOf(await logIdOf(tenant))
    const all = await receiveSome(transport, subscriber, { count: 100_000, forMs: 1_500 })
    return all.filter((event) => event.source === source)
  }

  it('sends what was stored, old and new, in the order of the log', async () => {
    const events = laptop.events()
    await laptop.push(events.slice(0, 4))
    const subscriber = everything()
    await transport.subscribe(subscriber)
    laptop.use(await relay())
    await laptop.push(events.slice(4, 7))
    await laptop.push(events.slice(7))
    expect(await receiveMine(subscriber)).toEqual(await relayed(events))
  })

  it('begins when a push was answered, not when it would look by itself', async () => {
    laptop.use(await relay())
    const began = performance.now()
    for (const event of laptop.events().slice(0, 4)) {
      await laptop.push([event])
      await until(isSent)
    }
    // By itself it looks every five seconds, and each push comes right after it has looked.
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('leaves out tombstones and what was erased before it was sent', async () => {
    const events = laptop.eventsAfterErasure()
    const spoiled = events.with(5, { ...events[5]!, correlationid: newId() })
    await laptop.push(laptop.events().slice(0, 5))
    await laptop.push(spoiled.slice(5))
    const subscriber = everything()
    await transport.subscribe(subscriber)
    await relay()
    const left = events.filter((_, index) => index !== 5 && index !== erasedSeq - 1)
    expect(await receiveMine(subscriber)).toEqual(await relayed(left))
  })

  it('keeps two tenants apart that one computer was connected as', async () => {
    const second = await TestLaptop.open(lab())
    expect(second.deviceId).toBe(laptop.deviceId)
    await laptop.push(laptop.events())
    await second.push(second.events())
    const subscribers = [everything(), everything()] as const
    for (const subscriber of subscribers) await transport.subscribe(subscriber)
    await relay()
    expect(await receiveMine(subscribers[0])).toEqual(await relayed(laptop.events()))
    expect(await receiveMine(subscribers[1], second.tenant)).toEqual(
      await relayed(second.events(), second.tenant),
    )
  })

  it('stores while the broker is away, and sends everything when it is back', async () => {
    const events = laptop.events()
    const subscriber = everything()
    await transport.subscribe(subscriber)
    laptop.use(await relay())
    await laptop.push(events.slice(0, 5))
    await until(isSent)
    expect(JSON.parse(await read('/healthz'))).toEqual({ status: 'alive', broker: 'up' })

    await redis.kill()
    const began = performance.now()
    expect((await laptop.push(events.slice(5, 8))).status).toBe(200)
    expect((await laptop.push(events.slice(8))).status).toBe(200)
    // A push that waited for the broker would take as long as the broker is given.
    expect(performance.now() - began).toBeLessThan(4_000)
    await until(async () => (await read('/healthz')).includes('"away"'))
    const metrics = await read('/metrics')
    expect(metrics).toMatch(/^fitflow_cloud_relay_broker_up 0$/m)
    expect(metrics).toMatch(/^fitflow_cloud_relay_waiting [1-9]/m)
    expect(relaying.logged()).toContain('nothing is relayed')

    await redis.restart()
    expect(await receiveMine(subscriber)).toEqual(await relayed(events))
    expect(await read('/metrics')).toMatch(/^fitflow_cloud_relay_broker_up 1$/m)
    expect(await read('/metrics')).toMatch(/^fitflow_cloud_relay_sent_total [1-9]/m)
  })

  it('sends everything again when it is told to, as to a broker that lost its disk', async () => {
    const events = laptop.events()
    laptop.use(await relay())
    await laptop.push(events)
    await until(isSent)
    // Nobody subscribed yet: it is as if that broker had kept nothing.
    transport = await openTransport({ ...brokerFromUrl(redis.url), namespace: newId() })
    onTestFinished(() => transport.close())
    const subscriber = everything()
    await transport.subscribe(subscriber)
    await relaying.close()
    await relay()
    expect(await receiveMine(subscriber)).toEqual([])
    expect((await relaying.admin('POST', 'relay/again')).status).toBe(204)
    expect(await receiveMine(subscriber)).toEqual(await relayed(events))
  })

  it('goes on with all other logs where one cannot be sent, and gives up only what cannot', async () => {
    await laptop.push(laptop.events().slice(0, 2))
    // As a damaged page leaves it.
    await storeAsBefore(lab().server, laptop.tenant, '{"id":')
    await storeAsBefore(lab().server, laptop.tenant, laptop.events()[3]!)
    const honest = await TestLaptop.open(lab())
    const subscriber = everything()
    await transport.subscribe(subscriber)
    honest.use(await relay())
    await honest.push(honest.events())
    expect(await receiveMine(subscriber, honest.tenant)).toEqual(
      await relayed(honest.events(), honest.tenant),
    )
    const letters = await lab().admin<{ worker: string; event_type: string }[]>(
      'GET',
      `tenants/${laptop.tenant}/dead-letters`,
    )
    expect(letters.body.map(({ worker, event_type: type }) => `${worker} ${type}`)).toEqual([
      'notifications unreadable',
      'analytics unreadable',
    ])
    const [cursor] = await lab().server.all<{ seq: number }>(
      'SELECT seq FROM relay_cursors WHERE log_id = ?',
      [await logIdOf(laptop.tenant)],
    )
    expect(cursor?.seq).toBe(4)
  })

  it('says nothing of a broker where there is none', async () => {
    relaying = lab()
    expect(JSON.parse(await read('/healthz'))).toEqual({ status: 'alive' })
    expect(await read('/metrics')).not.toContain('relay')
  })
})
