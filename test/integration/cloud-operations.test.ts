import { beforeEach, expect, it } from 'vitest'
import { StorageUnavailable, type SqlServer } from '../../cloud/storage/sql-server.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'

onBothStorages('Running an endpoint', (lab: () => CloudLab) => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await TestLaptop.open(lab())
  })

  const get = async (path: string, from = lab()) => {
    const response = await fetch(`${from.url}${path}`)
    return { status: response.status, text: await response.text() }
  }

  /** The same storage, out of order. */
  const broken = (): SqlServer => ({
    place: 'nowhere',
    all: () => Promise.reject(new StorageUnavailable('gone')),
    run: () => Promise.reject(new StorageUnavailable('gone')),
    transaction: () => Promise.reject(new StorageUnavailable('gone')),
    probe: () => Promise.reject(new StorageUnavailable('gone')),
    close: () => Promise.resolve(),
  })

  it('tells that it lives, and whether it can store', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    const dead = await lab().beside({ server: broken() })
    expect((await get('/healthz', dead)).status).toBe(200)
    expect((await get('/readyz', dead)).status).toBe(503)
  })

  it('asks a laptop to come again while it cannot store', async () => {
    laptop.use(
      await lab().beside({ server: { ...broken(), all: lab().server.all.bind(lab().server) } }),
    )
    const { status, body, headers } = await laptop.push(laptop.events())
    expect(status).toBe(503)
    expect(body.code).toBe('unavailable')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('says no more than that something went wrong when it is our own fault', async () => {
    const buggy = { ...broken(), all: () => Promise.reject(new Error('secret insides')) }
    laptop.use(await lab().beside({ server: buggy }))
    const { status, body } = await laptop.push(laptop.events())
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('insides')
  })

  it.each([
    ['a hash', 'UPDATE events SET hash = data_salt WHERE data_salt IS NOT NULL', /never changed/],
    ['data', `UPDATE events SET data = '{}' WHERE data IS NOT NULL`, /never changed/],
    ['a time', `UPDATE events SET received_at = 'x'`, /never changed/],
    ['an event away', 'DELETE FROM events', /never deleted/],
    ['a head back', 'UPDATE logs SET head_seq = head_seq - 1', /never go back/],
  ])('lets no statement take %s', async (_, statement, words) => {
    await laptop.push(laptop.events())
    await expect(lab().server.run(statement)).rejects.toThrow(words)
    expect((await laptop.stored()).map(({ event }) => event)).toEqual(laptop.events())
  })

  it('counts what it stored, what came again, and what it rejected', async () => {
    const counting = await lab().beside({})
    laptop.use(counting)
    const events = laptop.events()
    const spoiled: object[] = [{ ...events[0], datahash: 'a'.repeat(64) }, ...events.slice(1)]
    await laptop.push(spoiled)
    await laptop.push(spoiled)
    const { text } = await get('/metrics', counting)
    expect(text).toContain(`fitflow_cloud_events_stored_total ${events.length}`)
    expect(text).toContain(`fitflow_cloud_events_repeated_total ${events.length}`)
    expect(text).toContain('fitflow_cloud_events_rejected_total{code="hash_mismatch"} 1')
    expect(text).toContain('route="/v1/logs/:epoch/events"')
    expect(text).not.toContain(laptop.tenant)
    expect(text).not.toContain(laptop.deviceId)
  })

  it('describes its API from the schemas that check it', async () => {
    expect((await get('/docs/')).text).toContain('swagger')
    const described = JSON.parse((await get('/docs/json')).text) as { paths: object }
    expect(Object.keys(described.paths)).toEqual(
      expect.arrayContaining([
        '/v1/pair',
        '/v1/token',
        '/v1/logs/{epoch}',
        '/v1/logs/{epoch}/events',
      ]),
    )
  })

  it('answers in one form, also where there is nothing', async () => {
    const { status, text } = await get('/v1/nowhere')
    expect(status).toBe(404)
    expect(JSON.parse(text)).toMatchObject({ code: 'not_found' })
  })
})
