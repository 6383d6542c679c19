import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { whoseAddress } from '../../cloud/access/request-limit.ts'
import { hasMoreItems } from '../../cloud/logs/has-more-items.ts'
import { openSqliteServer } from '../../cloud/storage/sqlite-server.ts'
import { newId } from '../../shared/ids.ts'
import { formatBase, refusalSchema, sourceOf, syncHeaders } from '../../shared/sync-protocol.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { forgeEvent, forgeHistory } from '../support/cloud/forge-events.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { WorkerDesk } from '../support/cloud/worker-desk.ts'
import { analyticsWorker } from '../../cloud/workers/analytics/count-figures.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'

onBothStorages('An endpoint’s door', (lab: () => CloudLab) => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await TestLaptop.open(lab())
  })

  /** Sends bytes as they are, and reads what comes. */
  const sendRaw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(lab().url)
      let answer = ''
      const socket = connect(Number(port), hostname, () => socket.write(text))
      socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
      socket.on('close', () => resolve(answer)).on('error', reject)
    })
  const ask = async (method: string, path: string) => {
    const answer = await sendRaw(
      `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    )
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1])
    const allow = /^allow: (.*)$/im.exec(head)?.[1]
    return { status, head, body, ...(allow === undefined ? {} : { allow }) }
  }

  it('answers in its own form, whatever is asked for in whatever way, and repeats none of it', async () => {
    const long = 'q'.repeat(500)
    for (const [method, path, status, allow] of [
      ['GET', `/v1/admin/tenants/${long}/logs`, 404],
      ['GET', `/v1/logs/${long}`, 404],
      ['GET', '/v1/%zz', 404],
      ['GET', '/nowhere', 404],
      ['TRACE', '/v1/pair', 405, 'POST'],
      ['QUERY', '/v1/pair', 405, 'POST'],
      ['PROPFIND', '/v1/nowhere', 405, ''],
      ['GET', '/v1/pair', 405, 'POST'],
      ['PUT', '/healthz?a=b', 405, 'GET, HEAD'],
      ['PATCH', `/v1/admin/tenants/${laptop.tenant}/webhook`, 405, 'DELETE, GET, HEAD, PUT'],
      ['NOTHING', '/v1/pair', 400],
    ] as const) {
      const answer = await ask(method, path)
      expect([method, path, answer.status, answer.allow]).toEqual([method, path, status, allow])
      expect(refusalSchema.strict().safeParse(JSON.parse(answer.body)).error).toBeUndefined()
      expect(answer.body).not.toMatch(/qqq|zz|nowhere/)
    }
  })

  it('refuses a NUL wherever it is sent', async () => {
    const tenant = `tenants/${laptop.tenant}`
    const witness = `${tenant}/devices/%00/logs/${laptop.epoch}/witness/1`
    const answers = [
      await lab().admin('GET', witness),
      await lab().admin('POST', `${tenant}/devices/a%00b/revoke`),
      await lab().admin('GET', `tenants/%00/logs`),
      await lab().admin('POST', `${tenant}/dead-letters/replay`, { worker: 'a\0b' }),
      await lab().admin('POST', `${tenant}/dead-letters/${newId()}/discard`, { reason: 'a\0b' }),
      await lab().admin('PUT', `${tenant}/webhook`, { url: 'https://example.org/\0' }),
      await lab().admin('GET', `${tenant}/figures?from=%00&to=%00`),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422))
  })

  it('protects whoever looks with a browser', async () => {
    for (const path of ['/docs/', '/docs/json', '/v1/nowhere', '/healthz']) {
      const { headers } = await fetch(`${lab().url}${path}`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none';.*frame-ancestors 'none'$/,
      )
    }
  })

  it('describes all that it checks', async () => {
    interface Described {
      paths: Record<string, Record<string, unknown>>
    }
    const described = (await (await fetch(`${lab().url}/docs/json`)).json()) as Described
    const of = (path: string, method: string) => JSON.stringify(described.paths[path]?.[method])
    expect(of('/v1/logs/{epoch}/events', 'post')).toContain('[0-9a-f]{64}')
    expect(of('/v1/logs/{epoch}/events', 'post')).toContain('{device}:{epoch}:{first}-{last}')
    expect(of('/v1/admin/tenants/{tenant}/webhook', 'put')).toContain('https?:')
    expect(of('/v1/admin/tenants/{tenant}/figures', 'get')).toContain('not before `from`')
  })

  it('counts a million events before it makes anything of them', async () => {
    // It does not end, which whoever parses it finds out too late.
    const body = gzipSync(`[${'{},'.repeat(1_000_000)}`)
    expect(body.length).toBeLessThan(8_000)
    const answer = await laptop.push(laptop.events(), { body })
    expect(answer.status).toBe(413)
    expect(answer.body).toMatchObject({ code: 'too_many_events', limit: 1_000 })
  })

  it('is ready only while it can write', async () => {
    const ready = async (from: CloudLab) => (await fetch(`${from.url}/readyz`)).status
    const folder = makeTempFolder()
    const server = await openSqliteServer(join(folder, 'cloud.db'))
    onTestFinished(() => server.close())
    expect(await ready(await lab().beside({ server }))).toBe(200)
    // Everything can still be read.
    await server.run('PRAGMA query_only = 1')
    expect(await ready(await lab().beside({ server }))).toBe(503)
    const full = await openSqliteServer(join(folder, 'full.db'), Number.MAX_SAFE_INTEGER)
    onTestFinished(() => full.close())
    expect(await ready(await lab().beside({ server: full }))).toBe(503)
  })

  describe('for those who run it', () => {
    interface Token {
      id: string
      token: string
      expires_at: string
      is_mine: boolean
    }

    it('makes tokens that end, lists them and ends them', async () => {
      const { body: made } = await lab().admin<Token>('POST', 'tokens', { days: 2 })
      const use = () =>
        fetch(`${lab().url}/v1/admin/tokens`, {
          headers: { authorization: `Bearer ${made.token}` },
        })
      const listed = (await (await use()).json()) as Token[]
      expect(listed.filter(({ is_mine: mine }) => mine).map(({ id }) => id)).toEqual([made.id])
      expect(JSON.stringify(listed)).not.toContain(made.token)
      expect(Date.parse(made.expires_at) - lab().clock.read()).toBe(2 * 24 * 60 * 60_000)

      const { body: other } = await lab().admin<Token>('POST', 'tokens', {})
      const authorization = `Bearer ${other.token}`
      const revoked = await lab().admin('DELETE', `tokens/${other.id}`)
      expect(revoked.status).toBe(204)
      const refused = await fetch(`${lab().url}/v1/admin/tokens`, { headers: { authorization } })
      expect(refused.status).toBe(401)
      expect((await lab().admin('DELETE', `tokens/${other.id}`)).status).toBe(404)

      expect((await use()).status).toBe(200)
      lab().clock.advance({ days: 2 })
      expect((await use()).status).toBe(401)
    })

    it('deletes a tenant that was closed, and nothing of another', async () => {
      const other = await TestLaptop.open(lab())
      for (const one of [laptop, other]) {
        await one.push(one.events())
        const desk = await WorkerDesk.open(lab(), { ...analyticsWorker(), maxAttempts: 1 })
        await desk.bring(one.tenant)
        const url = { url: 'https://example.org/' }
        await lab().admin('PUT', `tenants/${one.tenant}/webhook`, url)
      }
      const count = async () => {
        const counts: Record<string, number> = {}
        for (const table of [
          'logs',
          'devices',
          'tokens',
          'webhooks',
          'figures',
          'processed_events',
        ]) {
          const [row] = await lab().server.all<{ count: number }>(
            `SELECT count(*) AS count FROM ${table} WHERE tenant_id IN (?, ?)`,
            [laptop.tenant, other.tenant],
          )
          counts[table] = row!.count
        }
        return counts
      }
      const before = await count()
      const path = `tenants/${laptop.tenant}`
      expect((await lab().admin('DELETE', path)).body).toMatchObject({ code: 'tenant_open' })
      await lab().admin('POST', `${path}/close`)
      expect((await lab().admin('DELETE', path)).status).toBe(204)
      expect((await lab().admin('DELETE', path)).status).toBe(404)
      const half = Object.fromEntries(Object.entries(before).map(([table, n]) => [table, n / 2]))
      expect(await count()).toEqual(half)
      expect(await laptop.stored()).toEqual([])
      expect((await laptop.state()).status).toBe(401)
      expect((await other.stored()).map(({ event }) => event)).toEqual(other.events())
      await expect(lab().server.run('DELETE FROM events')).rejects.toThrow(/never deleted/)
      // The name is free again.
      await laptop.pair()
      expect((await laptop.push(laptop.events())).status).toBe(200)
    })
  })

  describe('for who asks too often', () => {
    const studio = () => [newId(), newId()] as const

    it('has one limit for all processes on one storage', async () => {
      const limits = { pairingsPerAddress: 3, perDevice: 4 }
      const [one, two] = [await lab().beside({ limits }), await lab().beside({ limits })]
      lab().clock.advance({ minutes: 1 })
      const pairings = [one, two, one, two].map((from) => () => from.pair('2222-2222', ...studio()))
      const statuses: number[] = []
      for (const pair of pairings) statuses.push((await pair()).status)
      expect(statuses).toEqual([403, 403, 403, 429])
      const states: number[] = []
      for (const from of [one, two, one, two, one])
        states.push((await laptop.use(from).state()).status)
      expect(states).toEqual([200, 200, 200, 200, 429])
    })

    it('lets whoever has not guessed wrong pair, however many do', async () => {
      lab().clock.advance({ minutes: 1 })
      const limits = { pairingsPerAddress: 10, pairingsInAll: 20 }
      const crowd = await lab().beside({ limits, trustProxy: true })
      const pairFrom = async (address: string, code: string) => {
        const [studioId, deviceId] = studio()
        const body = { code, studio_id: studioId, device_id: deviceId }
        return (await crowd.post('/v1/pair', body, { 'x-forwarded-for': address })).status
      }
      const guesses: number[] = []
      for (let guess = 0; guess < 30; guess += 1) {
        guesses.push(await pairFrom(`203.0.113.${guess % 10}`, '2222-2222'))
      }
      expect(guesses.filter((status) => status === 403)).toHaveLength(20)
      expect(guesses.slice(20)).toEqual(Array(10).fill(429))
      const code = await lab().pairingCode(`studio-${newId()}`)
      expect(await pairFrom('198.51.100.7', code)).toBe(200)
    })
  })

  describe('for events of another device', () => {
    const renamed = (deviceId: string, from: number, count = 1) => {
      const events = laptop.events()
      let prevhash = events[from - 1]?.prevhash ?? ''
      return events.map((event, index) => {
        if (index < from - 1) return event
        const metadata = index < from - 1 + count ? { deviceId } : {}
        const forged = forgeEvent(event, { metadata, prevhash })
        prevhash = forged.hash
        return forged
      })
    }

    it('is closed behind the first of its own', async () => {
      const { status, body } = await laptop.push(renamed(newId(), 5))
      expect([status, body.code]).toEqual([403, 'source_mismatch'])
      await laptop.push(laptop.events().slice(0, 6))
      const late = await laptop.push(renamed(newId(), 8).slice(6))
      expect([late.status, late.body.code]).toEqual([403, 'source_mismatch'])
      expect(await laptop.stored()).toHaveLength(6)
    })

    it('takes what its file was copied from, as the other device has brought it', async () => {
      await laptop.push(laptop.events().slice(0, 6))
      // The same file as another computer.
      const deviceId = newId()
      const code = await lab().pairingCode(laptop.tenant)
      const paired = await lab().pair(code, laptop.studioId, deviceId)
      const copy = await TestLaptop.open(lab())
      copy.tokens = { ...copy.tokens, ...paired.body }
      Object.assign(copy, { deviceId, tenant: laptop.tenant, epoch: 'c'.repeat(32) })
      const asCopy = <E extends { source: string }>(events: readonly E[]) =>
        events.map((event) => ({ ...event, source: sourceOf(deviceId, copy.epoch) }))
      const forged = forgeHistory(laptop.events()[2]!, laptop.events().slice(3, 6))
      const other = await copy.push(asCopy([...laptop.events().slice(0, 3), ...forged]))
      expect([other.status, other.body.code]).toEqual([403, 'source_mismatch'])
      expect((await copy.push(asCopy(laptop.events().slice(0, 6)))).status).toBe(200)
      // Its own from here on.
      let prevhash = laptop.events()[5]!.hash
      const own = laptop
        .events()
        .slice(6)
        .map((event) => {
          const one = forgeEvent(event, { metadata: { deviceId }, prevhash })
          prevhash = one.hash
          return one
        })
      expect((await copy.push(asCopy(own))).status).toBe(200)
    })
  })

  it('notes a copied log that was found by asking', async () => {
    const events = laptop.events()
    await laptop.push(events)
    const last = events.length
    const read = async (hash: string) => {
      const headers = {
        authorization: `Bearer ${laptop.tokens.token}`,
        [syncHeaders.base]: formatBase({ seq: last, hash }),
      }
      return (await fetch(`${lab().url}/v1/logs/${laptop.epoch}`, { headers })).status
    }
    const forks = async () =>
      (await lab().admin<{ seq: number }[]>('GET', `tenants/${laptop.tenant}/forks`)).body
    expect(await read(events.at(-1)!.hash)).toBe(200)
    expect(await forks()).toEqual([])
    expect(await read('a'.repeat(64))).toBe(409)
    expect(await forks()).toMatchObject([{ seq: last, claimed_hash: 'a'.repeat(64), times: 1 }])
  })
})

describe('What the door counts by', () => {
  it.each([
    ['[]', 0, false],
    ['[1]', 1, false],
    ['[1,2]', 1, true],
    ['[{"a":[1,2,3],"b":"],[,\\",\\\\"},{"c":1}]', 2, false],
    ['[{"a":[1,2,3],"b":"],[,\\",\\\\"},{"c":1},3]', 2, true],
    ['["\\\\",2,3]', 2, true],
    ['["', 1, false],
  ])('finds in %s more than %d items: %s', (text, most, expected) => {
    expect(hasMoreItems(text, most)).toBe(expected)
  })

  it('is the network of an IPv6 address, and any other as it is', () => {
    const addresses = [
      '10.0.0.1',
      '::ffff:10.0.0.1',
      '2001:db8:1:2:3:4:5:6',
      '2001:db8:1:2::9',
      '2001:db8::1',
    ]
    expect(addresses.map(whoseAddress)).toEqual([
      '10.0.0.1',
      '::ffff:10.0.0.1',
      '2001:db8:1:2',
      '2001:db8:1:2',
      '2001:db8:0:0',
    ])
  })
})
