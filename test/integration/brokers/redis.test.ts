import { createClient } from '@redis/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokerFromUrl, openTransport, type Transport } from '../../../brokers/index.ts'
import { brokerKinds } from '../../support/brokers/broker-kinds.ts'
import type { BrokerMachine } from '../../support/brokers/broker-machine.ts'
import { receiveForAMoment, receiveSome, receiveUntil } from '../../support/brokers/receive-some.ts'
import { startRedis } from '../../support/brokers/redis-machine.ts'
import { sampleEvents } from '../../support/brokers/sample-events.ts'
import { testCarrying } from '../../support/brokers/test-carrying.ts'

testCarrying(brokerKinds.redis)

describe('What Redis keeps of a stream', () => {
  const quick = { name: 'quick', pattern: '*' }
  const slow = { name: 'slow', pattern: 'payment.*' }
  let machine: BrokerMachine
  let transport: Transport

  beforeAll(async () => {
    machine = await startRedis()
    transport = await openTransport(brokerFromUrl(machine.url))
  }, 300_000)
  afterAll(async () => {
    await transport.close()
    await machine.stop()
  })

  async function kept(source: string): Promise<number> {
    const client = await createClient({ url: machine.url }).connect()
    try {
      return await client.xLen(`fitflow:events:${source}`)
    } finally {
      client.destroy()
    }
  }

  it('is nothing while there is no subscriber', async () => {
    const events = sampleEvents(10)
    await transport.send(events)
    expect(await kept(events[0]!.source)).toBe(0)
  })

  it('is what one of the subscribers still needs, and no more', async () => {
    await transport.subscribe(quick)
    await transport.subscribe(slow)
    const events = sampleEvents(100)
    const { source } = events[0]!
    await transport.send(events)
    expect(await receiveSome(transport, quick, { count: 100 })).toEqual(events)
    await receiveForAMoment(transport, quick, 1_000)
    expect(await kept(source)).toBe(100)
    // What it does not want it does not need either.
    const isGone = async (): Promise<boolean> => (await kept(source)) === 0
    expect(await receiveUntil(transport, slow, isGone)).toEqual([])
    expect(await kept(source)).toBe(0)
    // What was removed is known all the same.
    await transport.send(events)
    expect(await kept(source)).toBe(0)
  })

  it('is kept for a subscriber that is away, until it is taken away', async () => {
    await transport.subscribe(quick)
    await transport.subscribe(slow)
    const events = sampleEvents(10, { type: 'payment.completed' })
    await transport.send(events)
    await receiveSome(transport, quick, { count: 10 })
    await receiveForAMoment(transport, quick, 1_000)
    expect(await kept(events[0]!.source)).toBe(10)
    await transport.unsubscribe(slow)
    expect(await kept(events[0]!.source)).toBe(0)
  })
})
