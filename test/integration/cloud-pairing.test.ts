import { beforeEach, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { tokensSchema, type SyncTokens } from '../../shared/sync-protocol.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'

onBothStorages('Pairing a laptop', (lab: () => CloudLab) => {
  let tenant: string
  let studioId: string
  let deviceId: string
  beforeEach(() => {
    tenant = `studio-${newId()}`
    studioId = newId()
    deviceId = newId()
  })

  const pair = (code: string) => lab().pair(code, studioId, deviceId)

  it('gives tokens for a code, however it is typed', async () => {
    const code = await lab().pairingCode(tenant)
    expect(code).toMatch(/^[2-9A-HJKMNP-TW-Z]{4}-[2-9A-HJKMNP-TW-Z]{4}$/)
    const { status, body } = await pair(` ${code.toLowerCase().replace('-', ' ')} `)
    expect(status).toBe(200)
    const tokens = tokensSchema.parse(body)
    expect(tokens).toMatchObject({ tenant, server_time: lab().clock.now })
    expect(tokens.token).toMatch(/^ffd_[\w-]{43}$/)
    expect(tokens.refresh_token).toMatch(/^ffr_[\w-]{43}$/)
  })

  it('takes a code once', async () => {
    const code = await lab().pairingCode(tenant)
    const answers = await Promise.all([pair(code), pair(code)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403])
    expect((await pair(code)).body).toMatchObject({ code: 'pairing_refused' })
  })

  it('takes a code for fifteen minutes', async () => {
    const early = await lab().pairingCode(tenant)
    const late = await lab().pairingCode(tenant)
    lab().clock.advance({ ms: 15 * 60_000 - 1 })
    expect((await pair(early)).status).toBe(200)
    lab().clock.advance({ ms: 1 })
    expect((await pair(late)).status).toBe(403)
  })

  it('does not tell a wrong code from a used or an old one', async () => {
    const { status, body } = await pair('2222-2222')
    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'pairing_refused' })
  })

  it('lets few codes be tried in a minute', async () => {
    const strict = await lab().beside({ limits: { pairingsPerAddress: 3, pairingsInAll: 100 } })
    for (let tried = 0; tried < 3; tried += 1) {
      expect((await strict.pair('2222-2222', studioId, deviceId)).status).toBe(403)
    }
    const code = await lab().pairingCode(tenant)
    const { status, headers } = await strict.pair(code, studioId, deviceId)
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('ties a tenant to the studio of its first laptop', async () => {
    expect((await pair(await lab().pairingCode(tenant))).status).toBe(200)
    const code = await lab().pairingCode(tenant)
    const stranger = await lab().pair(code, newId(), newId())
    expect(stranger.status).toBe(409)
    expect(stranger.body).toMatchObject({ code: 'studio_mismatch' })
    // A second laptop of the same studio is welcome, with the same code.
    expect((await lab().pair(code, studioId, newId())).status).toBe(200)
  })

  it('asks for an admin token, and for a tenant’s name that can stand in an address', async () => {
    const path = `/v1/admin/tenants/${tenant}/pairing-codes`
    expect((await lab().post(path, {})).status).toBe(401)
    const bearer = { authorization: `Bearer ffa_${'A'.repeat(43)}` }
    expect((await lab().post(path, {}, bearer)).status).toBe(401)
    expect((await lab().admin('POST', 'tenants/Not%20A%20Name/pairing-codes')).status).toBe(422)
  })

  it('stores no token and no code, and logs none', async () => {
    const laptop = await TestLaptop.open(lab())
    const code = await lab().pairingCode(laptop.tenant)
    await laptop.push(laptop.events())
    const secrets = [
      laptop.tokens.token,
      laptop.tokens.refresh_token,
      lab().adminToken,
      code,
      code.replace('-', ''),
    ]
    const tables = ['tokens', 'admins', 'pairing_codes', 'devices', 'tenants']
    for (const table of tables) {
      const rows = await lab().server.all<Record<string, unknown>>(`SELECT * FROM ${table}`)
      const text = JSON.stringify(rows, (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      )
      for (const secret of secrets) expect(text).not.toContain(secret)
    }
    for (const secret of secrets) expect(lab().logged()).not.toContain(secret)
    expect(lab().logged()).toContain('/events')
    // Nor who asked from where: only what the endpoint itself listens on.
    const addresses = lab()
      .logged()
      .match(/\b127\.0\.0\.1\b/g)
    expect(addresses).toHaveLength(1)
  })

  /** Exchanges a refresh token. */
  async function refresh(token: string) {
    return lab().post('/v1/token', {}, { authorization: `Bearer ${token}` })
  }

  it('replaces an expired token for a refresh token', async () => {
    const laptop = await TestLaptop.open(lab())
    lab().clock.advance({ ms: Date.parse(laptop.tokens.token_expires_at) - lab().clock.read() })
    expect((await laptop.state()).status).toBe(401)
    const { status, body } = await refresh(laptop.tokens.refresh_token)
    expect(status).toBe(200)
    laptop.tokens = tokensSchema.parse(body)
    expect((await laptop.state()).status).toBe(200)
  })

  it('gives the next tokens again when the answer got lost, until the next ones are used', async () => {
    const laptop = await TestLaptop.open(lab())
    const first: SyncTokens = laptop.tokens
    const lost = tokensSchema.parse((await refresh(first.refresh_token)).body)
    const got = tokensSchema.parse((await refresh(first.refresh_token)).body)
    expect((await laptop.state(first.token)).status).toBe(200)
    expect((await laptop.state(got.token)).status).toBe(200)
    // From here on the others are of no use to whoever found them.
    expect((await laptop.state(first.token)).status).toBe(401)
    expect((await laptop.state(lost.token)).status).toBe(401)
    expect((await refresh(first.refresh_token)).status).toBe(401)
  })

  it('leaves the tokens good that a laptop got, when the line brings its request once more', async () => {
    const laptop = await TestLaptop.open(lab())
    const { refresh_token: before } = laptop.tokens
    const got = tokensSchema.parse((await refresh(before)).body)
    expect((await refresh(before)).status).toBe(200)
    expect((await laptop.state(got.token)).status).toBe(200)
    const next = tokensSchema.parse((await refresh(got.refresh_token)).body)
    expect((await laptop.state(next.token)).status).toBe(200)
  })

  it('answers one refresh token only so often, and keeps it good', async () => {
    const laptop = await TestLaptop.open(lab())
    const { refresh_token: before } = laptop.tokens
    for (let asked = 0; asked < 20; asked += 1) await refresh(before)
    const { count } = (
      await lab().server.all<{ count: number }>(
        'SELECT CAST(count(*) AS INTEGER) AS count FROM tokens WHERE tenant_id = ?',
        [laptop.tenant],
      )
    )[0]!
    expect(count).toBeLessThanOrEqual(2 * (8 + 2))
    const got = tokensSchema.parse((await refresh(before)).body)
    expect((await laptop.state(got.token)).status).toBe(200)
  })

  it('voids the old tokens of a laptop that pairs again', async () => {
    const laptop = await TestLaptop.open(lab())
    const { token } = laptop.tokens
    await laptop.pair()
    expect((await laptop.state(token)).status).toBe(401)
    expect((await laptop.state()).status).toBe(200)
  })
})
