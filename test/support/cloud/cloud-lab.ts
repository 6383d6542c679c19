import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { createAdminToken } from '../../../cloud/access/authenticate.ts'
import { createEndpoint, type EndpointOptions } from '../../../cloud/create-endpoint.ts'
import { openPostgresServer } from '../../../cloud/storage/postgres-server.ts'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import type { Instant } from '../../../shared/time.ts'
import { TestClock } from '../test-clock.ts'
import { startPostgres } from './postgres-machine.ts'

/** An answer, as it came over the wire. */
export interface Answer<B = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: B
}

/** A real endpoint on loopback, on one of the two storages. Each test brings its own tenant. */
export class CloudLab {
  readonly server: SqlServer
  readonly url: string
  readonly adminToken: string
  readonly clock: TestClock
  /** Everything the endpoint logged. */
  readonly logged: () => string
  readonly #endpoint: FastifyInstance

  private constructor(parts: {
    server: SqlServer
    url: string
    adminToken: string
    clock: TestClock
    logged: () => string
    endpoint: FastifyInstance
  }) {
    this.server = parts.server
    this.url = parts.url
    this.adminToken = parts.adminToken
    this.clock = parts.clock
    this.logged = parts.logged
    this.#endpoint = parts.endpoint
  }

  static async open(
    server: SqlServer,
    options: Partial<EndpointOptions> = {},
    clock = new TestClock('2026-03-02T07:00:00.000Z' as Instant),
  ): Promise<CloudLab> {
    const log = new PassThrough()
    let text = ''
    log.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
    // The clock stands still, so that a minute's limit would be one for the whole file.
    const limits = { pairingsPerAddress: 10_000, pairingsInAll: 10_000, ...options.limits }
    const endpoint = await createEndpoint({ server, clock: clock.read, log, ...options, limits })
    const url = await endpoint.listen({ host: '127.0.0.1', port: 0 })
    const adminToken = await createAdminToken(server, clock.now)
    return new CloudLab({ server, url, adminToken, clock, logged: () => text, endpoint })
  }

  /** A second endpoint on the same storage with other limits; gone when the test has finished. */
  async beside(options: Partial<EndpointOptions>): Promise<CloudLab> {
    const lab = await CloudLab.open(this.server, options, this.clock)
    onTestFinished(() => lab.close())
    return lab
  }

  /** Asks as whoever runs the endpoint. */
  async admin<B>(method: 'GET' | 'POST', path: string): Promise<Answer<B>> {
    const headers = { authorization: `Bearer ${this.adminToken}` }
    return readAnswer<B>(await fetch(`${this.url}/v1/admin/${path}`, { method, headers }))
  }

  async pairingCode(tenant: string): Promise<string> {
    const { body } = await this.admin<{ code: string }>('POST', `tenants/${tenant}/pairing-codes`)
    return body.code
  }

  async pair(code: string, studioId: string, deviceId: string): Promise<Answer> {
    return this.post('/v1/pair', { code, studio_id: studioId, device_id: deviceId })
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return readAnswer(response)
  }

  async close(): Promise<void> {
    await this.#endpoint.close()
  }
}

/** Reads an answer; one without a body reads as an empty object. */
export async function readAnswer<B = Record<string, unknown>>(
  response: Response,
): Promise<Answer<B>> {
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, body: (text === '' ? {} : JSON.parse(text)) as B }
}

const storages = ['an SQLite file', 'PostgreSQL'] as const

/** Declares the same tests twice: with the endpoint on an SQLite file, and on a real PostgreSQL. */
export function onBothStorages(title: string, tests: (lab: () => CloudLab) => void): void {
  describe.each(storages)(`${title}, on %s`, (storage) => {
    let lab: CloudLab
    let stop: () => Promise<void>

    beforeAll(async () => {
      const { server, gone } = await openStorage(storage)
      lab = await CloudLab.open(server)
      stop = async () => {
        await lab.close()
        await server.close()
        await gone()
      }
      // Where PostgreSQL is not installed yet, that takes its time.
    }, 300_000)
    afterAll(() => stop())

    tests(() => lab)
  })
}

async function openStorage(
  storage: (typeof storages)[number],
): Promise<{ server: SqlServer; gone: () => Promise<void> }> {
  if (storage === 'PostgreSQL') {
    const machine = await startPostgres()
    return { server: await openPostgresServer(machine.url), gone: () => machine.stop() }
  }
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-cloud-'))
  const server = await openSqliteServer(join(folder, 'cloud.db'))
  return { server, gone: async () => rmSync(folder, { recursive: true, force: true }) }
}
