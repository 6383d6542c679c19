import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import {
  formatIdempotencyKey,
  sourceOf,
  syncHeaders,
  tokensSchema,
} from '../../shared/sync-protocol.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { TestLaptop, type PushChanges } from '../support/cloud/test-laptop.ts'

const nothing = (status: number, code: string) => ({ status, code, stored: 0 })

/** A hundred kilobytes that unpack to 150 megabytes. Made once: making it takes longest. */
let bomb: Buffer | null = null

onBothStorages('Refusing a push', (lab: () => CloudLab) => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await TestLaptop.open(lab())
  })

  /** Pushes what is to be refused, and looks how much of it was stored. */
  async function outcomeOf(events: readonly object[], changes: PushChanges = {}) {
    const { status, body } = await laptop.push(events, changes)
    return { status, code: body.code, stored: (await laptop.stored()).length }
  }

  describe('that does not come from this device', () => {
    it.each([
      ['no token', () => ''],
      ['a token nobody has', () => `Bearer ffd_${'A'.repeat(43)}`],
      ['a refresh token', () => `Bearer ${laptop.tokens.refresh_token}`],
      ['the admin’s token', () => `Bearer ${lab().adminToken}`],
      ['no Bearer', () => laptop.tokens.token],
    ])('with %s', async (_, authorization) => {
      const headers = { authorization: authorization() }
      expect(await outcomeOf(laptop.events(), { headers })).toEqual(nothing(401, 'unauthorized'))
    })

    it('with another tenant’s token, however much of it is forged', async () => {
      const [otherStudio, otherDevice] = [newId(), newId()]
      const code = await lab().pairingCode(`other-${newId()}`)
      const paired = await lab().pair(code, otherStudio, otherDevice)
      const { token } = tokensSchema.parse(paired.body)
      const events = laptop.events()
      const key = formatIdempotencyKey(otherDevice, laptop.epoch, 1, events.length)
      const authorization = `Bearer ${token}`

      const renamed = events.map((event) => ({
        ...event,
        source: sourceOf(otherDevice, laptop.epoch),
      }))
      const own = { authorization, [syncHeaders.idempotencyKey]: key }
      const outcomes = [
        await outcomeOf(events, { headers: { authorization } }),
        await outcomeOf(events, { headers: own }),
        await outcomeOf(renamed, { headers: own }),
      ]
      expect(outcomes).toEqual([
        nothing(422, 'key_mismatch'),
        nothing(403, 'source_mismatch'),
        nothing(403, 'tenant_mismatch'),
      ])
    })

    it('and shows another tenant nothing of what is stored', async () => {
      await laptop.push(laptop.events())
      const code = await lab().pairingCode(`other-${newId()}`)
      const paired = await lab().pair(code, newId(), laptop.deviceId)
      const { body } = await laptop.state(tokensSchema.parse(paired.body).token)
      expect(body).toMatchObject({ accepted_seq: 0, other_epochs: [] })
    })

    it.each([
      ['another device', () => sourceOf(newId(), laptop.epoch)],
      ['another epoch', () => sourceOf(laptop.deviceId, 'f'.repeat(32))],
      ['nobody', () => 'https://example.org'],
    ])('whose events, or one of them, name %s', async (_, source) => {
      const events = laptop.events()
      const forged = events.with(4, { ...events[4]!, source: source() })
      expect(await outcomeOf(forged)).toEqual(nothing(403, 'source_mismatch'))
    })
  })

  it('of a device that was revoked, and of one whose tenant was closed', async () => {
    const path = `tenants/${laptop.tenant}`
    await lab().admin('POST', `${path}/devices/${laptop.deviceId}/revoke`)
    expect(await outcomeOf(laptop.events())).toEqual(nothing(403, 'device_revoked'))
    expect((await laptop.state()).status).toBe(403)
    const bearer = { authorization: `Bearer ${laptop.tokens.refresh_token}` }
    expect((await lab().post('/v1/token', {}, bearer)).body).toMatchObject({
      code: 'device_revoked',
    })

    await laptop.pair()
    expect((await laptop.state()).status).toBe(200)
    await lab().admin('POST', `${path}/close`)
    expect(await outcomeOf(laptop.events())).toEqual(nothing(410, 'tenant_closed'))
    expect((await lab().admin('POST', `${path}/pairing-codes`)).status).toBe(410)
  })

  it('that is too large, and says how large it may be', async () => {
    const events = laptop.events()
    laptop.use(await lab().beside({ limits: { maxEvents: 5 } }))
    const many = await laptop.push(events.slice(0, 6))
    expect(many.status).toBe(413)
    expect(many.body).toMatchObject({ code: 'too_many_events', limit: 5 })
    laptop.use(await lab().beside({ limits: { maxBytes: 6_000 } }))
    for (const plain of [true, false]) {
      const { status, body } = await laptop.push(events.slice(0, 8), { plain })
      expect(status).toBe(413)
      expect(body).toMatchObject({ code: 'too_many_bytes', limit: 6_000 })
    }
    expect(await laptop.stored()).toEqual([])
    expect((await laptop.push(events.slice(0, 3))).status).toBe(200)
  })

  it('that unpacks to far more than it is, before it does', async () => {
    bomb ??= gzipSync(Buffer.alloc(150_000_000, ' '), { level: 1 })
    const before = process.memoryUsage().rss
    const outcome = await outcomeOf(laptop.events(), { body: bomb })
    expect(outcome).toEqual(nothing(413, 'too_many_bytes'))
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  it.each<[string, string, (events: object[]) => [readonly object[], PushChanges]]>([
    ['no JSON', 'unreadable', (e) => [e, { body: gzipSync('[{') }]],
    ['no list', 'unreadable', (e) => [e, { body: gzipSync('{}') }]],
    ['no gzip', 'unreadable', (e) => [e, { body: Buffer.from('[]') }]],
    [
      'half a gzip',
      'unreadable',
      (e) => [e, { body: gzipSync(JSON.stringify(e)).subarray(0, 900) }],
    ],
    ['no events', 'unreadable', () => [[], {}]],
    ['no base', 'unreadable', (e) => [e, { headers: { 'fitflow-base': 'x' } }]],
    [
      'another hash before the first',
      'unreadable',
      (e) => [e, { base: { seq: 0, hash: 'a'.repeat(64) } }],
    ],
    ['something that is no event', 'unreadable', (e) => [[{ hello: 1 }, ...e], {}]],
    ['an event without a place', 'unreadable', (e) => [[{ ...e[0], sequence: '1' }], {}]],
    [
      'another first event',
      'not_contiguous',
      (e) => [e.slice(1), { base: { seq: 0, hash: '0'.repeat(64) } }],
    ],
    ['another key', 'key_mismatch', (e) => [e, { headers: { 'idempotency-key': 'x:y:1-2' } }]],
  ])('that holds %s', async (_, code, make) => {
    const [events, changes] = make(laptop.events())
    expect(await outcomeOf(events, changes)).toEqual(nothing(422, code))
  })

  it.each([
    ['plain JSON', { 'content-type': 'application/json' }],
    ['one event instead of a batch', { 'content-type': 'application/cloudevents+json' }],
    ['a packing nobody agreed on', { 'content-encoding': 'br' }],
  ])('that says it is %s', async (_, headers) => {
    const outcome = await outcomeOf(laptop.events(), { headers })
    expect(outcome).toEqual(nothing(415, 'unsupported_media'))
  })

  it('in a version of the protocol that is not spoken, and names the one that is', async () => {
    const { status, body, headers } = await laptop.push(laptop.events(), {
      headers: { [syncHeaders.protocol]: '2' },
    })
    expect(status).toBe(426)
    expect(body.code).toBe('upgrade_needed')
    expect(body.supported).toEqual([1])
    expect(headers.get('upgrade')).toBe('FitFlow/1')
  })

  it('of a device that asks too often, and says when to come again', async () => {
    laptop.use(await lab().beside({ limits: { perDevice: 3 } }))
    for (let asked = 0; asked < 3; asked += 1) expect((await laptop.state()).status).toBe(200)
    const { status, body, headers } = await laptop.push(laptop.events())
    expect(status).toBe(429)
    expect(body.code).toBe('rate_limited')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    lab().clock.advance({ ms: Number(headers.get('retry-after')) * 1_000 })
    expect((await laptop.state()).status).toBe(200)
  })
})
