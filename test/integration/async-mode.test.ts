import { beforeEach, describe, expect, it } from 'vitest'
import type { AsyncModeConfig } from '../../main/events/broker-config.ts'
import { runUnlimited } from '../../main/events/run-limited.ts'
import { freePort } from '../support/server-process.ts'
import { HandledEvents, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { until } from '../support/until.ts'

let studio: TestStudio
let handled: HandledEvents

beforeEach(() => {
  // A machine that stalls must not look like a handler that hangs.
  studio = openTestStudio({}, runUnlimited)
  handled = new HandledEvents(studio)
})

function subscribe(name: string, asyncReady?: boolean): void {
  const ready = asyncReady === undefined ? {} : { asyncReady }
  studio.app.bus.on('client.*', handled.by(name), { name, tier: 'after_commit', ...ready })
}

/** Where nothing listens: switching needs no broker. */
async function nowhere(): Promise<AsyncModeConfig> {
  return { provider: 'redis-streams', connection: { host: '127.0.0.1', port: await freePort() } }
}

const relays = () =>
  studio.rows(`SELECT service_name FROM event_subscriptions WHERE tier = 'relay'`)

describe('switching to a broker', () => {
  it('is refused as long as a handler after the commit is not ready for it, by name', async () => {
    subscribe('ready', true)
    subscribe('letters')
    studio.app.bus.onOutside('client.*', async () => {}, { name: 'calls' })
    await expect(studio.app.bus.enableAsyncMode(await nowhere())).rejects.toThrow(
      'These handlers are not registered as async-ready: letters, calls.',
    )
    expect(studio.app.asyncMode.state).toBeNull()
    expect(relays()).toEqual([])
    const seq = publishClient(studio)
    studio.deliver()
    expect(handled.of('letters')).toEqual([seq])
  })

  it('asks nothing of inline handlers, and finds every one of FitFlow’s own ready', async () => {
    studio.app.bus.on('client.*', handled.by('inline'), { name: 'inline', tier: 'inline' })
    await studio.app.bus.enableAsyncMode(await nowhere())
    expect(studio.app.asyncMode.state?.place).toMatch(/^Redis 127\.0\.0\.1:\d+$/)
  })

  it.each<{ config: AsyncModeConfig; says: string }>([
    {
      config: { provider: 'kafka', connection: 'redis://desk:quite-secret@127.0.0.1' },
      says: 'The connection is one of redis-streams, not of kafka.',
    },
    {
      config: { provider: 'rabbitmq', connection: { host: '' } },
      says: 'does not begin as it must',
    },
  ])('is refused for $config', async ({ config, says }) => {
    const refused = studio.app.bus.enableAsyncMode(config)
    await expect(refused).rejects.toThrow(says)
    await expect(refused).rejects.not.toThrow('quite-secret')
    expect(studio.app.asyncMode.state).toBeNull()
  })

  it('tells how many events wait and since when the broker is away, and never stops the desk', async () => {
    subscribe('ready', true)
    studio.app.delivery.start()
    await studio.app.bus.enableAsyncMode(await nowhere())
    publishClient(studio)
    publishClient(studio)
    await until(() => (studio.app.asyncMode.state?.away ?? null) !== null)
    expect(studio.app.monitor.getBroker()).toMatchObject({
      waiting: 2,
      away: { since: studio.app.work.now() },
    })
    expect(handled.of('ready')).toEqual([])
    // Told once, however often it is tried.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(studio.lateErrors).toHaveLength(1)
    expect(studio.lateErrors.map(String).join()).not.toContain('@')
  })
})

describe('going back to the log', () => {
  it('needs no broker, and leaves nothing of it behind', async () => {
    subscribe('ready', true)
    studio.app.delivery.start()
    await studio.app.bus.enableAsyncMode(await nowhere())
    const seq = publishClient(studio)
    await studio.app.bus.disableAsyncMode()
    studio.deliver()
    expect(handled.of('ready')).toEqual([seq])
    expect(relays()).toEqual([])
    expect(studio.app.monitor.getBroker()).toBeNull()
  })

  it('after a restart takes along what the broker still had, and lets old events be archived', async () => {
    subscribe('ready', true)
    studio.app.delivery.start()
    await studio.app.bus.enableAsyncMode(await nowhere())
    const seq = publishClient(studio)
    studio.reopen()
    subscribe('ready', true)
    expect(relays()).toHaveLength(1)
    await studio.app.bus.disableAsyncMode()
    studio.deliver()
    expect(handled.of('ready')).toEqual([seq])
    expect(relays()).toEqual([])
  })

  it('is no matter when there is none', async () => {
    await studio.app.bus.disableAsyncMode()
    const seq = publishClient(studio)
    subscribe('ready')
    studio.deliver()
    expect(handled.of('ready')).toEqual([])
    expect(seq).toBeGreaterThan(0)
  })

  it('lets a handler that is registered after the switch read the log', async () => {
    studio.app.delivery.start()
    await studio.app.bus.enableAsyncMode(await nowhere())
    subscribe('late')
    const seq = publishClient(studio)
    studio.deliver()
    expect(handled.of('late')).toEqual([seq])
  })
})
